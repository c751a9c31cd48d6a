from types import SimpleNamespace
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest
from django.shortcuts import render
from django.test import RequestFactory
from django.utils import translation

from hukumati.core.bilingual import Bilingual
from hukumati.core.design import errors
from hukumati.core.design.context import other_language_url
from hukumati.core.design.tests.gallery import show


def asked(path: str = "/", **headers: str) -> HttpRequest:
    request = RequestFactory().get(path, headers=headers)
    request.site_code = "portal"  # type: ignore[attr-defined]
    return request


def page(request: HttpRequest) -> str:
    return show(request).content.decode()


def test_an_arabic_page_runs_from_right_to_left_in_its_own_font() -> None:
    html = page(asked())
    assert '<html lang="ar" dir="rtl"' in " ".join(html.split())
    assert "design/hukumati.rtl.css" in html
    assert "design/fonts.css" in html


def test_an_english_page_loads_no_font() -> None:
    with translation.override("en"):
        html = page(asked("/en/"))
    assert '<html lang="en" dir="ltr"' in " ".join(html.split())
    assert "design/hukumati.ltr.css" in html
    assert "font" not in html.split("</head>")[0]


def test_who_saves_data_gets_no_font() -> None:
    assert "fonts.css" not in page(asked(**{"Save-Data": "on"}))


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("/", "/en/"),
        ("/en/", "/"),
        ("/services/x?q=%D8%B9", "/en/services/x?q=%D8%B9"),
        ("/en/services/x?q=1", "/services/x?q=1"),
        ("/enquiries/", "/en/enquiries/"),
        ("/en", "/"),
        ("/en?q=1", "/?q=1"),
    ],
)
def test_the_language_switch_leads_to_the_same_page(here: str, there: str) -> None:
    assert other_language_url(here) == there


def test_the_language_switch_never_leads_to_another_host() -> None:
    html = page(asked("/en//evil.example/x"))
    assert 'href="//' not in html


def test_the_title_says_that_there_are_errors() -> None:
    with translation.override("en"):
        assert "<title>Error: " in page(asked("/?errors"))
        assert "<title>Error: " not in page(asked("/"))


def test_a_signed_in_person_is_named_and_can_sign_out(settings: Any) -> None:
    settings.ROOT_URLCONF = "hukumati.core.design.tests.urls_of_signing"
    request = asked()
    assert "/sign-in" in page(request)
    request.person = SimpleNamespace(sub="sub-1", name=Bilingual("ليلى زيتون", "Layla Zaytoun"))  # type: ignore[attr-defined]
    html = page(request)
    assert "ليلى زيتون" in html
    assert 'action="/sign-out"' in html
    assert "/sign-in" not in html


def test_a_page_has_no_inline_style_or_script() -> None:
    html = page(asked("/?errors"))
    assert " style=" not in html
    assert "<style" not in html
    assert html.count("<script") == html.count('<script type="module" src=') == 1


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(
    ("view", "status"),
    [(errors.bad_request, 400), (errors.forbidden, 403), (errors.not_found, 404), (errors.csrf_failure, 403)],
)
def test_what_goes_wrong_has_a_page_in_both_languages(view: Any, status: int, language: str) -> None:
    with translation.override(language):
        answer = view(asked())
    assert answer.status_code == status
    assert f'lang="{language}"' in answer.content.decode()
    assert "govuk-heading-l" in answer.content.decode()


@pytest.mark.parametrize(("view", "status"), [(errors.server_error, 500), (errors.unavailable, 503)])
def test_a_failure_is_told_in_both_languages_without_database_or_session(view: Any, status: int) -> None:
    class Untouchable:
        def __getattr__(self, name: str) -> Any:
            raise AssertionError(f"the page for failures read request.{name}")

    answer = view(Untouchable())
    text = answer.content.decode()
    assert answer.status_code == status
    assert 'dir="rtl"' in text
    assert '<div lang="en" dir="ltr">' in text


@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (InterfaceError, 503), (ValueError, 500)])
def test_a_database_that_is_away_is_told_as_a_pause_and_anything_else_as_a_defect(error: Any, status: int) -> None:
    try:
        raise error
    except error:
        assert errors.server_error(asked()).status_code == status


@pytest.mark.parametrize("name", ["400.html", "403.html", "404.html", "403_csrf.html", "500.html"])
def test_the_names_that_django_looks_for_are_there(name: str) -> None:
    assert render(asked(), name).content
