"""Addresses are understood as people copy them: capitals, a slash or a full stop behind, other hosts' spelling."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("/V", "/v"),
        ("/v/", "/v"),
        ("/V/", "/v"),
        ("/v.", "/v"),
        ("/en/V/", "/en/v"),
        ("/EN/v", "/en/v"),
        ("/\u200fv", "/v"),
        ("/V/File", "/v/file/"),
        ("/Services/", "/services/"),
        ("/V?x=1", "/v?x=1"),
    ],
)
def test_an_address_spelt_otherwise_leads_to_the_page(client: Client, typed: str, page: str) -> None:
    answer = client.get(typed, headers={"host": "portal.localhost:8000"})
    assert (answer.status_code, answer.headers.get("Location")) == (308, page)
    assert client.get(page, headers={"host": "portal.localhost:8000"}).status_code == 200


@pytest.mark.parametrize("typed", ["/nosuch/", "/vv", "/%5Cevil.example/v", "/v/nosuch/", "/\x00v"])
def test_what_no_page_is_meant_by_stays_unknown(client: Client, typed: str) -> None:
    assert client.get(typed, headers={"host": "portal.localhost:8000"}).status_code == 404


@pytest.mark.parametrize("host", ["Portal.localhost:8000", "portal.localhost.:8000", "PORTAL.LOCALHOST.:8000"])
def test_a_host_spelt_otherwise_leads_to_the_site(client: Client, host: str) -> None:
    answer = client.post("/v?x=1", {"serial": "x"}, headers={"host": host})
    assert (answer.status_code, answer.headers["Location"]) == (308, "http://portal.localhost:8000/v?x=1")


def test_another_host_has_no_pages(client: Client) -> None:
    assert client.get("/v", headers={"host": "evil.example"}).status_code == 400
