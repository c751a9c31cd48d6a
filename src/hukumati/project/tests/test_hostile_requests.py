"""No address of any site answers 500 to what an attacker, or a broken program, may send."""

from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.core.management import call_command
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st

from hukumati.project.tests.hostile import ADDRESSES, DEEP, FIELDS, HOSTILE, VALUES, VISITORS, filled

pytestmark = pytest.mark.django_db


def _filled(draw: st.DrawFn, route: str, converters: dict[str, Any]) -> str:
    kinds = {name: type(each).__name__.removesuffix("Converter").lower() for name, each in converters.items()}
    values = {name: quote(draw(st.sampled_from(VALUES.get(kind, HOSTILE))), safe="") for name, kind in kinds.items()}
    return filled(route, values)


@st.composite
def hostile_requests(draw: st.DrawFn) -> dict[str, Any]:
    """One request: any address of any site, hostile in its path, query, fields, body or headers."""
    host, route, converters = draw(st.sampled_from(ADDRESSES))
    pairs = draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(HOSTILE), max_size=4))
    query = urlencode(draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(HOSTILE), max_size=3)))
    form, deep = ("application/x-www-form-urlencoded", urlencode(pairs).encode()), draw(st.sampled_from(DEEP))
    visitor = draw(st.sampled_from(VISITORS))
    content_type, body = draw(st.sampled_from([form, form, ("application/json", deep)]))
    headers = draw(
        st.dictionaries(
            st.sampled_from(["Cookie", "Authorization", "Accept-Language", "X-Forwarded-For", "If-None-Match", "DPoP"]),
            st.sampled_from(
                ["\x7f", "session=x; csrf=y", "Basic ////", "Bearer x", "Basic AAAA", "q=0.1;;;", "9" * 5000]
            ),
            max_size=2,
        )
    )
    return {
        "method": draw(st.sampled_from(["GET", "POST", "HEAD", "PUT"])),
        "path": _filled(draw, route, converters),
        "query": query,
        "data": body,
        "content_type": content_type,
        "headers": {"host": host, **headers, **({"x-visitor": visitor} if visitor else {})},
    }


@pytest.fixture(autouse=True)
def _provider_is_set_up(data_folder: Path) -> None:
    call_command("identity_setup")


@pytest.fixture(autouse=True)
def _visitors_are_signed_in(settings: Any) -> None:
    settings.MIDDLEWARE = [
        "hukumati.web.tests.visiting.Visiting" if "PersonMiddleware" in each else each for each in settings.MIDDLEWARE
    ]


@of_hypothesis(max_examples=250, suppress_health_check=list(HealthCheck))
@given(sent=hostile_requests())
def test_no_request_is_answered_with_500(sent: dict[str, Any]) -> None:
    client = Client(raise_request_exception=False)
    path = f"{sent.pop('path')}?{sent.pop('query')}"
    answer = client.generic(sent.pop("method"), path, **sent)
    assert answer.status_code != 500, path[:300]


@pytest.mark.parametrize(
    ("host", "path"), sorted({(host, route) for host, route, converters in ADDRESSES if not converters})
)
def test_nul_and_endless_numbers_in_every_field_are_no_defect(host: str, path: str) -> None:
    client = Client(raise_request_exception=False, headers={"host": host})
    fields = [dict.fromkeys(FIELDS, value) for value in ("a\0b", "9" * 5000)]
    for visitor in VISITORS:
        for sent in fields:
            headers = {"x-visitor": visitor}
            found = {client.get(f"/{path}", sent, headers=headers).status_code}
            found.add(client.post(f"/{path}", sent, headers=headers).status_code)
            assert 500 not in found, visitor
