"""Who may hold an account, and what one is opened with."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hukumati.core.ages import age_on
from hukumati.core.bilingual import Bilingual
from hukumati.core.identifiers import InvalidPhone, parse_mobile
from hukumati.core.typed import bare_code, compact

YOUNGEST: Final = 16
LONGEST_LOGIN: Final = 40
ID_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Staff:
    """An official's place: staff number, provider (ministry), office, and roles ("officer", "clerk")."""

    number: str
    provider: str
    office: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reachable:
    """Where the holder of an account is reached."""

    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened; `login` is the ID number of a citizen or the staff number of an official."""

    login: str
    id_number: str | None
    password: str = field(repr=False)
    name: Bilingual
    phone: str
    email: str
    born_on: date | None
    staff: Staff | None = None
    is_fictional: bool = False


def normalise_login(text: str) -> str:
    """Return a login as it is stored: an ID number as its nine digits, a staff number as `compact` has it.

    Who is not verified signs in by telephone: a number in E.164.
    """
    digits = bare_code(text)
    if len(digits) == ID_DIGITS and digits.isdecimal():
        return digits
    if not digits.removeprefix("+").isdecimal():
        return compact(text)
    try:
        return parse_mobile(text)
    except InvalidPhone:
        return compact(text)


def is_old_enough(*, born_on: date | None, today: date) -> bool:
    """Return whether a person may hold an account; officials come without a date of birth."""
    return born_on is None or age_on(born_on=born_on, today=today) >= YOUNGEST
