"""No address of any site answers 500 to what an attacker, or a broken program, may send."""

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, Final
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver
from hypothesis import HealthCheck, given
from hypothesis import settings as of_hypothesis
from hypothesis import strategies as st

pytestmark = pytest.mark.django_db
HOSTILE: Final = (
    "",
    "\0",
    "a\0b",
    "9" * 5000,
    "-1",
    "0",
    "1e999",
    "٤٢",
    "\u202e",
    "\ud7ff\uffff",
    "x" * 3000,
    "../../etc/passwd",
    "NCC-7K3M-92QD",
    "NC-2026-0000001",
    "%00",
    "%",
    "{{7*7}}",
    "' OR 1=1 --",
    "<script>",
    "2026-02-31",
    "[]",
    "null",
)
FIELDS: Final = (
    "q",
    "page",
    "year",
    "day",
    "next",
    "state",
    "code",
    "lang",
    "language",
    "serial",
    "token",
    "file",
    "login",
    "password",
    "reference",
    "again",
    "sort",
    "queue",
    "scope",
    "client_id",
    "redirect_uri",
    "request_uri",
    "prompt",
    "max_age",
    "hint",
    "response_type",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "grant_type",
    "refresh_token",
    "id_token_hint",
    "post_logout_redirect_uri",
    "provider",
    "audience",
    "format",
    "version",
    "from",
    "to",
    "attempt",
    "way",
    "step",
    "action",
)
DEEP: Final = (
    b"[" * 20_000 + b"]" * 20_000,
    b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    b"\0",
    b'"\\u0000"',
    b"\xff\xfe{",
    b"9" * 5000,
)
UUID: Final = "00000000-0000-4000-8000-000000000001"
VALUES: Final = {"int": ("1", "9" * 18, "9" * 5000), "slug": ("x", "-", "a" * 3000), "uuid": (UUID,)}


def _routes(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            route = str(each.pattern) if hasattr(each.pattern, "_route") else ""
            yield from _routes(each.url_patterns, prefix + route)
        elif hasattr(each.pattern, "_route"):
            yield prefix + str(each.pattern), each.pattern.converters


def _addresses() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, urlconf in settings.SITES.values():
        for route, converters in _routes(import_module(urlconf).urlpatterns):
            yield address.partition("//")[2], route, converters


VISITORS: Final = (
    "",
    "sub-400000006",
    "MOJ-1 moj MOJ-RAM officer",
    "MOJ-2 moj MOJ-RAM supervisor",
    "MOJ-3 moj MOJ-RAM clerk",
    "MOJ-4 moj - analyst",
    "CAB-1 cabinet - cabinet",
    "MOJ-5 moj - producer",
)
ADDRESSES: Final = tuple(_addresses())


def _filled(draw: st.DrawFn, route: str, converters: dict[str, Any]) -> str:
    path = route
    for name, converter in converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower()
        value = quote(draw(st.sampled_from(VALUES.get(kind, HOSTILE))), safe="")
        path = path.replace(f"<{kind}:{name}>", value)
    return f"/{path}"


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
