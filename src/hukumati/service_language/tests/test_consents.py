"""A consent stands for exactly what was shown, and only somebody else than the applicant can give it."""

from dataclasses import replace
from typing import Any

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.definition import Definition
from hukumati.service_language.durations import Duration
from hukumati.service_language.expressions import compile_expression
from hukumati.service_language.form_session import FormSession
from hukumati.service_language.serialization import from_json, to_json
from hukumati.service_language.side_requests import DEFAULT_OUTCOMES, ConsentTerms, SideRequest
from hukumati.service_language.tests.making import LABEL, PERSON, definition, question, session
from hukumati.service_language.validation_messages import OWN_ID_NUMBER, SAME_PERSON_TWICE

KHALED, SALMA = "900000001", "401234562"
OWN = str(PERSON["id_number"])
ANSWERS = {"spouse": KHALED, "witness": SALMA, "day": "2027-01-15", "note": "x"}


def consent(name: str, by: str) -> SideRequest:
    terms = ConsentTerms(compile_expression(by, [by.split(".")[0]]), LABEL, LABEL, ("day",), "substantial")
    return SideRequest(
        name, "consent", LABEL, Duration(14, "days"), outcomes=DEFAULT_OUTCOMES["consent"], consent=terms
    )


MARRIAGE = definition(
    question("spouse", "id_number"), question("witness", "id_number"), question("day", "date"), question("note"),
    requests={"agrees": consent("agrees", "spouse"), "witnesses": consent("witnesses", "witness")},
)  # fmt: skip


def asked(made: Definition = MARRIAGE, **changed: Any) -> FormSession:
    return session(made, {**ANSWERS, **changed}, is_settled=True)


def agreed(made: Definition = MARRIAGE, **changed: Any) -> FormSession:
    """Return the application after its other spouse agreed to it and something changed since."""
    shown = asked().consent_asked("agrees")
    assert shown is not None
    given = {"agrees": {"state": "answered", "outcome": "agreed", "digest": shown.digest}}
    return replace(asked(made, **changed), requests=given)


def test_the_person_named_is_asked() -> None:
    shown = asked().consent_asked("agrees")
    assert shown is not None
    assert shown.party == KHALED
    assert agreed().consenting() == {KHALED: "agrees"}
    assert agreed().facts["requests"]["agrees"] == {"state": "answered", "outcome": "agreed"}


@pytest.mark.parametrize("number", [OWN, None, "123", ""])
def test_nobody_is_asked_where_no_other_person_is_named(number: str | None) -> None:
    assert asked(spouse=number).consent_asked("agrees") is None


@pytest.mark.parametrize("changed", [{"day": "2027-01-16"}, {"spouse": SALMA}, {"spouse": OWN}, {"day": None}])
def test_a_consent_to_something_else_is_void_and_nothing_rests_on_it(changed: dict[str, Any]) -> None:
    assert agreed(**changed).facts["requests"]["agrees"] == {"state": "void", "outcome": None}
    assert agreed(**changed).consenting() == {}


def test_what_was_not_shown_may_change() -> None:
    assert agreed(note="y").consenting() == {KHALED: "agrees"}


def test_other_words_are_something_else() -> None:
    terms = MARRIAGE.requests["agrees"].consent
    assert terms is not None
    said = replace(terms, statement=Bilingual(ar="أوافق على غيره", en="I agree to something else"))
    reworded = {**MARRIAGE.requests, "agrees": replace(MARRIAGE.requests["agrees"], consent=said)}
    assert agreed(replace(MARRIAGE, requests=reworded)).consenting() == {}


def test_a_consent_without_a_digest_stands_for_nothing() -> None:
    bare = replace(asked(), requests={"agrees": {"state": "answered", "outcome": "agreed"}})
    assert bare.consenting() == {}


def test_ones_own_number_is_refused_while_it_is_typed() -> None:
    cleaned = session(MARRIAGE).clean_page("one", {**ANSWERS, "spouse": OWN})
    assert cleaned.errors == {"spouse": OWN_ID_NUMBER}


def test_two_people_who_agree_are_two() -> None:
    cleaned = session(MARRIAGE).clean_page("one", {**ANSWERS, "witness": KHALED})
    assert cleaned.errors == {"witness": SAME_PERSON_TWICE}


def test_a_number_that_nobody_agrees_with_may_be_ones_own() -> None:
    plain = replace(MARRIAGE, requests={})
    assert session(plain).clean_page("one", {**ANSWERS, "spouse": OWN}).errors == {}


def test_a_draft_with_ones_own_number_is_not_complete() -> None:
    kept = session(MARRIAGE, {**ANSWERS, "spouse": OWN})
    assert kept.refused_answers == {"spouse": OWN_ID_NUMBER}
    assert kept.normalised_answers["spouse"] is None


def test_what_is_published_asks_the_same() -> None:
    assert from_json(compiled=to_json(definition=MARRIAGE)) == MARRIAGE
