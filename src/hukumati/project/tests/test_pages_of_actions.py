"""Every address that only takes a form leads whoever opens it to the page it belongs to, on all sites."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from hukumati.core.tests.addresses import addresses_of

pytestmark = pytest.mark.django_db

BROWSER: Final = {"accept": "text/html,application/xhtml+xml"}
SITES_OF_PEOPLE: Final = {"portal": 5, "workplace": 5, "identity": 2}
"""Each with so many addresses at least that only take forms."""


@pytest.fixture(autouse=True)
def _provider_is_set_up(data_folder: Path) -> None:
    call_command("identity_setup")


def _action_addresses(site: str) -> list[str]:
    """List the addresses of a site that answer a program's GET with 405."""
    url, urlconf = settings.SITES[site]
    client = Client(raise_request_exception=False, headers={"host": urlsplit(url).netloc})
    paths = addresses_of(urlconf)
    return [path for path in paths if client.get(path, headers={"accept": "application/json"}).status_code == 405]


@pytest.mark.parametrize("site", SITES_OF_PEOPLE)
def test_every_address_of_a_form_leads_to_its_page(site: str) -> None:
    client = Client(headers={"host": urlsplit(settings.SITES[site][0]).netloc, **BROWSER})
    addresses = _action_addresses(site)
    assert len(addresses) >= SITES_OF_PEOPLE[site]
    for address in addresses:
        answer = client.get(address)
        page = answer.headers["Location"]
        assert (answer.status_code, address.startswith(page)) == (302, True), address
        assert client.get(page, headers={"accept": "application/json"}).status_code != 405, address


def test_the_other_language_of_an_action_is_its_page_in_that_language() -> None:
    client = Client(headers={"host": "portal.localhost", **BROWSER})
    answer = client.get("/en/applications/NCC-7K3M-92QD/withdraw/")
    assert answer.headers["Location"] == "/en/applications/NCC-7K3M-92QD/"


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_button_for_another_code_is_the_page_of_the_code(prefix: str) -> None:
    page = f"{prefix}/sign-in/6a1c9d1e-0000-4000-8000-000000000000/code"
    answer = Client(headers={"host": urlsplit(settings.SITES["identity"][0]).netloc, **BROWSER}).get(f"{page}/again")
    assert answer.headers["Location"] == page


def test_programs_still_read_that_the_method_is_not_allowed() -> None:
    answer = Client(headers={"host": "pay.localhost"}).get("/webhooks/card")
    assert answer.status_code == 405
