"""The service's page is kept for strangers; nobody ever reads what was drawn for somebody."""

import gzip
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import translation

from hukumati.cases.tests.card import publish_card
from hukumati.cases.tests.permit import publish_permit
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.core.design.formats import long_date
from hukumati.web.portal import services
from hukumati.web.sign_in.person import Person

SLUG = "non-conviction-certificate"
PATH = f"/services/{SLUG}/"
LAYLA = Person("sub", "400000006", Bilingual(ar="ليلى الزيتوني", en="Layla"), "", "", "", now() - timedelta(1), None)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def published(settings: Any) -> None:
    cache.clear()
    call_command("service_publish", str(settings.HUKUMATI.services_dir / "moj" / SLUG), verbosity=0)


def ask(path: str = PATH, person: Person | None = None, saves_data: str = "") -> HttpRequest:
    request = RequestFactory().get(path, headers={"Save-Data": saves_data})
    request.person = person  # type: ignore[attr-defined]
    return request


def read(request: HttpRequest) -> str:
    return services.service(request, SLUG).content.decode()


def test_a_stranger_does_not_read_the_page_of_somebody_signed_in() -> None:
    assert "ليلى" in read(ask(person=LAYLA))
    first = read(ask())
    assert "ليلى" not in first
    assert "ليلى" in read(ask(person=LAYLA))
    assert read(ask()) == first


def test_what_a_link_carries_reaches_nobody_else() -> None:
    assert "planted" in read(ask(f"{PATH}?from=planted"))
    assert "planted" not in read(ask())


def test_each_language_and_each_economy_has_its_own_page() -> None:
    arabic, frugal = read(ask()), read(ask(saves_data="on"))
    with translation.override("en"):
        english = read(ask(f"/en{PATH}"))
    assert len({arabic, frugal, english}) == 3
    assert [read(ask()), read(ask(saves_data="on"))] == [arabic, frugal]


@pytest.mark.parametrize(
    ("opens", "closes", "told", "in_list", "starts"),
    [
        (1, 9, "not open yet", "Opens on", False),
        (-1, 9, "until the end of", "", True),
        (-9, -1, "last day to apply", "Closed at the end of", False),
    ],
)
def test_the_page_of_a_call_says_when_to_apply(
    settings: Any, tmp_path: Path, opens: int, closes: int, told: str, in_list: str, *, starts: bool
) -> None:
    today = local_date(now())
    days = f"accepts: {{from: {today + timedelta(opens)}, until: {today + timedelta(closes)}}}\n"
    publish_card(tmp_path, more=days, today=str(today + timedelta(opens)))
    with translation.override("en"):
        page = services.service(ask("/en/services/test-card/"), "test-card").content.decode()
        listed = services.services(ask("/en/services/")).content.decode()
    assert told in page
    assert ("/apply/" in page) == starts
    day = long_date(today + timedelta(opens if opens > 0 else closes), language="en")
    assert (f"{in_list} {day}" in listed) != starts
    assert "Not open now" not in listed


def test_a_kept_page_costs_one_query(django_assert_num_queries: Any) -> None:
    read(ask())
    with django_assert_num_queries(1):
        read(ask())


def test_the_kept_page_is_the_same_compressed() -> None:
    request = ask()
    request.META["HTTP_ACCEPT_ENCODING"] = "gzip, deflate, br"
    answer = services.service(request, SLUG)
    assert (answer["Content-Encoding"], answer["Vary"]) == ("gzip", "Accept-Encoding")
    assert gzip.decompress(answer.content).decode() == read(ask())


def test_a_fee_that_officials_set_is_not_told_as_worked_out_when_applying(tmp_path: Path) -> None:
    publish_permit(tmp_path)
    with translation.override("en"):
        page = services.service(ask("/en/services/building-permit/"), "building-permit").content.decode()
    assert page.count("set by officials when they decide") == 2
    assert "worked out when you apply" not in page


@pytest.mark.parametrize(
    ("folder", "at_once"),
    [
        ("moj/non-conviction-certificate", True),
        ("mof/property-tax", True),
        ("moh/health-insurance", False),
        ("moi/passport", False),
        ("mot/driver-licence-renewal", False),
    ],
)
def test_an_answer_at_once_is_promised_only_where_a_case_may_need_no_official(
    settings: Any, folder: str, at_once: bool
) -> None:
    call_command("service_publish", str(settings.HUKUMATI.services_dir / folder), verbosity=0)
    slug = folder.partition("/")[2]
    promise = catalogue.get_service(code_or_slug=slug).definition.promise
    assert promise is not None
    with translation.override("en"):
        page = services.service(ask(f"/en/services/{slug}/"), slug).content.decode()
    assert f"At most {promise.amount} working day" in page
    assert ("at once when nothing needs a decision" in page) is at_once
