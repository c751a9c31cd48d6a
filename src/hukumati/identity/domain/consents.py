"""What a site receives of a person, and whether the person allowed it before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.claims_request import scope_of

NOTHING: Final = frozenset({"openid"})
"""Scopes that release nothing of the person but that it is the same person as before."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a site receives: whole scopes, and single claims of others."""

    scopes: frozenset[str]
    claims: frozenset[str]

    @classmethod
    def of(cls, scopes: Iterable[str], claims: Mapping[str, object]) -> "Receipt":
        """Return what a request asks for; `claims` are those granted by name, by place."""
        whole = frozenset(scopes) - NOTHING
        names = {str(name) for listed in claims.values() if isinstance(listed, list) for name in listed}
        return cls(whole, frozenset(name for name in names if scope_of(name) not in whole))

    def is_covered_by(self, given: "Receipt") -> bool:
        """Return whether all of it was allowed before, single claims also by the scope they belong to."""
        single = all(name in given.claims or scope_of(name) in given.scopes for name in self.claims)
        return self.scopes <= given.scopes and single

    def with_more(self, other: "Receipt") -> "Receipt":
        """Return both together."""
        scopes = self.scopes | other.scopes
        claims = frozenset(name for name in self.claims | other.claims if scope_of(name) not in scopes)
        return Receipt(scopes, claims)


@dataclass(frozen=True, slots=True)
class Consent:
    """What a person allows a site at present."""

    client_id: str
    client_name: Bilingual
    receipt: Receipt
    version: int
    given_at: datetime
