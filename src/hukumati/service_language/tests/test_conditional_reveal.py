"""Questions brought up by one choice of the page: found for every kind of choice, and only where one choice decides."""

from typing import Any

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    Choice,
    Question,
    RevealingChoice,
    compile_expression,
)
from hukumati.service_language.conditional_reveal import revealed_by, revealed_in_group
from hukumati.service_language.tests.specimen import specimen, specimen_session

LABEL = Bilingual(ar="سؤال", en="Question")
COLOURS = tuple(Choice(code, Bilingual(ar=code, en=code)) for code in ("red", "green", "blue"))


def _asked(kind: str, condition: str) -> list[Question]:
    names = ["q", "second", "elsewhere"]
    shown = {"label": LABEL, "show_if": compile_expression(condition, names)}
    return [
        Question(id="q", type=kind, label=LABEL, options=COLOURS),
        Question(id="second", type="yes_no", label=LABEL),
        Question(id="r", type="text", **shown),  # type: ignore[arg-type]  # a mapping of both
    ]


@pytest.mark.parametrize(
    ("kind", "condition", "choice"),
    [
        ("choice", "q == 'green'", "green"),
        ("choice", "q != null && q == 'green'", "green"),
        ("choice", "q == 'green' && elsewhere == 1", "green"),
        ("choice", "elsewhere == 2 ? q == 'red' : q == 'blue'", "blue"),
        ("yes_no", "q", "yes"),
        ("yes_no", "q == true", "yes"),
        ("yes_no", "q == false", "no"),
        ("declaration", "q == true", "yes"),
        ("declaration", "q != null", "yes"),
        ("choices", "'red' in q", "red"),
    ],
)
def test_a_single_choice_that_decides_is_found(kind: str, condition: str, choice: str) -> None:
    known = {"q": None, "second": None, "elsewhere": 1}
    assert revealed_by(questions=_asked(kind, condition), known=known) == {"r": RevealingChoice("q", choice)}


@pytest.mark.parametrize(
    ("kind", "condition"),
    [
        ("choice", "q == 'red' || q == 'blue'"),
        ("choice", "q != 'red'"),
        ("choice", "q == 'green' && second == true"),
        ("choice", "q == 'green' && elsewhere == 2"),
        ("choice", "elsewhere == 1"),
        ("yes_no", "q != true"),
        ("declaration", "q == null"),
        ("choices", "size(q) > 0"),
        ("choices", "size(q) == 1 && 'red' in q"),
        ("text", "q == 'green'"),
    ],
)
def test_where_no_single_choice_decides_nothing_is_brought_up(kind: str, condition: str) -> None:
    known = {"q": None, "second": None, "elsewhere": 1}
    assert revealed_by(questions=_asked(kind, condition), known=known) == {}


def test_an_entry_of_a_register_decides_by_what_it_holds() -> None:
    definition = specimen()
    asked = definition.form.page("choose").ask
    session = specimen_session(definition, {})
    listed = session.offered_entries(asked[0])
    found = session.revealed_by(asked[:2])
    pledged = [entry["plate"] for entry in listed if entry["has_lien"]]
    assert found == ({"lien": RevealingChoice("vehicle", pledged[0])} if len(pledged) == 1 else {})


def test_several_questions_are_told_in_the_order_of_the_page() -> None:
    asked: list[Any] = _asked("choice", "q == 'green'")
    asked += [Question(id=name, type="text", label=LABEL, show_if=asked[2].show_if) for name in ("s", "t")]
    assert list(revealed_by(questions=asked, known={"q": None, "second": None, "elsewhere": 1})) == ["r", "s", "t"]


@pytest.mark.parametrize(
    ("condition", "choice"),
    [
        ("_it.q == 'green'", "green"),
        ("_it.q == 'green' && _it.second", ""),
        ("elsewhere == 1", ""),
        ("", ""),
    ],
)
def test_inside_a_group_only_one_choice_of_the_same_entry_reveals(condition: str, choice: str) -> None:
    shown = compile_expression(condition, ["_it", "elsewhere"]) if condition else None
    group = Question(
        id="g",
        type="group",
        label=LABEL,
        ask=(
            Question(id="q", type="choice", label=LABEL, options=COLOURS),
            Question(id="second", type="yes_no", label=LABEL),
            Question(id="r", type="text", label=LABEL, show_if=shown),
        ),
    )
    found = revealed_in_group(group=group, known={"elsewhere": 1})
    assert found == ({"r": RevealingChoice("q", choice)} if choice else {})
