"""The site as a process while no provider answers; with the provider it is exercised by the journeys."""

from collections.abc import Iterator

import httpx
import pytest

from simulators.base.testing import started

URL = "http://ministry.localhost:9"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    folder = tmp_path_factory.mktemp("site")
    with (
        started("ministry_site", folder, "--issuer", "http://127.0.0.1:9", "--url", URL) as running,
        httpx.Client(base_url=running.url, trust_env=False, timeout=10) as browser,
    ):
        yield browser


@pytest.mark.parametrize(("query", "title"), [("", "بطاقة المكتبات العامة"), ("?lang=en", "Public library card")])
def test_the_front_page_is_shown_in_both_languages(site: httpx.Client, query: str, title: str) -> None:
    assert title in site.get(f"/{query}").text


def test_a_card_is_shown_to_nobody_who_is_not_signed_in(site: httpx.Client) -> None:
    assert site.get("/card").headers["location"] == "/sign-in"


@pytest.mark.parametrize("path", ["/sign-in", "/callback?code=a&state=b&iss=c"])
def test_a_provider_that_does_not_answer_is_told_of(site: httpx.Client, path: str) -> None:
    page = site.get(path)
    assert (page.status_code, "أعد المحاولة" in page.text) == (503, True)


def test_another_site_cannot_sign_anybody_out(site: httpx.Client) -> None:
    assert site.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_logout_token_waits_until_the_keys_can_be_fetched(site: httpx.Client) -> None:
    assert site.post("/backchannel-logout", data={"logout_token": "a.b.c"}).status_code == 503


@pytest.mark.parametrize("cookie", ["library_session=", "library_session=x", "a b c", 'library_session="', "=;=;"])
def test_a_strange_cookie_is_nobodys(site: httpx.Client, cookie: str) -> None:
    assert site.get("/card", headers={"Cookie": cookie}).headers["location"] == "/sign-in"
