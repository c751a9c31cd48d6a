"""A signed JSON Web Token as it arrives, read but not verified (RFC 7515 §7.1, RFC 7519).

An encrypted token has five parts, so it is none of these: nothing is ever unpacked, and no token can grow when it is
read. Keys come from the client's registration alone: a header that brings a key, or an address of keys, is refused.
A proof of possession alone brings the key that it proves (RFC 9449 §4.2).
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from hukumati.core.json import NotJson, parse_json

LONGEST_KEY_ID: Final = 200
_PART: Final = re.compile(r"[A-Za-z0-9_-]+")
_REFUSED: Final = frozenset({"jku", "x5u", "crit", "b64", "zip", "enc"})


class MalformedJws(ValueError):
    """The text is no signed token that anybody here reads."""


@dataclass(frozen=True, slots=True)
class CompactJws:
    """A token whose signature nobody has checked yet."""

    text: str
    algorithm: str
    key_id: str | None
    type: str
    claims: Mapping[str, object]
    embedded_key: Mapping[str, object] | None = None

    def text_claim(self, name: str) -> str:
        """Return a claim that is a text; empty if it is missing or anything else."""
        value = self.claims.get(name)
        return value if isinstance(value, str) else ""

    def moment(self, name: str) -> datetime | None:
        """Return a claim that is a NumericDate (RFC 7519 §2). Raises MalformedJws if it is anything else."""
        value = self.claims.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise MalformedJws(name)
        try:
            return datetime.fromtimestamp(value, UTC)
        except (ValueError, OverflowError, OSError):
            raise MalformedJws(name) from None

    def audiences(self) -> tuple[str, ...]:
        """Return the audiences, one or several (RFC 7519 §4.1.3); none if the claim is malformed."""
        value = self.claims.get("aud")
        listed = value if isinstance(value, list) else [value]
        return tuple(each for each in listed if isinstance(each, str)) if _all_texts(listed) else ()


def read_compact_jws(text: str, *, longest: int, embeds_key: bool = False) -> CompactJws:
    """Read a token of three parts, each strict base64url, header and claims JSON objects. Raises MalformedJws.

    It is refused if its header brings a key, or does not although it `embeds_key`.
    """
    parts = text.split(".") if len(text) <= longest else []
    if len(parts) != 3 or not all(_PART.fullmatch(part) for part in parts):
        raise MalformedJws("not three parts")
    header, claims = _object(parts[0], longest), _object(parts[1], longest)
    key = header.pop("jwk", None)
    if not _REFUSED.isdisjoint(header) or isinstance(key, dict) != embeds_key or (key is not None and not embeds_key):
        raise MalformedJws("a header that is not accepted")
    algorithm, key_id, kind = header.get("alg"), header.get("kid"), header.get("typ", "")
    if not isinstance(algorithm, str) or not isinstance(kind, str) or not _is_key_id(key_id):
        raise MalformedJws("a malformed header")
    return CompactJws(
        text,
        algorithm,
        key_id if isinstance(key_id, str) else None,
        kind,
        claims,
        key if isinstance(key, dict) else None,
    )


def _object(part: str, longest: int) -> dict[str, object]:
    try:
        value = parse_json(
            base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)), largest=longest, unique_members=True
        )
    except (NotJson, ValueError) as error:
        raise MalformedJws("not JSON") from error
    if not isinstance(value, dict):
        raise MalformedJws("not an object")
    return value


def _is_key_id(value: object) -> bool:
    return value is None or (isinstance(value, str) and 0 < len(value) <= LONGEST_KEY_ID)


def _all_texts(values: list[object]) -> bool:
    return all(isinstance(each, str) for each in values)
