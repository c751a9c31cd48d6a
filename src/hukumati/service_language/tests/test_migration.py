"""A running case moves to a later version: states and answers are renamed, dropped, asked and given."""

from typing import Any

import pytest

from hukumati.service_language.migration import Migration


def test_a_state_keeps_its_name_unless_another_replaces_it() -> None:
    made = Migration(1, "move", states={"review": "checking"})
    assert (made.state("review"), made.state("draft")) == ("checking", "draft")


@pytest.mark.parametrize(
    ("made", "answers", "added", "dropped"),
    [
        ({}, {"q": 1}, {}, ()),
        ({"answers": {"q": "r"}}, {"q": 1}, {"r": 1}, ("q",)),
        ({"answers": {"q": "r"}}, {"s": 1}, {}, ()),
        ({"answers": {"q": None}}, {"q": 1, "s": 2}, {}, ("q",)),
        ({"answers": {"q": None}}, {"s": 2}, {}, ()),
        ({"answers": {"s": None, "q": "r"}}, {"q": 1, "s": 2}, {"r": 1}, ("q", "s")),
        ({"answers": {"q": "r", "r": "q"}}, {"q": 1, "r": 2}, {"q": 2, "r": 1}, ()),
        ({"given": {"q": 9}}, {}, {"q": 9}, ()),
        ({"given": {"q": 9}}, {"q": 1}, {}, ()),
        ({"given": {"q": 9}, "answers": {"q": None}}, {"q": 1}, {"q": 9}, ("q",)),
        ({"asked": ("q",)}, {}, {"q": None}, ()),
        ({"asked": ("q",)}, {"q": 1}, {}, ()),
        ({"asked": ("q",), "answers": {"q": "r"}}, {"q": 1}, {"q": None, "r": 1}, ("q",)),
    ],
)  # fmt: skip
def test_answers_are_carried_as_the_version_declares(
    made: dict[str, Any], answers: dict[str, object], added: dict[str, object], dropped: tuple[str, ...]
) -> None:
    assert Migration(1, "move", **made).carried(answers) == (added, dropped)
