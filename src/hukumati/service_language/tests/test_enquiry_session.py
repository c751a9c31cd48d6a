"""An enquiry: who may not ask, what is asked first, and the answer as its layout says."""

from dataclasses import replace
from typing import Any

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition, Expression, Question
from hukumati.service_language.enquiries import (
    AnswerLayout,
    AnswerTable,
    Column,
    Figure,
    FilledTable,
    NextStep,
    ReadSentence,
    Sentence,
    compose_answer,
    expressions_of,
)
from hukumati.service_language.enquiry_session import EnquiryResult, resolve_enquiry
from hukumati.service_language.questions import MAX_REGISTER_ENTRIES
from hukumati.service_language.tests.making import LABEL, PERSON, definition, expression, question, session, table

OWED = Bilingual(ar="عليك {sum}", en="You owe {sum}")
CLEAR = Bilingual(ar="لا شيء عليك", en="You owe nothing")
VEHICLE = question("vehicle", "record", of="mot.vehicles.vehicles", key="plate", show=("plate",))


def enquiry(*questions: Question, **changed: Any) -> Definition:
    layout = AnswerLayout(sentences=(Sentence(CLEAR),))
    return definition(*questions, **{"uses": ("interior.person", "mot.vehicles"), "answer": layout, **changed})


def resolved(made: Definition, *plates: str, silent: tuple[str, ...] = (), **answers: Any) -> EnquiryResult:
    registers = {"interior.person": PERSON, "mot.vehicles": {"vehicles": [{"plate": plate} for plate in plates]}}
    return resolve_enquiry(session(made, answers, registers=registers), silent=silent)


def test_while_a_register_is_silent_nothing_is_asked_or_answered() -> None:
    found = resolved(enquiry(VEHICLE), "A", "B", silent=("mot.vehicles",))
    assert (found.silent, found.questions, found.answer, found.is_barred) == (("mot.vehicles",), (), None, False)


@pytest.mark.parametrize(("condition", "is_barred"), [("applicant.age > 90", False), ("applicant.age < 90", True)])
def test_who_may_not_ask_gets_no_answer(condition: str, is_barred: bool) -> None:
    rule = table("eligibility", (condition, "false"), ("", "true"), result="eligible", kind="bool")
    found = resolved(enquiry(tables={"eligibility": rule}))
    assert (found.is_barred, found.answer is None) == (is_barred, is_barred)


def test_whoever_is_barred_reads_why() -> None:
    rule = table("eligibility", ("", "false"), result="eligible", kind="bool")
    then = {**rule.rows[0].then, "reason": replace(expression("'young'"), text="'young'")}
    rule = replace(
        rule, gives={"eligible": "bool", "reason": "text"}, rows=(replace(rule.rows[0], then=then),)
    )  # fmt: skip
    assert resolved(enquiry(tables={"eligibility": rule}, texts={"young": CLEAR})).reason == CLEAR


def test_nobody_chooses_among_one_vehicle() -> None:
    found = resolved(enquiry(VEHICLE), "A")
    assert found.session.answers == {"vehicle": "A"}
    assert (found.questions, found.missing) == ((), ())
    assert found.answer is not None


def test_the_only_vehicle_is_chosen_besides_what_was_answered() -> None:
    assert resolved(enquiry(question("q"), VEHICLE), "A", q="x").session.answers == {"q": "x", "vehicle": "A"}


def test_among_two_vehicles_the_person_chooses_before_the_answer_is_read() -> None:
    open_yet = resolved(enquiry(VEHICLE), "A", "B")
    assert (open_yet.questions, open_yet.missing, open_yet.answer) == ((VEHICLE,), (VEHICLE,), None)
    assert open_yet.session.answers == {}
    chosen = resolved(enquiry(VEHICLE), "A", "B", vehicle="B")
    assert (chosen.questions, chosen.missing) == ((VEHICLE,), ())
    assert chosen.answer is not None


def test_who_has_no_vehicle_is_asked_nothing_and_reads_the_answer() -> None:
    found = resolved(enquiry(VEHICLE))
    assert (found.questions, found.missing) == ((), ())
    assert found.answer is not None


def test_what_a_register_or_the_account_knows_is_not_asked() -> None:
    known, asked = question("q", source="account.email"), question("r", required=False)
    assert resolved(enquiry(known, asked)).questions == (asked,)


def test_several_records_are_chosen_by_the_person_even_from_few() -> None:
    several = replace(VEHICLE, type="records")
    assert resolved(enquiry(several), "A").session.answers == {}
    assert resolved(enquiry(several), "A").questions == ()
    assert resolved(enquiry(several), "A", "B").questions == (several,)


def test_without_a_layout_there_is_no_answer() -> None:
    assert resolved(enquiry(answer=None)).answer is None


TABLE = AnswerTable(LABEL, "mot.fines.fines", (Column("number"),))


def facts(*fines: object, **more: object) -> dict[str, Any]:
    return {"registers": {"mot": {"fines": {"fines": list(fines)}}}, "q": 3, **more}


def test_sentences_figures_and_steps_are_read_while_their_conditions_hold() -> None:
    holds, fails = expression("q > 2"), expression("q > 3")
    step, other = NextStep("pay-fines", LABEL, holds), NextStep("object", LABEL, fails)
    layout = AnswerLayout(
        sentences=(Sentence(OWED, holds, {"sum": expression("q + 1")}), Sentence(CLEAR, fails)),
        figures=(
            Figure(OWED, expression("q")), Figure(CLEAR, expression("null")), Figure(LABEL, expression("q"), fails),
        ),
        next_steps=(other, step),
    )  # fmt: skip
    answer = compose_answer(layout, facts())
    assert answer.sentences == (ReadSentence(OWED, {"sum": 4}),)
    assert answer.figures == ((OWED, 3),)
    assert answer.next_steps == (step,)
    assert answer.tables == ()


def test_a_figure_of_nothing_owed_is_read_too() -> None:
    layout = AnswerLayout(sentences=(), figures=(Figure(LABEL, expression("0")),))
    assert compose_answer(layout, facts()).figures == ((LABEL, 0),)


def test_a_table_has_the_entries_for_which_its_condition_holds() -> None:
    first, second = {"number": "1"}, {"number": "2"}
    some = replace(TABLE, where=expression("_it.number == '2'"))
    layout = AnswerLayout(sentences=(), tables=(TABLE, some))
    found = compose_answer(layout, facts(first, "no entry", second)).tables
    assert found == (FilledTable(TABLE, (first, second)), FilledTable(some, (second,)))
    assert compose_answer(layout, facts(first)).tables == (FilledTable(TABLE, (first,)),)


@pytest.mark.parametrize("registers", [{}, {"mot": None}, {"mot": {"fines": {"fines": "none"}}}])
def test_a_register_without_a_list_makes_no_table(registers: dict[str, Any]) -> None:
    assert compose_answer(AnswerLayout(sentences=(), tables=(TABLE,)), {"registers": registers}).tables == ()


def test_a_long_list_is_cut() -> None:
    fines = [{"number": str(number)} for number in range(MAX_REGISTER_ENTRIES + 1)]
    (found,) = compose_answer(AnswerLayout(sentences=(), tables=(TABLE,)), facts(*fines)).tables
    assert len(found.entries) == MAX_REGISTER_ENTRIES


def test_every_expression_of_a_layout_is_listed() -> None:
    layout = AnswerLayout(
        sentences=(Sentence(OWED, expression("q > 1"), {"sum": expression("q + 1")}), Sentence(CLEAR)),
        figures=(Figure(LABEL, expression("q + 2"), expression("q > 2")),),
        next_steps=(NextStep("x", LABEL, expression("q > 3")), NextStep("y", LABEL)),
    )
    assert sorted(each.text for each in expressions_of(layout)) == ["q + 1", "q + 2", "q > 1", "q > 2", "q > 3"]
    assert all(isinstance(each, Expression) for each in expressions_of(layout))
