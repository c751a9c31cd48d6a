"""People enough for a load: fictional adults without a judgment, besides those of the demonstration."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml

from hukumati.core.identifiers import check_digit_ok
from hukumati.project.config import REPOSITORY
from tests.people import PASSWORD

FIRST_NUMBER: Final = 49_900_000
NAMES: Final = {"ar": ("سناء", "خالد", "عمر", "الحقل"), "en": ("Sana", "Khaled", "Omar", "Al-Haql")}


@dataclass(frozen=True, slots=True)
class Somebody:
    """One person who can sign in."""

    id_number: str
    phone: str


def write_people(path: Path, number: int) -> list[Somebody]:
    """Write the demonstration's people and `number` more to a file, and return the latter."""
    known: dict[str, Any] = yaml.safe_load((REPOSITORY / "demo" / "people.yaml").read_text("utf-8"))
    people = [Somebody(_with_check_digit(FIRST_NUMBER + i), f"+97059955{i:04}") for i in range(number)]
    known["people"] += [_entry(person) for person in people]
    path.write_text(yaml.safe_dump(known, allow_unicode=True), "utf-8")
    return people


def _with_check_digit(eight: int) -> str:
    return next(f"{eight}{digit}" for digit in range(10) if check_digit_ok(f"{eight}{digit}"))


def _entry(person: Somebody) -> dict[str, Any]:
    parts = ("first", "father", "grandfather", "family")
    return {
        "id_number": person.id_number,
        "account": True,
        "password": PASSWORD,
        "phone": person.phone,
        "email": f"load-{person.id_number}@example.test",
        "kind": "citizen",
        "born_on": date(1985, 4, 3),
        "sex": "female",
        "governorate": "PS-NBS",
        "alive": True,
        "died_on": None,
        "guardians": [],
        "name": {language: dict(zip(parts, words, strict=True)) for language, words in NAMES.items()},
        "judgments": [],
        "note": {"ar": "للقياس فقط", "en": "For measuring only"},
    }
