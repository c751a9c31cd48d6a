"""Fictional people besides the demonstration's, so that each journey has a citizen of its own."""

import copy
import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from hukumati.core.identifiers import check_digit_ok
from hukumati.project.config import REPOSITORY

CLEAR, JUDGED, UNRECORDED = "clear", "judged", "unrecorded"
_MODELS: Final = {CLEAR: "400000006", JUDGED: "900000001", UNRECORDED: "400000006"}
SIZES: Final = {CLEAR: 110, JUDGED: 20, UNRECORDED: 4}


def _id_numbers() -> Iterator[str]:
    """Yield valid numbers that no person of the demonstration has: all begin with 61."""
    for middle in itertools.count(1000):
        yield from (f"61{middle:06d}{last}" for last in range(10) if check_digit_ok(f"61{middle:06d}{last}"))


class FictionalPeople:
    """People by what the criminal register says about them; each is given out once."""

    def __init__(self) -> None:
        self._demonstration: dict[str, Any] = yaml.safe_load((REPOSITORY / "demo" / "people.yaml").read_text("utf-8"))
        self.people: dict[str, list[dict[str, Any]]] = {}
        numbers = _id_numbers()
        serial = itertools.count(1)
        for kind, size in SIZES.items():
            self.people[kind] = [self._person(kind, next(numbers), next(serial)) for _ in range(size)]
        self._free = {kind: iter(people) for kind, people in self.people.items()}
        self._lock = threading.Lock()

    def _person(self, kind: str, id_number: str, serial: int) -> dict[str, Any]:
        model = next(person for person in self._demonstration["people"] if person["id_number"] == _MODELS[kind])
        person: dict[str, Any] = copy.deepcopy(model)
        person.update(
            id_number=id_number,
            phone=f"+97059977{serial:04d}",
            email=f"crowd-{serial}@example.test",
            guardians=[],
            in_criminal_register=kind != UNRECORDED,
        )
        return person

    def write(self, path: Path) -> Path:
        """Write these people and the demonstration's as one file for the registers and the seed."""
        added = [person for people in self.people.values() for person in people]
        everybody = {"people": [*self._demonstration["people"], *added], "staff": self._demonstration["staff"]}
        path.write_text(yaml.safe_dump(everybody, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return path

    def take(self, kind: str = CLEAR) -> dict[str, Any]:
        """Return a person who was not given out before."""
        with self._lock:
            return next(self._free[kind])
