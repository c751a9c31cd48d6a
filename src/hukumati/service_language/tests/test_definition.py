"""What a definition says of itself: its flow, its promise, its places, its messages and documents."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.actions import CASE_ACTIONS, WORKER, performers_of
from hukumati.service_language.api import (
    Action,
    Branch,
    DocumentSpec,
    Effect,
    MessageSpec,
    NotPossibleHere,
    Promise,
    Reopen,
    State,
    Work,
    from_json,
    is_official_action,
    to_json,
)
from hukumati.service_language.document_specs import NoticeSpec
from hukumati.service_language.expressions import ExpressionFailed
from hukumati.service_language.message_specs import fill_text
from hukumati.service_language.tests.making import LABEL, PERSON, TODAY, definition, expression, flow, question, session
from hukumati.service_language.tests.specimen import certificate, specimen


def test_the_first_open_branch_leads_on() -> None:
    action = Action("go", (Branch(expression("q == 'a'"), "one"), Branch(expression("q != null"), "two")))
    assert action.choose({"q": "a"}) == "one"
    assert action.choose({"q": "b"}) == "two"
    with pytest.raises(NotPossibleHere):
        action.choose({"q": None})
    assert not action.leads_one_way
    assert Action("go", (Branch(None, "one"),)).leads_one_way
    assert not Action("go", ()).leads_one_way


def test_only_the_actions_of_a_state_are_possible() -> None:
    made = flow("done")
    assert made.step("draft", "submit").choose({}) == "done"
    for state, action in (("draft", "approve"), ("nosuch", "submit"), ("done", "submit")):
        with pytest.raises(NotPossibleHere):
            made.step(state, action)
    assert [name for name, state in made.states.items() if state.awaits_payment] == ["to_pay"]


def test_a_way_back_leads_where_it_says_whatever_the_facts() -> None:
    way = Reopen("object", "review", "citizen", 30)
    assert way.leads_one_way
    assert way.choose({}) == "review"


@pytest.mark.parametrize(
    ("until", "work", "alone"),
    [("requests_closed", None, True), ("requests_closed", Work("officer", "all"), False), ("", None, False)],
)
def test_a_state_waits_alone_only_for_requests_and_without_an_official(
    until: str, work: Work | None, alone: bool
) -> None:
    assert State("s", "in_review", until=until, work=work).waits_alone is alone


@pytest.mark.parametrize(
    ("state", "runs"),
    [
        (State("review", "in_review"), True),
        (State("question", "your_turn"), True),
        (State("stopped", "in_review"), False),
        (State("over", "in_review", end=True), False),
        (State("ready", "ready"), False),
        (State("draft", "started"), False),
    ],
)
def test_the_clock_of_a_promise_runs_while_a_decision_is_owed(state: State, runs: bool) -> None:
    assert Promise(3, "working_days", clock_stops_in=("stopped",)).runs_in(state) is runs


@pytest.mark.parametrize(
    ("rule", "to", "decides"),
    [("escalate", "", False), ("escalate", "done", False), ("accept", "done", True), ("reject", "", False)],
)
def test_silence_decides_only_by_a_rule_with_a_state(rule: Any, to: str, decides: bool) -> None:
    assert Promise(3, "days", if_late=rule, late_to=to).decides is decides


@pytest.mark.parametrize(
    ("method", "code", "found"),
    [
        ("office", "MOJ-RAM", True), ("post_office", "RAM-01", True), ("home", "RAM-01", True),
        ("post_office", "MOJ-RAM", False), ("office", "RAM-01", False), ("download", "RAM-01", False),
    ],
)  # fmt: skip
def test_a_place_belongs_to_its_way_of_collecting(method: str, code: str, found: bool) -> None:
    place = certificate().place(method, code)
    assert (place.code if place else None) == (code if found else None)


def test_a_text_is_found_by_its_key() -> None:
    assert definition(question(), texts={"a": LABEL}).text("a") == LABEL
    of_a_draft = definition(question()).text("a")
    assert (of_a_draft.ar, of_a_draft.en) == ("a", "a")


def test_values_in_messages_are_not_filled_in_again() -> None:
    assert fill_text("{name} {reference}", {"name": "{reason}", "reference": "1", "reason": "x"}) == "{reason} 1"
    assert fill_text("{name.__class__} {0} {", {"name": "x"}) == "{name.__class__} {0} {"


def test_a_line_without_its_value_is_left_out_and_the_others_stay() -> None:
    assert fill_text("{name}\n{place}\nend", {"name": "a", "place": None}) == "a\nend"
    assert fill_text("{name} {place}\nend", {"name": "a"}) == "end"


def test_a_message_is_written_in_the_language_asked_and_only_for_channels_it_has() -> None:
    message = MessageSpec("ready", sms=Bilingual(ar="جاهز {reference}", en="Ready {reference}"))
    english = message.fill(language="en", values={"reference": "X-1"})
    assert (english.sms, english.subject, english.body) == ("Ready X-1", None, None)
    assert message.fill(language="ar", values={"reference": "X-1"}).sms == "جاهز X-1"


def test_a_document_receives_plain_data() -> None:
    data = {"born": "applicant.born_on", "all": "[q, r]", "name": "applicant.name"}
    spec = DocumentSpec(
        name="d", title=LABEL, template="d.typ", template_source="", seal="s", serial_prefix="D",
        bound=expression("applicant.id_number"),
        data={name: expression(text) for name, text in data.items()},
    )  # fmt: skip
    made = session(definition(question("q", "date"), question("r")), {"q": "2020-01-02", "r": None})
    assert spec.filled(made.facts) == {"born": "1990-05-12", "all": ["2020-01-02", None], "name": PERSON["name"]}
    assert spec.bound.value(made.facts) == "400000006"


def test_a_register_is_told_plain_data() -> None:
    spec = NoticeSpec("moj.record", {"born": expression("applicant.born_on"), "weight": expression("q")})
    made = session(definition(question("q", "decimal", decimals=1)), {"q": "83.5"})
    assert spec.filled(made.facts) == {"born": "1990-05-12", "weight": "83.5"}


@pytest.mark.parametrize(
    ("effects", "awaited"),
    [
        ((), ""),
        ((Effect("notify", "ready"),), ""),
        ((Effect("ask", "moj.record"), Effect("notify", "received")), "answered"),
        ((Effect("tell", "moj.record"), Effect("issue", "certificate"), Effect("notify", "ready")), "issued"),
    ],
)
def test_a_state_awaits_the_end_of_its_last_effect_outside(effects: tuple[Effect, ...], awaited: str) -> None:
    assert State("s", "decided", effects=effects).awaited == awaited


def test_a_definition_survives_being_compiled() -> None:
    for made in (specimen(), certificate()):
        assert from_json(compiled=to_json(definition=made)) == made
    with pytest.raises(ValueError, match="format 2"):
        from_json(compiled={"format": 2, "definition": {}})


def test_an_action_is_an_officials_unless_the_platform_knows_it() -> None:
    assert is_official_action("approve")
    assert not any(is_official_action(name) for name in ("submit", "paid", "received", "propose"))
    assert performers_of("call_again") == WORKER
    assert performers_of("submit") == CASE_ACTIONS["submit"].by != WORKER


def test_facts_hold_every_name_even_when_nothing_is_known() -> None:
    facts = session(certificate(), registers={}, id_number="400000006").facts
    assert facts["applicant"]["id_number"] == "400000006"
    assert facts["applicant"]["alive"] is None
    assert facts["registers"] == {"interior": {"person": None}, "moj": {"criminal_record": None}}
    assert facts["case"] == {"reference": None, "reason": None}
    assert facts["account"] == {"phone": None, "email": None}
    assert (facts["fee"], facts["today"], facts["requests"]) == (0, TODAY, {})


def test_the_applicant_is_the_person_of_the_register_with_an_age() -> None:
    made = definition(question())
    known = session(made, id_number="900000001").facts["applicant"]
    assert (known["id_number"], known["born_on"], known["age"]) == ("400000006", date(1990, 5, 12), 36)
    dated = session(made, registers={"interior.person": {"born_on": datetime(2000, 11, 24)}}).facts["applicant"]  # noqa: DTZ001 - a day
    assert dated["age"] == 25


def test_labels_are_words_of_codes_and_lines_of_addresses() -> None:
    address = {"governorate": "PS-RBH", "locality": "Birzeit", "street": "1 Main", "postcode": None}
    made = specimen()
    facts = session(made, {"office": "MOT-RAM", "home": address}, registers={}).facts
    assert facts["labels"]["office"]["en"] == "Licensing office, Ramallah"
    assert facts["labels"]["home"]["en"] == "1 Main, Birzeit, Ramallah and Al-Bireh"
    assert facts["labels"]["home"]["ar"].startswith("1 Main، Birzeit، ")
    nothing = session(made, {"office": "NOSUCH"}, registers={}).facts["labels"]
    assert (nothing["office"], nothing["home"]) == (None, None)


def test_a_fee_that_cannot_be_worked_out_is_none() -> None:
    broken = replace(specimen().tables["fee"], rows=())
    facts = session(definition(question(), tables={"fee": broken})).facts
    assert facts["fee"] is None
    with pytest.raises(ExpressionFailed):
        expression("q > 1").holds({"q": None})


@pytest.mark.parametrize(
    ("begins", "until"),
    [("2026-12-10", date(2027, 12, 10)), ("2026-11-23", date(2027, 11, 23)), ("2020-01-01", date(2027, 11, 23))],
)
def test_a_document_counts_from_the_end_of_what_it_renews(begins: str, until: date) -> None:
    spec = DocumentSpec(
        name="d", title=LABEL, template="d.typ", template_source="", seal="s", serial_prefix="D", data={},
        bound=expression("applicant.id_number"), valid_days=365, valid_from=expression("date(q)"),
    )  # fmt: skip
    assert spec.valid_until({"q": begins}, issued_on=date(2026, 11, 23)) == until
    assert spec.valid_until({"q": None}, issued_on=date(2026, 11, 23)) == date(2027, 11, 23)
    assert replace(spec, valid_days=None).valid_until({}, issued_on=date(2026, 11, 23)) is None


def test_a_document_is_written_in_the_language_that_was_chosen_and_in_both_without_a_choice() -> None:
    spec = DocumentSpec(
        name="d", title=LABEL, template="d.typ", template_source="", seal="s", serial_prefix="D", data={},
        bound=expression("applicant.id_number"), language=expression("q"),
    )  # fmt: skip
    assert [spec.written_in({"q": chosen}) for chosen in ("ar", "en", "both", None)] == ["ar", "en", "both", "both"]
    assert replace(spec, language=None).written_in({"q": "ar"}) == "both"
    with pytest.raises(ValueError, match="'fr' is none of ar, en, both"):
        spec.written_in({"q": "fr"})
