"""What attackers, and broken programs, send; and every address of every site that they may send it to."""

import re
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.urls import URLPattern, URLResolver

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
    "after",
    "before",
    "line",
    "slot",
    "table",
    "path",
    "name",
    "move",
    "scenario",
    "reason",
    "seen",
    "place",
    "slug",
    "iss",
    "kept",
    "error",
    "ui_locales",
    "digest",
    "outcome",
    "sending",
    "filled",
    "instead_of",
    "answer",
    "agrees",
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


def routes_of(patterns: Sequence[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            route = str(each.pattern) if hasattr(each.pattern, "_route") else ""
            yield from routes_of(each.url_patterns, prefix + route)
        elif hasattr(each.pattern, "_route"):
            yield prefix + str(each.pattern), each.pattern.converters


def _addresses() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for address, urlconf in settings.SITES.values():
        for route, converters in routes_of(import_module(urlconf).urlpatterns):
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


def filled(route: str, values: dict[str, str]) -> str:
    """Return the path of a route with these values in place of its parameters."""
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: values[found[1]], route)
