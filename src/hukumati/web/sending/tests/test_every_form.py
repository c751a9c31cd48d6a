"""Every address that takes forms where people sign in: nothing sent there is lost when a session is over."""

from typing import Final
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from hukumati.core.models import Kept
from hukumati.core.tests.addresses import addresses_of
from hukumati.web.sending.marks import MARK, make_mark
from hukumati.web.sending.tests.conftest import query_of

pytestmark = pytest.mark.django_db
FOR_EVERYBODY: Final = {"/sign-out", "/v", "/v/file/"}
"""Nobody need be signed in to send these."""


def _addresses_of_forms(site: str) -> list[str]:
    url, urlconf = settings.SITES[site]
    client = Client(raise_request_exception=False, headers={"host": urlsplit(url).netloc})
    answers = {path: client.put(path) for path in addresses_of(urlconf)}
    return [path for path, answer in answers.items() if "POST" in answer.headers.get("Allow", "")]


@pytest.mark.parametrize(("site", "at_least"), [("portal", 11), ("workplace", 24)])
def test_what_is_sent_when_the_session_is_over_is_kept_and_leads_back(site: str, at_least: int) -> None:
    netloc = urlsplit(settings.SITES[site][0]).netloc
    client = Client(headers={"host": netloc, "Accept": "text/html"})
    addresses = [path for path in _addresses_of_forms(site) if path not in FOR_EVERYBODY]
    assert len(addresses) >= at_least
    for number, address in enumerate(addresses, 1):
        sent = {MARK: make_mark(f"sub-{number}"), "said": "words"}
        answer = client.post(address, sent, headers={"Referer": f"http://{netloc}/the-page/?day=1"})
        assert answer.status_code == 302, address
        assert answer.headers["Location"].startswith("/sign-in?"), address
        assert query_of(answer)["next"] == "/the-page/?day=1", address
        assert len(query_of(answer)["kept"]) == 43, address
        assert Kept.objects.count() == number, address
