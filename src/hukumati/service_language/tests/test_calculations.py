"""Values worked out by name: typed, null where something is missing, read by rules, fees and people."""

from datetime import date
from typing import Any

import pytest

from hukumati.service_language.api import Calculation, Expression, compile_expression, from_json, to_json
from hukumati.service_language.calculations import CalculationType
from hukumati.service_language.facts import FACT_NAMES
from hukumati.service_language.rounding import Rounding
from hukumati.service_language.tables import Row, Table
from hukumati.service_language.tests.making import LABEL, definition, flow, question, session

NAMES = ["q", "r", "per_head", "is_poor", *FACT_NAMES]


def expression(text: str) -> Expression:
    return compile_expression(text, NAMES)


def calculation(name: str, text: str, gives: CalculationType = "money", **more: Any) -> Calculation:
    return Calculation(name, expression(text), gives, **more)


PER_HEAD = calculation("per_head", "share(q, 1, r)", currency="ILS", rounding=Rounding("half_up"), label=LABEL)
IS_POOR = calculation("is_poor", "per_head < amount('800.00')", "bool", currency="")
ASKED = (question("q", "money", currency="ILS"), question("r", "number", min=1))


def made(**changed: Any) -> Any:
    return definition(*ASKED, calculations={"per_head": PER_HEAD, "is_poor": IS_POOR}, **changed)


def test_values_are_worked_out_in_order_from_answers_and_one_another() -> None:
    facts = session(made(), {"q": 239_999, "r": 3}).facts
    assert (facts["per_head"], facts["is_poor"]) == (80_000, False)
    assert session(made(), {"q": 239_997, "r": 3}).facts["is_poor"] is True


def test_what_lacks_something_is_null_and_not_told() -> None:
    unanswered = session(made(), {"q": 100})
    assert (unanswered.facts["per_head"], unanswered.facts["is_poor"]) == (None, None)
    assert unanswered.calculated() == ()


def test_people_read_what_has_a_label() -> None:
    assert session(made(), {"q": 300, "r": 2}).calculated() == ((PER_HEAD, 150),)


def test_a_value_of_another_type_is_null() -> None:
    wrong = calculation("per_head", "q > 1", "money", currency="ILS")
    assert wrong.worked_out({"q": 2}) is None


@pytest.mark.parametrize(
    ("gives", "right", "wrong"),
    [
        ("bool", True, 1),
        ("text", "2026-11-23", date(2026, 11, 23)),
        ("date", date(2026, 11, 23), "2026-11-23"),
        ("number", 1, True),
        ("money", 100, "100"),
    ],
)
def test_a_value_fits_the_type_that_is_given_and_no_other(gives: CalculationType, right: Any, wrong: Any) -> None:
    made = calculation("per_head", "q > 1", gives)
    assert (made.fits(right), made.fits(wrong)) == (True, False)


def test_rules_and_fees_read_what_is_worked_out() -> None:
    rows = (
        Row("1", (expression("is_poor == true"),), {"fee": expression("amount('0.00')")}),
        Row("2", (), {"fee": expression("per_head == null ? amount('9.00') : per_head")}),
    )
    table = Table("fee", "FIRST", {"fee": "money"}, rows)
    priced = made(tables={"fee": table}, flow=flow({"fee > 0": "to_pay", "": "done"}))
    assert session(priced, {"q": 100, "r": 1}).fee().minor == 0
    assert session(priced, {"q": 90_000, "r": 1}).fee().minor == 90_000
    assert session(priced, {"q": 90_000, "r": 1}).facts["fee"] == 90_000


def test_what_rests_on_a_pending_answer_is_not_decided_by_way_of_a_value() -> None:
    owed = question("r", "number", source="moj.criminal_record.count", edit="locked", if_down="accept_and_queue")
    rows = (
        Row("1", (expression("is_poor == false"),), {"fee": expression("amount('5.00')")}),
        Row("2", (), {"fee": expression("amount('7.00')")}),
    )
    table = Table("fee", "FIRST", {"fee": "money"}, rows)
    waiting = definition(
        ASKED[0], owed, calculations={"per_head": PER_HEAD, "is_poor": IS_POOR}, tables={"fee": table},
        uses=("interior.person", "moj.criminal_record"),
    )  # fmt: skip
    assert session(waiting, {"q": 100}).is_fee_pending()


def test_a_version_keeps_what_it_works_out() -> None:
    kept = from_json(compiled=to_json(definition=made())).calculations
    assert kept == {"per_head": PER_HEAD, "is_poor": IS_POOR}
