"""Every address that takes forms where people sign in: nothing sent there is lost when a session is over."""

from typing import Any, Final
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


@pytest.mark.parametrize(("site", "at_least"), [("portal", 11), ("workplace", 27)])
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


@pytest.mark.parametrize(
    "named",
    [
        "http://{host}//evil.example/a", "http://{host}/\\evil.example", "http://{host}/en//evil.example/?b=1",
        "http://{host}/\t/evil.example", "http://evil.example/a", "http://[::1", "http://{host}]/a", "javascript:a",
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_over", [True, False])
def test_a_form_leads_back_to_no_other_host_and_no_false_address_breaks_it(
    named: str, is_over: bool, settings: Any
) -> None:
    if not is_over:  # signed in, with a token that has ended
        settings.MIDDLEWARE = [
            "hukumati.web.tests.visiting.Visiting" if name.endswith("PersonMiddleware") else name
            for name in settings.MIDDLEWARE
        ]
    netloc = urlsplit(settings.SITES["portal"][0]).netloc
    client = Client(enforce_csrf_checks=not is_over, headers={"host": netloc, "Accept": "text/html"})
    headers = {"Referer": named.format(host=netloc), **({} if is_over else {"X-Visitor": "sub-1"})}
    answer = client.post("/applications/NCC-7K3M-92QD/answer/", {MARK: make_mark("sub-1")}, headers=headers)
    assert answer.status_code in {302, 403}
    back = answer.headers.get("Location", "/")
    assert "evil" not in back
    assert urlsplit(back).netloc == ""
