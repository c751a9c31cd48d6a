"""Pages at the protocol's own addresses, which have no English form: their other language is a parameter."""

import re
from html import unescape

import pytest

from hukumati.identity.tests.browser import Browser, request_values

pytestmark = pytest.mark.django_db


def _other_language(html: str) -> str:
    """Return where the link to the other language leads."""
    found = re.search(r'href="([^"]*)"[^>]*hreflang|hreflang="[^"]*"[^>]*href="([^"]*)"', html)
    assert found
    return unescape(found[1] or found[2])


@pytest.mark.parametrize(
    ("path", "parameters", "status"),
    [
        ("/authorize", request_values(redirect_uri="https://elsewhere.example/"), 400),
        ("/logout", {"id_token_hint": "made.up.token", "state": "ع"}, 400),
        ("/logout", {}, 200),
    ],
)
def test_the_other_language_of_a_page_of_the_protocol_is_the_same_page(
    browser: Browser, path: str, parameters: dict[str, str], status: int
) -> None:
    arabic = browser.http.get(path, parameters)
    assert (arabic.status_code, '<html lang="ar"' in arabic.content.decode()) == (status, True)
    english = browser.http.get(_other_language(arabic.content.decode()))
    assert (english.status_code, '<html lang="en"' in english.content.decode()) == (status, True)
    back = browser.http.get(_other_language(english.content.decode()))
    assert back.content.decode().partition("<main")[2] == arabic.content.decode().partition("<main")[2]


def test_a_page_with_an_english_address_still_has_it(browser: Browser) -> None:
    assert _other_language(browser.http.get("/sign-out").content.decode()) == "/en/sign-out"
