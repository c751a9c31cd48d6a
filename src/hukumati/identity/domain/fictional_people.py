"""The fictional people: their numbers, their public password, and what each is good to try."""

from collections.abc import Mapping
from datetime import date
from typing import Final, TypedDict

NAMES: Final = ("first", "father", "grandfather", "family")


class PersonEntry(TypedDict):
    """A fictional person of the demonstration; the parts of a name by language and by `NAMES`."""

    id_number: str
    name: dict[str, dict[str, str]]
    born_on: date
    alive: bool
    account: bool
    password: str
    phone: str
    email: str
    note: dict[str, str]


class OfficialEntry(TypedDict):
    """A fictional official of the demonstration."""

    number: str
    id_number: str | None
    name: dict[str, str]
    provider: str
    office: str
    roles: list[str]
    password: str
    phone: str
    email: str


class FictionalPeople(TypedDict):
    """All of them."""

    people: list[PersonEntry]
    staff: list[OfficialEntry]


def full_name(name: Mapping[str, str]) -> str:
    """Return the parts of a name that there are, in their order."""
    return " ".join(name[part] for part in NAMES if name.get(part))
