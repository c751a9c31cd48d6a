"""Files inside groups: which fields hold them, and which files an answer holds."""

from typing import Any

import pytest

from hukumati.service_language.answers.group_files import (
    FileField,
    file_fields,
    file_parts,
    files_asked,
    files_in,
)
from hukumati.service_language.answers.limits import MAX_GROUP_ENTRIES
from hukumati.service_language.tests.making import question

CARD, SCANS = question("card", "file"), question("scans", "files")
CHILDREN = question("children", "group", ask=(question("name"), CARD, SCANS), max=2)
PHOTO = question("photo", "file")
ONE, TWO = {"id": "1", "sha256": "a"}, {"id": "2", "sha256": "b"}


def test_only_the_questions_that_files_answer_are_parts() -> None:
    assert file_parts(CHILDREN) == (CARD, SCANS)
    assert file_parts(question("q")) == ()


def test_every_entry_that_a_group_may_have_has_its_own_fields() -> None:
    assert list(file_fields([question("q"), CHILDREN])) == [
        FileField("children_1_card", "children.card", 1, CHILDREN, CARD),
        FileField("children_2_card", "children.card", 2, CHILDREN, CARD),
        FileField("children_1_scans", "children.scans", 1, CHILDREN, SCANS),
        FileField("children_2_scans", "children.scans", 2, CHILDREN, SCANS),
    ]
    unbounded = question("heirs", "group", ask=(CARD,))
    assert len(list(file_fields([unbounded]))) == MAX_GROUP_ENTRIES


@pytest.mark.parametrize(
    ("number", "entries", "held"),
    [
        (1, [{"scans": [ONE, TWO]}], ["1", "2"]),
        (2, [{"scans": [ONE]}, {"scans": [TWO]}], ["2"]),
        (2, [{"scans": [ONE]}], []),
        (1, [{"scans": None}], []),
        (1, [{}], []),
        (1, None, []),
    ],
)
def test_an_entry_holds_the_files_of_its_own_answer(number: int, entries: Any, held: list[str]) -> None:
    field = FileField("x", "children.scans", number, CHILDREN, SCANS)
    assert field.held_ids({"children": entries}) == held
    assert field.held_ids({}) == []


def test_files_are_asked_by_questions_and_by_parts_of_groups() -> None:
    assert files_asked([question("q"), PHOTO, CHILDREN]) == {
        "photo": PHOTO, "children.card": CARD, "children.scans": SCANS,
    }  # fmt: skip
    assert files_asked([]) == {}


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ([ONE, TWO], [ONE, TWO]),
        ([{"name": "x", "scans": [ONE]}, {"name": "y", "scans": [TWO], "card": None}], [ONE, TWO]),
        ([{"name": "x"}], []),
        (["red", "blue"], []),
        ("text", []),
        (ONE, []),
        (None, []),
    ],
)
def test_an_answer_holds_its_files_and_those_of_its_entries(answer: object, found: list[dict[str, str]]) -> None:
    assert files_in(answer) == found
