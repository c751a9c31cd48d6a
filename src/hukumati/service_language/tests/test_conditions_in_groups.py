"""Questions of a group may depend on the entry: asked, required, and chosen several at a time."""

from typing import Any

from hukumati.service_language.api import Definition, FormSession
from hukumati.service_language.tests.making import COLOURS, PostedFields, definition, expression, question, session

WORKS = question("r", "yes_no")
INCOME = question("s", "money", currency="ILS", show_if="_it.r == true")
HELP = question("owed", "choices", options=COLOURS, required=False)


def household(**more: Any) -> Definition:
    why = question("reason", required=False, required_if=expression("'red' in _it.owed"))
    return definition(question("heirs", "group", required=False, ask=(WORKS, INCOME, HELP, why), **more))


def answered(entry: dict[str, Any]) -> FormSession:
    return session(household(), {"heirs": [entry]})


def test_a_hidden_question_of_an_entry_is_null_whatever_is_sent() -> None:
    sent = {"heirs": [{"r": False, "s": 100}, {"r": True, "s": 100}]}
    cleaned = session(household()).clean_page("one", sent)
    assert cleaned.errors == {}
    assert cleaned.answers["heirs"] == [
        {"r": False, "s": None, "owed": [], "reason": None},
        {"r": True, "s": 100, "owed": [], "reason": None},
    ]


def test_a_question_that_the_entry_reveals_is_required_there_alone() -> None:
    cleaned = session(household()).clean_page("one", {"heirs": [{"r": True}, {"r": False}]})
    assert list(cleaned.errors) == ["heirs_1_s"]


def test_an_entry_requires_by_its_own_answers() -> None:
    cleaned = session(household()).clean_page("one", {"heirs": [{"r": False, "owed": ["red"]}]})
    assert list(cleaned.errors) == ["heirs_1_reason"]


def test_several_choices_of_an_entry_come_from_a_page() -> None:
    chosen = (("heirs_1_owed", "red"), ("heirs_1_owed", "blue"))
    posted = PostedFields(*chosen, heirs_count="2", heirs_1_r="no", heirs_1_reason="x")
    cleaned = session(household()).clean_page("one", posted)
    assert cleaned.answers["heirs"] == [{"r": False, "s": None, "owed": ["red", "blue"], "reason": "x"}]


def test_an_answer_that_an_entry_hides_counts_no_more() -> None:
    kept = answered({"r": False, "s": 100, "owed": [], "reason": None})
    assert kept.normalised_answers["heirs"][0]["s"] is None
    assert answered({"r": True, "s": None, "owed": [], "reason": None}).refused_answers.keys() == {"heirs"}


def test_a_choice_of_the_entry_reveals_what_it_decides() -> None:
    group = household().form.question("heirs")
    assert session(household()).revealed_in_group(group) == {"s": ("r", "yes")}


def test_a_condition_of_an_entry_may_read_earlier_answers() -> None:
    inside = question("s", show_if="q == 'x' && _it.r == true")
    made = definition(question("q"), question("heirs", "group", ask=(WORKS, inside)))
    assert session(made).clean_page("one", {"q": "y", "heirs": [{"r": True}]}).errors == {}
    assert list(session(made).clean_page("one", {"q": "x", "heirs": [{"r": True}]}).errors) == ["heirs_1_s"]
