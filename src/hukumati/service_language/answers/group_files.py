"""Files inside groups: under which name they are kept, and by which field of a page an entry holds them.

The files of every entry are kept under one name, GROUP.QUESTION. Which entry holds which is what its answer says; a
page says it in hidden fields that move with the entry (GROUP_NUMBER_QUESTION_kept).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from hukumati.service_language.answers.groups import max_entries
from hukumati.service_language.questions import FILE_TYPES, Question

KEPT_SUFFIX = "_kept"
"""Of the hidden fields with the ids of the files that an entry holds already."""


@dataclass(frozen=True, slots=True)
class FileField:
    """The field of one entry for its files: its name on a page, and the name under which they are kept."""

    name: str
    key: str
    number: int
    group: Question
    part: Question

    def held_ids(self, answers: Mapping[str, Any]) -> list[str]:
        """Return the ids of the files that the entry holds by its answer."""
        entries = answers.get(self.group.id) or []
        held = entries[self.number - 1].get(self.part.id) if self.number <= len(entries) else None
        return [file["id"] for file in held or []]


def file_parts(group: Question) -> tuple[Question, ...]:
    """Return the questions of a group that files answer."""
    return tuple(part for part in group.ask if part.type in FILE_TYPES)


def file_fields(questions: Iterable[Question]) -> Iterator[FileField]:
    """Yield the fields for files of every entry that the groups among the questions may have."""
    for group in questions:
        for part in file_parts(group):
            for number in range(1, max_entries(group) + 1):
                yield FileField(f"{group.id}_{number}_{part.id}", f"{group.id}.{part.id}", number, group, part)


def files_asked(questions: Iterable[Question]) -> dict[str, Question]:
    """Return the questions that files answer by the names under which the files are kept, those of groups too."""
    found: dict[str, Question] = {}
    for question in questions:
        if question.type in FILE_TYPES:
            found[question.id] = question
        found |= {f"{question.id}.{part.id}": part for part in file_parts(question)}
    return found


def files_in(answer: object) -> list[Mapping[str, object]]:
    """Return the files that an answer holds, by itself or in its entries."""
    entries = answer if isinstance(answer, list) else ()
    found: list[Mapping[str, object]] = []
    for entry in entries:
        if isinstance(entry, Mapping) and "sha256" in entry:
            found.append(entry)
        elif isinstance(entry, Mapping):
            found += [file for part in entry.values() for file in files_in(part)]
    return found
