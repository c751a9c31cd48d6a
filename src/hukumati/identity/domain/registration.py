"""Opening an account by oneself: what is claimed, what the register said to it, and who may (design §4.2).

A claim is not yet an identity: the account that opens is at the lowest level and may not use the number. Several
accounts may claim one number; one alone can be verified.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from hukumati.core.typed import bare_code

DOCUMENT: Final = re.compile(r"[A-Z0-9]{4,20}")


class ClaimKind(StrEnum):
    """Who opens the account."""

    RESIDENT = "resident"
    """With an ID number, which the register can confirm."""
    ABROAD = "abroad"
    """Without one at hand: a mission verifies the person."""


class Check(StrEnum):
    """What came of the question to the register."""

    WAITING = "waiting"
    NO_MATCH = "no_match"
    MATCH = "match"
    MATCH_AND_PHONE = "match_and_phone"
    LIMITED = "limited"
    """There were too many questions: only a letter or a visit is left."""
    NONE = "none"
    """There is nothing to ask: a person abroad without an ID number."""


CONFIRMED: Final = frozenset({Check.MATCH, Check.MATCH_AND_PHONE})


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says of themselves; of a person abroad there are a name and a country instead of the number."""

    kind: ClaimKind
    phone: str
    born_on: date
    document: str = field(repr=False)
    id_number: str = field(default="", repr=False)
    email: str = ""
    name: str = field(default="", repr=False)
    country: str = ""


class NotADocument(ValueError):
    """Not the number of any document: letters and digits, from four to twenty."""


def parse_document(text: str) -> str:
    """Return a document's number as it is compared: capitals and digits, without what groups them."""
    number = bare_code(text)
    if not DOCUMENT.fullmatch(number):
        raise NotADocument("A document's number has letters and digits.")
    return number
