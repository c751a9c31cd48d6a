"""What a silent register still owes: which questions, and which decisions rest on them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.service_language.api import (
    Definition,
    FormSession,
    Row,
    Table,
    blocking_contracts,
    compile_expression,
    depends_on_answer,
)
from hukumati.service_language.pending_answers import SILENT_REGISTERS, is_undecided
from hukumati.service_language.tests.making import PERSON, TODAY, page, question, table
from hukumati.service_language.tests.making import definition as definition_of

FAMILY = {"marital_status": "single", "members": []}
INSURANCE = {"insured": False, "policies": []}
HEARD = {"interior.person": PERSON, "interior.family": FAMILY, "moh.insurance": INSURANCE}
OWED = {"on_assistance": "msd.assistance"}


@pytest.fixture(scope="module")
def definition() -> Definition:
    """Health insurance, small: the premium rests on a register that may be silent, who may apply does not."""
    person = {"edit": "locked", "if_down": "block_with_notice"}
    return definition_of(
        page(
            "about-you",
            question("id_number", "id_number", source="interior.person.id_number", **person),
            question(
                "on_assistance", "yes_no", source="msd.assistance.beneficiary", edit="report_error",
                if_down="accept_and_queue",
            ),
            question("phone", "phone", source="account.phone"),
        ),
        page(
            "family",
            question("insured", "yes_no", source="moh.insurance.insured", **person),
            question("dependants", "records", of="interior.family.members", key="id_number", required=False),
        ),
        uses=("interior.person", "interior.family", "moh.insurance", "msd.assistance"),
        tables={
            "eligibility": table(
                "eligibility", ("applicant.age < 18", "false"), ("", "true"), result="eligible", kind="bool"
            ),
            "fee": table("fee", ("registers.msd.assistance.beneficiary", "amount('0')"), ("", "amount('60.00')")),
        },
    )  # fmt: skip


def session_of(definition: Definition, registers: dict[str, Any], **answers: Any) -> FormSession:
    return FormSession(definition=definition, answers=answers, registers=registers, today=TODAY)


def test_what_a_silent_register_owes_is_awaited_and_nothing_else(definition: Definition) -> None:
    assert session_of(definition, HEARD).pending() == OWED
    assert session_of(definition, {}).pending() == OWED
    told = session_of(definition, {**HEARD, "msd.assistance": {"beneficiary": True}})
    assert told.pending() == {}


def test_a_register_that_knows_no_such_person_owes_nothing_more(definition: Definition) -> None:
    session = session_of(definition, {**HEARD, "msd.assistance": None})
    assert session.pending() == {}
    missing = session.missing()
    assert "on_assistance" in [question.id for question in missing]


def test_the_form_is_complete_without_what_is_owed(definition: Definition) -> None:
    missing = session_of(definition, HEARD).missing()
    assert "on_assistance" not in [question.id for question in missing]
    cleaned = session_of(definition, HEARD).clean_page("about-you", {"phone": "0599123456", "on_assistance": "yes"})
    assert cleaned.errors == {}
    assert cleaned.answers["on_assistance"] is None


def test_a_register_that_may_be_waited_for_blocks_nobody(definition: Definition) -> None:
    blocking = blocking_contracts(definition=definition)
    assert "msd.assistance" not in blocking
    assert {"interior.person", "interior.family", "moh.insurance"} <= blocking


def test_the_fee_is_open_until_the_register_has_answered(definition: Definition) -> None:
    silent = session_of(definition, HEARD)
    assert (silent.is_fee_pending(), silent.facts["fee"]) == (True, None)
    told = session_of(definition, {**HEARD, "msd.assistance": {"beneficiary": True}})
    assert (told.is_fee_pending(), told.facts["fee"]) == (False, 0)


def test_what_does_not_rest_on_it_is_decided_at_once(definition: Definition) -> None:
    young = {**PERSON, "born_on": "2015-01-01", "age": 11}
    session = session_of(definition, {**HEARD, "interior.person": young})
    verdict = session.eligibility()
    assert (verdict.eligible, verdict.is_pending) == (False, False)


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("on_assistance", True),
        ("registers.msd.assistance.beneficiary", True),
        ("registers.msd.assistance == null", True),
        ("registers['msd']['assistance'] == null", True),
        ("registers.msd.other == null", False),
        ("registers.moh.insurance.insured", False),
        ("applicant.age > 3", False),
        ("labels.on_assistance != null", True),
        ("labels.on_assistance_too != null", False),
    ],
)
def test_an_expression_speaks_of_a_question_by_its_name_or_its_register(text: str, speaks: bool) -> None:
    expression = compile_expression(text, ["on_assistance", "registers", "applicant", "labels"])
    assert depends_on_answer(expression, question="on_assistance", contract="msd.assistance") is speaks
    assert depends_on_answer(expression, question="x", contract="interior.person") is (
        "applicant" in text or "['" in text
    )


ANSWERS = st.fixed_dictionaries({"owed": st.booleans(), "known": st.booleans(), "other": st.booleans()})
CONDITIONS = st.sampled_from(["owed", "known", "other", "!owed", "!known", "known && owed", "known || owed", "true"])
ROWS = st.lists(st.tuples(CONDITIONS, st.booleans()), min_size=1, max_size=5)


@given(rows=ROWS, facts=ANSWERS)
def test_a_decision_that_is_not_open_is_the_same_whatever_is_answered_later(
    rows: list[tuple[str, bool]], facts: dict[str, bool], definition: Definition
) -> None:
    table = _table([*rows, ("true", True)])
    given_now = {**facts, "owed": None, "on_assistance": None, SILENT_REGISTERS: frozenset({"msd.assistance"})}
    if is_undecided(definition=definition, table=_renamed(table), facts=given_now):
        return
    decided = {_decided(table, {**facts, "owed": owed}) for owed in (True, False)}
    assert len(decided) == 1


def _table(rows: list[tuple[str, bool]], name: str = "owed") -> Table:
    names = [name, "known", "other"]
    made = tuple(
        Row(
            id=str(number),
            when=(compile_expression(text.replace("owed", name), names),),
            then={"eligible": compile_expression(str(value).lower(), names)},
        )
        for number, (text, value) in enumerate(rows)
    )
    return Table(name="eligibility", hit="FIRST", gives={"eligible": "bool"}, rows=made)


def _renamed(table: Table) -> Table:
    """The same rows, speaking of the folder's question."""
    rows = [(row.when[0].text, row.then["eligible"].text == "true") for row in table.rows]
    return _table(rows, "on_assistance")


def _decided(table: Table, facts: dict[str, bool | None]) -> tuple[str, bool]:
    decision = table.decide(facts)
    return decision.row, bool(decision.values["eligible"])


CELL = "registers.msd.assistance.beneficiary ? amount('1.00') : amount('2.00')"


@pytest.mark.parametrize(
    ("hit", "rows", "undecided"),
    [
        ("FIRST", [("", CELL)], True),
        ("FIRST", [("applicant.age < 18", CELL), ("", "amount('3.00')")], False),
        ("FIRST", [("", "amount('3.00')"), ("", CELL)], False),
        ("FIRST", [("applicant.age < 18", "amount('3.00')")], False),
        ("UNIQUE", [("applicant.age < 18", CELL), ("applicant.age >= 18", "amount('3.00')")], True),
        ("UNIQUE", [("applicant.age >= 18", "amount('3.00')"), ("on_assistance", "amount('3.00')")], True),
        ("UNIQUE", [("applicant.age >= 18", "amount('3.00')"), ("applicant.age < 18", "amount('4.00')")], False),
    ],
)
def test_a_table_is_open_where_the_deciding_row_may_rest_on_what_is_owed(
    definition: Definition, hit: str, rows: list[tuple[str, str]], undecided: bool
) -> None:
    facts = session_of(definition, HEARD).facts
    assert is_undecided(definition=definition, table=table("fee", *rows, hit=hit), facts=facts) is undecided
