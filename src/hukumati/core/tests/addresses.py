"""The addresses of a site, with samples in place of what they name."""

import re
from collections.abc import Iterator
from typing import Final

from django.urls import URLPattern, URLResolver, get_resolver

SAMPLES: Final = {"int": "7", "uuid": "6a1c9d1e-0000-4000-8000-000000000000", "slug": "a-page", "str": "NCC-7K3M-92QD"}


def addresses_of(urlconf: str) -> Iterator[str]:
    """Yield every address whose route is written plainly, not as a regular expression."""
    yield from _addresses(get_resolver(urlconf).url_patterns)


def _addresses(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _addresses(pattern.url_patterns, route)
        elif "^" not in route and "(" not in route:
            yield "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "a"), route)
