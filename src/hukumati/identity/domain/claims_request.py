"""The `claims` parameter, OIDC Core §5.5: single claims that a site requests, and how its people must sign in."""

from collections.abc import Collection, Mapping
from typing import Final

from hukumati.core.json import NotJson, parse_json
from hukumati.identity.domain.claims import SCOPES, Claims, Holder

LONGEST: Final = 8 * 1024
MOST_VALUES: Final = 20
PLACES: Final = ("userinfo", "id_token")
_SCOPE_OF: Final = {
    "id_number": "identity",
    "name": "identity",
    "phone_number": "phone",
    "phone_number_verified": "phone",
    "email": "email",
    "email_verified": "email",
    "staff": "staff",
}
"""To which scope a claim belongs, without its language: a site may be told single claims of the scopes it may have."""

RequestedClaims = Mapping[str, Mapping[str, Mapping[str, object] | None]]
"""By place ("userinfo", "id_token") and name; None for a claim that is merely requested."""


class MalformedClaims(ValueError):
    """The parameter is no claims request."""


def read_claims_request(text: str) -> RequestedClaims:
    """Read the parameter; members that are not understood are left out (§5.5). Raises MalformedClaims."""
    if not text:
        return {}
    try:
        value = parse_json(text, largest=LONGEST, unique_members=True)
    except NotJson as error:
        raise MalformedClaims from error
    if not isinstance(value, dict):
        raise MalformedClaims
    return {place: _place(value[place]) for place in PLACES if value.get(place) is not None}


def granted_claims(requested: RequestedClaims, *, allowed: Collection[str]) -> dict[str, object]:
    """Return the personal claims that belong to scopes which the client may have, by place, as JSON to be stored."""
    granted = {place: sorted(name for name in names if scope_of(name) in allowed) for place, names in requested.items()}
    return {place: names for place, names in granted.items() if names}


def scope_of(claim: str) -> str:
    """Return the scope to which a claim belongs, whatever its language; empty for claims about the sign-in."""
    return _SCOPE_OF.get(claim.partition("#")[0], "")


def released_claims(granted: Mapping[str, object], *, holder: Holder) -> Claims:
    """Return what a grant releases of single claims, each by its own name (§5.2), wherever it was requested to stand.

    UserInfo alone tells them: ID tokens travel in addresses, and each release is a line in the person's ledger.
    """
    wanted = {str(name) for names in granted.values() if isinstance(names, list) for name in names}
    known: Claims = {}
    for claims_of in SCOPES.values() if wanted else ():
        known |= claims_of(holder)
    return {name: value for name, value in known.items() if name in wanted}


def required_subject(requested: RequestedClaims) -> str:
    """Return the one subject that the response must be about (§5.5.1); empty if any will do."""
    values = _values(requested, "sub")
    return values[0] if values else ""


def voluntary_levels(requested: RequestedClaims) -> tuple[str, ...]:
    """Return the levels that a client would like."""
    return () if _is_essential(requested, "acr") else _values(requested, "acr")


def essential_levels(requested: RequestedClaims) -> tuple[str, ...] | None:
    """Return the levels of which the sign-in must have one (§5.5.1.1); None if none is required."""
    values = _values(requested, "acr")
    return values if values and _is_essential(requested, "acr") else None


def _place(value: object) -> dict[str, Mapping[str, object] | None]:
    if not isinstance(value, dict):
        raise MalformedClaims
    if not all(how is None or isinstance(how, dict) for how in value.values()):
        raise MalformedClaims
    return value


def _is_essential(requested: RequestedClaims, name: str) -> bool:
    return bool((requested.get("id_token", {}).get(name) or {}).get("essential") is True)


def _values(requested: RequestedClaims, name: str) -> tuple[str, ...]:
    how = requested.get("id_token", {}).get(name) or {}
    listed = how.get("values", [how["value"]] if "value" in how else [])
    if not isinstance(listed, list) or len(listed) > MOST_VALUES or not all(isinstance(each, str) for each in listed):
        raise MalformedClaims
    return tuple(listed)
