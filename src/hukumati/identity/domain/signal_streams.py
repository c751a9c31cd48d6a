"""What a site may choose of its event stream: OpenID Shared Signals Framework 1.0 §8.1."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from hukumati.identity.domain import caep_events, risc_events
from hukumati.identity.domain.web_addresses import AddressRefused, read_address

MANAGE: Final = "ssf.manage"
READ: Final = "ssf.read"
SCOPES: Final = (MANAGE, READ)
"""The scopes of the tokens by which sites come (CAEP Interoperability Profile §2.7)."""

VERIFICATION: Final = "https://schemas.openid.net/secevent/ssf/event-type/verification"
STREAM_UPDATED: Final = "https://schemas.openid.net/secevent/ssf/event-type/stream-updated"
MANDATE_REVOKED: Final = "urn:hukumati:secevent:mandate-revoked"
"""Our own: somebody may not act for another any more."""

EVENTS: Final = (
    *(caep_events.SESSION_REVOKED, caep_events.CREDENTIAL_CHANGE, caep_events.ASSURANCE_LEVEL_CHANGE),
    *(risc_events.ACCOUNT_DISABLED, risc_events.ACCOUNT_ENABLED, risc_events.ACCOUNT_PURGED),
    *(risc_events.CREDENTIAL_COMPROMISE, risc_events.RECOVERY_ACTIVATED, risc_events.RECOVERY_INFORMATION_CHANGED),
)
VERIFICATION_EVERY: Final = timedelta(seconds=5)
FAILING_FOR: Final = timedelta(days=1)
"""A stream that took nothing for so long is paused."""
KEPT_FOR: Final = timedelta(days=7)
MOST_EVENTS: Final = 50
LONGEST_DESCRIPTION: Final = 200
LONGEST_HEADER: Final = 1000
LONGEST_STATE: Final = 500
LONGEST_REASON: Final = 200


class Delivery(StrEnum):
    """How signals travel."""

    PUSH = "push"
    POLL = "poll"


class Status(StrEnum):
    """Whether signals are sent, kept, or neither (§8.1.2)."""

    ENABLED = "enabled"
    PAUSED = "paused"
    DISABLED = "disabled"


METHODS: Final[Mapping[str, Delivery]] = {
    "urn:ietf:rfc:8935": Delivery.PUSH,
    "urn:ietf:rfc:8936": Delivery.POLL,
}
URNS: Final[Mapping[Delivery, str]] = {delivery: urn for urn, delivery in METHODS.items()}


class InvalidStream(ValueError):
    """What a site wants its stream to be, or sent about it, is not accepted; the text says why."""


@dataclass(frozen=True, slots=True)
class StreamChoice:
    """What a site chooses."""

    delivery: Delivery = Delivery.POLL
    endpoint_url: str = ""
    authorization_header: str = ""
    events_requested: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts of a site, to which alone signals about its people go."""

    names: Collection[str]
    allows_loopback: bool

    @classmethod
    def of(cls, addresses: Collection[str], *, allows_loopback: bool) -> "Hosts":
        """Return the hosts of addresses that operators approved."""
        return cls({urlsplit(each).hostname for each in addresses} - {None}, allows_loopback)  # type: ignore[arg-type]


def events_offered(*, takes_mandates: bool) -> tuple[str, ...]:
    """Return the events that a site may request: the end of mandates where it receives tokens by them."""
    return (*EVENTS, MANDATE_REVOKED) if takes_mandates else EVENTS


def read_choice(sent: object, *, before: StreamChoice | None, hosts: Hosts) -> StreamChoice:
    """Read a stream's configuration (§8.1.1). With `before` what is left out stays. Raises InvalidStream."""
    members = read_members(sent)
    choice = before or StreamChoice()
    if "events_requested" in members:
        choice = replace(choice, events_requested=_events(members["events_requested"]))
    if "description" in members:
        choice = replace(choice, description=read_text(members, "description", longest=LONGEST_DESCRIPTION))
    return _with_delivery(choice, members["delivery"], hosts) if "delivery" in members else choice


def read_members(sent: object) -> Mapping[str, object]:
    """Return the members of a JSON object. Raises InvalidStream."""
    if not isinstance(sent, Mapping):
        raise InvalidStream("the body is no JSON object")
    return sent


def read_text(members: Mapping[str, object], name: str, *, longest: int) -> str:
    """Return a member that is a short text; empty where there is none. Raises InvalidStream."""
    value = members.get(name, "")
    if not isinstance(value, str) or len(value) > longest:
        raise InvalidStream(f"{name} is a text of at most {longest} characters")
    return value


def read_status(members: Mapping[str, object]) -> tuple[Status, str]:
    """Return the status that a site wants, and why (§8.1.2.2). Raises InvalidStream."""
    wanted = members.get("status")
    if not isinstance(wanted, str) or wanted not in {*Status}:
        raise InvalidStream(f"status is one of {', '.join(Status)}")
    return Status(wanted), read_text(members, "reason", longest=LONGEST_REASON)


def is_dead(*, failing_since: datetime | None, now: datetime) -> bool:
    """Return whether a stream has failed for so long that it is paused."""
    return failing_since is not None and now - failing_since >= FAILING_FOR


def _events(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_EVENTS or not all(isinstance(each, str) for each in value):
        raise InvalidStream(f"events_requested is a list of at most {MOST_EVENTS} addresses")
    return tuple(dict.fromkeys(each for each in value if each in {*EVENTS, MANDATE_REVOKED}))


def _with_delivery(choice: StreamChoice, sent: object, hosts: Hosts) -> StreamChoice:
    delivery = read_members(sent)
    method = METHODS.get(str(delivery.get("method")))
    if method is None:
        raise InvalidStream(f"delivery.method is one of {', '.join(METHODS)}")
    if method is Delivery.POLL:
        return replace(choice, delivery=method, endpoint_url="", authorization_header="")
    header = read_text(delivery, "authorization_header", longest=LONGEST_HEADER)
    if not header.isascii() or not (header.isprintable() or not header):
        raise InvalidStream("delivery.authorization_header is no header")
    return replace(choice, delivery=method, endpoint_url=_endpoint(delivery, hosts), authorization_header=header)


def _endpoint(delivery: Mapping[str, object], hosts: Hosts) -> str:
    url = delivery.get("endpoint_url")
    try:
        address = read_address(str(url), allows_loopback=hosts.allows_loopback)
    except AddressRefused:
        raise InvalidStream("delivery.endpoint_url is no https address") from None
    if address.host not in hosts.names:
        raise InvalidStream("delivery.endpoint_url is on another host than the site")
    return address.url
