"""What a site that asks to be registered must say of itself: the client metadata of RFC 7591, held to RFC 9700.

The names of fields are those of the registry "OAuth Dynamic Client Registration Metadata".
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.claims import SCOPES
from hukumati.identity.domain.jwk_sets import UnusableKeys, read_jwk_set
from hukumati.identity.domain.web_addresses import AddressRefused, read_address

MOST_ADDRESSES: Final = 10
LONGEST_ADDRESS: Final = 500
REQUIRED_SCOPE: Final = "openid"
FOR_OFFICIALS: Final = "staff"
"""The scope that only the workplace of officials receives."""
OFFLINE: Final = "offline_access"
"""Nothing about the person, but tokens while they are away: given with the grant of refresh tokens alone."""
OFFERED_SCOPES: Final = tuple(scope for scope in SCOPES if scope not in {REQUIRED_SCOPE, FOR_OFFICIALS, OFFLINE})


class Flaw(StrEnum):
    """What may be wrong with an address, a key or a scope."""

    MISSING = "missing"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    NOT_AN_ADDRESS = "not_an_address"
    NOT_HTTPS = "not_https"
    FRAGMENT = "fragment"
    OTHER_HOST = "other_host"
    UNUSABLE_KEYS = "unusable_keys"
    TWO_KEY_SETS = "two_key_sets"
    NOT_OFFERED = "not_offered"
    NO_REASON = "no_reason"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One flaw, in which field, of which value."""

    name: str
    flaw: Flaw
    value: str = ""


class UnacceptableSite(ValueError):
    """The metadata cannot be registered; `mistakes` says why."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(", ".join(f"{each.name}: {each.flaw}" for each in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class SiteMetadata:
    """A site as its government body describes it; `scopes` says for each scope beyond `openid` why it is needed.

    People read both, and the purpose, in their language; where the English is empty, as an older release kept it, they
    read the one text there is.
    """

    client_name: Bilingual
    purpose: str
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...] = ()
    backchannel_logout_uri: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict)
    legal_basis: str = ""
    jwks_uri: str = ""
    jwks: Mapping[str, object] | None = None
    purpose_en: str = ""
    scopes_en: Mapping[str, str] = field(default_factory=dict)
    is_sandbox: bool = False
    """For trying with fictional people alone."""

    @property
    def signs(self) -> bool:
        """Return whether the site proves itself by a key of its own, and shares no secret."""
        return bool(self.jwks_uri or self.jwks)

    def reason(self, scope: str) -> Bilingual:
        """Return why the site needs a scope."""
        reason = self.scopes[scope]
        return Bilingual(reason, self.scopes_en.get(scope) or reason)

    @property
    def host(self) -> str:
        """Return the host of the addresses to which people return."""
        return _host(self.redirect_uris[0])

    def as_json(self) -> dict[str, object]:
        """Return the metadata as JSON."""
        return {
            "client_name": {"ar": self.client_name.ar, "en": self.client_name.en},
            "purpose": self.purpose,
            "redirect_uris": list(self.redirect_uris),
            "post_logout_redirect_uris": list(self.post_logout_redirect_uris),
            "backchannel_logout_uri": self.backchannel_logout_uri,
            "scopes": dict(self.scopes),
            "legal_basis": self.legal_basis,
            "jwks_uri": self.jwks_uri,
            "jwks": self.jwks,
            "purpose_en": self.purpose_en,
            "scopes_en": dict(self.scopes_en),
            "is_sandbox": self.is_sandbox,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> "SiteMetadata":
        """Read what `as_json` returned."""
        values = dict(stored)
        values["client_name"] = Bilingual(**values["client_name"])  # type: ignore[arg-type]
        for name in ("redirect_uris", "post_logout_redirect_uris"):
            values[name] = tuple(values[name])  # type: ignore[arg-type]
        return cls(**values)  # type: ignore[arg-type]


def accept_metadata(metadata: SiteMetadata) -> SiteMetadata:
    """Return the metadata as they are kept: each address once. Raises UnacceptableSite."""
    metadata = replace(
        metadata,
        redirect_uris=tuple(dict.fromkeys(metadata.redirect_uris)),
        post_logout_redirect_uris=tuple(dict.fromkeys(metadata.post_logout_redirect_uris)),
    )
    if mistakes := tuple(mistake for check in CHECKS for mistake in check(metadata)):
        raise UnacceptableSite(mistakes)
    return metadata


def _addresses(metadata: SiteMetadata) -> Iterator[Mistake]:
    if not metadata.redirect_uris:
        yield Mistake("redirect_uris", Flaw.MISSING)
    for name in ("redirect_uris", "post_logout_redirect_uris"):
        uris: tuple[str, ...] = getattr(metadata, name)
        if len(uris) > MOST_ADDRESSES:
            yield Mistake(name, Flaw.TOO_MANY)
        yield from (Mistake(name, flaw, uri) for uri in uris if (flaw := _flaw(uri, metadata.is_sandbox)))
    for name in ("backchannel_logout_uri", "jwks_uri"):
        uri = getattr(metadata, name)
        if uri and (flaw := _flaw(uri, metadata.is_sandbox)):
            yield Mistake(name, flaw, uri)


def _flaw(uri: str, is_sandbox: bool) -> Flaw | None:
    """Return what is wrong with an address, said as closely as it can be; None for nothing."""
    if len(uri) > LONGEST_ADDRESS:
        return Flaw.TOO_LONG
    if _is_address(uri, allows_loopback=is_sandbox):
        return None
    if not _is_address(uri.partition("#")[0].replace("http://", "https://", 1), allows_loopback=False):
        return Flaw.NOT_AN_ADDRESS
    return Flaw.FRAGMENT if "#" in uri else Flaw.NOT_HTTPS  # RFC 6749 §3.1.2


def _is_address(uri: str, *, allows_loopback: bool) -> bool:
    try:
        read_address(uri, allows_loopback=allows_loopback)
    except AddressRefused:
        return False
    return "*" not in uri


def _host(uri: str) -> str:
    try:
        return urlsplit(uri).hostname or ""
    except ValueError:
        return ""


def _one_host(metadata: SiteMetadata) -> Iterator[Mistake]:
    """One host is one sector: people are the same `sub` at all its addresses (OIDC Core §8.1)."""
    for uri in metadata.redirect_uris[1:]:
        if _host(uri) != _host(metadata.redirect_uris[0]):
            yield Mistake("redirect_uris", Flaw.OTHER_HOST, uri)


def _keys(metadata: SiteMetadata) -> Iterator[Mistake]:
    if metadata.jwks and metadata.jwks_uri:  # RFC 7591 §2
        yield Mistake("jwks", Flaw.TWO_KEY_SETS)
    if metadata.jwks is not None:
        try:
            read_jwk_set(metadata.jwks)
        except UnusableKeys:
            yield Mistake("jwks", Flaw.UNUSABLE_KEYS)


def _scopes(metadata: SiteMetadata) -> Iterator[Mistake]:
    for scope, reason in metadata.scopes.items():
        if scope not in OFFERED_SCOPES:
            yield Mistake("scopes", Flaw.NOT_OFFERED, scope)
        elif not reason.strip():
            yield Mistake("scopes", Flaw.NO_REASON, scope)


CHECKS: Final[tuple[Callable[[SiteMetadata], Iterator[Mistake]], ...]] = (_addresses, _one_host, _keys, _scopes)


class SiteAct(StrEnum):
    """What an operator does with a site."""

    APPROVE = "approve"
    SEND_BACK = "send_back"
    SUSPEND = "suspend"
    RESUME = "resume"


TRANSITIONS: Final[Mapping[tuple[str, SiteAct], str]] = {
    ("requested", SiteAct.APPROVE): "active",
    ("requested", SiteAct.SEND_BACK): "requested",
    ("active", SiteAct.APPROVE): "active",
    ("active", SiteAct.SEND_BACK): "active",
    ("active", SiteAct.SUSPEND): "suspended",
    ("suspended", SiteAct.RESUME): "active",
}
"""The states of a site. An active one is approved, or sent back, again: when a change of it waits."""
