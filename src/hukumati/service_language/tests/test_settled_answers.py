"""What was answered counts only as far as it holds: shown, offered and valid on the day on which it is judged."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.service_language.api import Definition, FormSession
from hukumati.service_language.tests.making import (
    COLOURS,
    TODAY,
    definition,
    expression,
    page,
    question,
    session,
    table,
)
from hukumati.service_language.tests.specimen import FILL, specimen, specimen_session

CODES = [colour.code for colour in COLOURS]
FEE = table("fee", ("s == null", "amount('20.00')"), ("", "s * amount('10.00') + amount('20.00')"))
ELIGIBILITY = table("eligibility", ("s != null && s > 8", "false"), ("", "true"), result="eligible", kind="bool")


@pytest.fixture
def copies() -> Definition:
    """A service that asks for copies of those who answer "red", and prices them."""
    how = question("purpose", "choice", options=COLOURS)
    asked = question("s", "number", min=1, max=9, required=False, show_if="purpose == 'red'")
    return definition(page("one", how), page("two", asked), tables={"fee": FEE, "eligibility": ELIGIBILITY})


def as_submitted(draft: FormSession) -> FormSession:
    """Return the form as a case keeps it once it is submitted: its bill and documents are worked out of this."""
    return replace(draft, answers=draft.normalised_answers, is_settled=True)


def test_a_hidden_answer_sets_no_price(copies: Definition) -> None:
    changed_mind = session(copies, {"purpose": "blue", "s": 8})
    assert changed_mind.fee().minor == changed_mind.facts["fee"] == 2_000
    assert as_submitted(changed_mind).fee().minor == 2_000
    assert session(copies, {"purpose": "red", "s": 8}).fee().minor == 10_000


def test_a_hidden_answer_bars_nobody(copies: Definition) -> None:
    assert not session(copies, {"purpose": "red", "s": 9}).eligibility().eligible
    assert session(copies, {"purpose": "blue", "s": 9}).eligibility().eligible


@given(
    edits=st.lists(
        st.one_of(
            st.tuples(st.just("one"), st.fixed_dictionaries({"purpose": st.sampled_from([*CODES, "", "nonsense"])})),
            st.tuples(st.just("two"), st.fixed_dictionaries({"s": st.sampled_from(["", "1", "3", "9", "10", "x"])})),
        ),
        max_size=8,
    )
)
def test_the_quote_is_the_bill_after_any_edits(edits: list[tuple[str, dict[str, str]]]) -> None:
    how = question("purpose", "choice", options=COLOURS)
    asked = question("s", "number", min=1, max=9, required=False, show_if="purpose == 'red'")
    made = definition(page("one", how), page("two", asked), tables={"fee": FEE, "eligibility": ELIGIBILITY})
    answers: dict[str, Any] = {}
    for page_id, raw in edits:
        cleaned = session(made, answers).clean_page(page_id, raw)
        answers |= {} if cleaned.errors else cleaned.answers
    draft = session(made, answers)
    count = answers.get("s") if answers.get("purpose") == "red" else None
    assert draft.fee().minor == as_submitted(draft).fee().minor == 2_000 + 1_000 * (count or 0)
    assert draft.eligibility() == as_submitted(draft).eligibility()


@pytest.mark.parametrize("required", [True, False])
def test_a_day_that_has_passed_since_is_refused(required: bool) -> None:
    made = definition(question("q", "date", min="today", required=required))
    answers = {"q": (TODAY + timedelta(days=3)).isoformat()}
    in_time = session(made, answers)
    late = session(made, answers, today=TODAY + timedelta(days=19))
    assert (in_time.normalised_answers, in_time.missing()) == (answers, ())
    assert late.normalised_answers == {"q": None}
    assert (late.facts["q"], [each.id for each in late.missing()]) == (None, ["q"])
    assert "2026" in str(late.refused_answers["q"].en)
    assert late.first_unfinished_page() == "one"


def test_what_was_submitted_in_time_stays_however_long_its_register_is_silent() -> None:
    made = definition(question("q", "date", min="today"))
    answers, later = {"q": TODAY.isoformat()}, TODAY + timedelta(days=19)
    assert session(made, answers, today=later, answered_on=TODAY).normalised_answers == answers
    assert session(made, answers, today=later, is_settled=True).facts["q"] == TODAY
    assert session(made, answers, today=later).normalised_answers == {"q": None}


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (question("q", "choice", options=COLOURS), "no longer offered"),
        (question("q", "number", max=3), 4),
        (question("q", "text", max=3), "four"),
        (question("q", "collection", options=COLOURS), {"method": "office", "place": "CLOSED"}),
    ],
)
def test_what_the_service_takes_no_longer_is_asked_anew(asked: Any, kept: Any) -> None:
    changed = session(definition(asked), {"q": kept})
    assert changed.normalised_answers == {"q": None}
    assert list(changed.refused_answers) == ["q"]


def test_a_register_has_the_last_word_on_what_it_knows() -> None:
    made = definition(question("q", source="interior.person.sex", edit="locked"))
    assert session(made, {"q": "male"}).normalised_answers == {"q": "female"}


def test_a_condition_sees_labels_and_fee_of_what_counts_alone() -> None:
    how = question("purpose", "choice", options=COLOURS)
    hidden = question("s", "choice", options=COLOURS, show_if="purpose == 'red'")
    labelled = question("r", required=False, show_if="labels.s != null")
    priced = question("reason", required=False, show_if="fee != null && fee > 0")
    fee = table("fee", ("s != null", "amount('10.00')"), ("", "amount('0')"))
    made = definition(how, hidden, labelled, priced, tables={"fee": fee})
    shown = session(made, {"purpose": "red", "s": "red", "r": "x", "reason": "x"})
    changed_mind = session(made, {"purpose": "blue", "s": "red", "r": "x", "reason": "x"})
    assert shown.normalised_answers == {"purpose": "red", "s": "red", "r": "x", "reason": "x"}
    assert changed_mind.normalised_answers == {"purpose": "blue", "s": None, "r": None, "reason": None}


def test_settling_twice_changes_nothing() -> None:
    made = specimen()
    once = specimen_session(made, FILL).normalised_answers
    assert once == {**dict.fromkeys(once), **{name: once[name] for name in FILL}}
    assert {name: once[name] for name in FILL if name != "offer"} == {n: v for n, v in FILL.items() if n != "offer"}
    assert specimen_session(made, once).normalised_answers == once


def test_an_expression_of_a_document_sees_no_hidden_answer(copies: Definition) -> None:
    assert expression("s == null").holds(session(copies, {"purpose": "blue", "s": 8}).facts)
