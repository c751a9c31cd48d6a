"""Identifiers of members, subsystems, services and servers, as they stand in paths and headers (PR-REST §4)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Self
from urllib.parse import quote, unquote_to_bytes

UNESCAPED_IN_RESPONSES = "-._~!$'()*,;&=@:+"
_SEGMENT = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@]|%[0-9A-Fa-f]{2})+")
_REGISTRABLE = re.compile(r"[A-Za-z0-9'()+,\-.=?]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
MAX_CODE_LENGTH = 255
CACHED_IDENTIFIERS = 2048


class InvalidIdentifier(ValueError):
    """An identifier is not well formed."""


def decode_segment(segment: str) -> str:
    """Decode one path segment strictly: RFC 3986 `pchar` and UTF-8 only, `+` is a plus; raises `InvalidIdentifier`."""
    if _SEGMENT.fullmatch(segment) is None:
        raise InvalidIdentifier("an identifier holds a character that must be percent-encoded")
    try:
        code = unquote_to_bytes(segment).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidIdentifier("an identifier is not UTF-8") from error
    return _check(code)


def encode_segment(code: str) -> str:
    """Escape a code for a path segment, as response headers spell it."""
    return quote(code, safe=UNESCAPED_IN_RESPONSES)


def is_registrable(code: str) -> bool:
    """Return whether a code may be registered: strict here, lenient when receiving (PR-REST §4.8)."""
    return _REGISTRABLE.fullmatch(code) is not None and code not in {".", ".."}


def _check(code: str) -> str:
    if code in {".", ".."} or _CONTROL.search(code) or len(code) > MAX_CODE_LENGTH:
        raise InvalidIdentifier("an identifier is a dot segment, too long, or holds a control character")
    return code


def _decode(text: str, *, parts: range) -> list[str]:
    segments = text.split("/", parts.stop)
    if len(segments) not in parts:
        raise InvalidIdentifier("an identifier has a wrong number of parts")
    return [decode_segment(segment) for segment in segments]


def _join(*codes: str | None) -> str:
    return "/".join(encode_segment(code) for code in codes if code is not None)


@dataclass(frozen=True, slots=True, order=True)
class ClientId:
    """A member, or a subsystem of a member: the caller of a service."""

    instance: str
    member_class: str
    member_code: str
    subsystem_code: str | None = None

    @classmethod
    @lru_cache(maxsize=CACHED_IDENTIFIERS)
    def parse(cls, text: str) -> Self:
        """Parse three or four parts; cached, for the same few callers come again and again."""
        return cls(*_decode(text, parts=range(3, 5)))

    @property
    def member(self) -> "ClientId":
        """The member itself, without a subsystem."""
        return ClientId(self.instance, self.member_class, self.member_code)

    def __str__(self) -> str:
        return _join(self.instance, self.member_class, self.member_code, self.subsystem_code)


@dataclass(frozen=True, slots=True, order=True)
class ServiceId:
    """A service of a subsystem."""

    instance: str
    member_class: str
    member_code: str
    subsystem_code: str
    service_code: str

    @classmethod
    @lru_cache(maxsize=CACHED_IDENTIFIERS)
    def parse(cls, text: str) -> Self:
        """Parse exactly five parts; cached."""
        return cls(*_decode(text, parts=range(5, 6)))

    @property
    def subsystem(self) -> ClientId:
        """The subsystem that offers the service."""
        return ClientId(self.instance, self.member_class, self.member_code, self.subsystem_code)

    def __str__(self) -> str:
        return _join(self.instance, self.member_class, self.member_code, self.subsystem_code, self.service_code)


@dataclass(frozen=True, slots=True, order=True)
class ServerId:
    """A security server: its owner member and its code."""

    instance: str
    member_class: str
    member_code: str
    server_code: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse exactly four parts."""
        return cls(*_decode(text, parts=range(4, 5)))

    @property
    def owner(self) -> ClientId:
        """The member that runs the server."""
        return ClientId(self.instance, self.member_class, self.member_code)

    def __str__(self) -> str:
        return _join(self.instance, self.member_class, self.member_code, self.server_code)


@dataclass(frozen=True, slots=True)
class RepresentedParty:
    """The party on whose behalf the client calls: `[CLASS/]CODE`."""

    member_class: str | None
    member_code: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Parse one or two parts."""
        codes = _decode(text, parts=range(1, 3))
        return cls(codes[0] if len(codes) == 2 else None, codes[-1])

    def __str__(self) -> str:
        return _join(self.member_class, self.member_code)
