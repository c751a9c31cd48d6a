"""What the assertion by which a client authenticates must say (RFC 7523 §3, OIDC Core §9, FAPI 2.0 §5.3.2.1)."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Final

from hukumati.identity.domain.compact_jws import CompactJws, MalformedJws

LONGEST_LIFETIME: Final = timedelta(minutes=5)
CLOCK_SKEW: Final = timedelta(seconds=10)
"""How far in the future `iat` and `nbf` may be: clocks differ (FAPI 2.0 §5.3.2.1)."""
LONGEST_IDENTIFIER: Final = 255


def accepted_audiences(*, issuer: str, endpoints: Iterable[str], is_fapi: bool) -> frozenset[str]:
    """Return the audiences that mean this provider.

    For FAPI 2.0 clients it is the issuer alone. Others may name one of the `endpoints` instead: that of tokens (OIDC
    Core §9), or the one that they call (CIBA §7.1).
    """
    return frozenset({issuer}) if is_fapi else frozenset({issuer, *endpoints})


def is_acceptable(
    assertion: CompactJws, *, client_id: str, audiences: Collection[str], is_fapi: bool, now: datetime
) -> bool:
    """Return whether the claims name this client and this provider, now, and can be used once (requirement 13)."""
    identifier = assertion.text_claim("jti")
    return (
        assertion.text_claim("iss") == assertion.text_claim("sub") == client_id
        and 0 < len(identifier) <= LONGEST_IDENTIFIER
        and _is_for_us(assertion, audiences, is_fapi=is_fapi)
        and _is_timely(assertion, now)
    )


def _is_for_us(assertion: CompactJws, audiences: Collection[str], *, is_fapi: bool) -> bool:
    """Return whether the one audience is ours: whoever else is named could use the assertion here.

    A FAPI client names it as a text, not as a list of one.
    """
    named = assertion.audiences()
    return len(named) == 1 and named[0] in audiences and not (is_fapi and isinstance(assertion.claims["aud"], list))


def _is_timely(assertion: CompactJws, now: datetime) -> bool:
    try:
        expires, issued, begins = assertion.moment("exp"), assertion.moment("iat"), assertion.moment("nbf")
    except MalformedJws:
        return False
    if expires is None or not now < expires <= now + LONGEST_LIFETIME + CLOCK_SKEW:
        return False
    return all(moment is None or moment <= now + CLOCK_SKEW for moment in (issued, begins))
