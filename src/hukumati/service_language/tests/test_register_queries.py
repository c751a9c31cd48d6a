"""About whom a register is asked and with which parameters, and what that depends on."""

from datetime import date

import pytest

from hukumati.service_language.register_queries import RegisterQuery, depends_on_answers, register_query
from hukumati.service_language.tests.making import definition, expression

ASKING = definition(
    ask_about={"interior.marriage": expression("other")},
    ask_with={"mot.vehicle": {"plate": expression("vehicle"), "fines": expression("known")}},
)


def test_what_is_asked_about_somebody_or_with_parameters_waits_for_the_answers() -> None:
    asked = ("interior.marriage", "mot.vehicle", "interior.person")
    assert [depends_on_answers(ASKING, contract) for contract in asked] == [True, True, False]


def test_a_query_names_its_subject_and_its_parameters_as_words() -> None:
    facts = {"other": "400000006", "vehicle": "12-345-67", "known": True}
    assert register_query(definition=ASKING, contract="interior.person", facts=facts) == RegisterQuery()
    assert register_query(definition=ASKING, contract="interior.marriage", facts=facts) == RegisterQuery("400000006")
    parameters = {"plate": "12-345-67", "fines": "true"}
    assert register_query(definition=ASKING, contract="mot.vehicle", facts=facts) == RegisterQuery(None, parameters)


def test_nothing_is_asked_while_a_parameter_is_missing() -> None:
    for missing in (None, ""):
        facts = {"vehicle": missing, "known": True}
        assert register_query(definition=ASKING, contract="mot.vehicle", facts=facts) is None


def test_nobody_is_asked_about_while_the_person_is_missing_and_never_the_applicant_instead() -> None:
    for missing in (None, ""):
        assert register_query(definition=ASKING, contract="interior.marriage", facts={"other": missing}) is None


@pytest.mark.parametrize(
    ("value", "word"), [(False, "false"), (0, "0"), (12, "12"), (date(2026, 11, 23), "2026-11-23")]
)
def test_a_parameter_that_is_no_text_is_written_as_one_and_nought_is_not_missing(value: object, word: str) -> None:
    facts = {"vehicle": "12-345-67", "known": value}
    asked = register_query(definition=ASKING, contract="mot.vehicle", facts=facts)
    assert asked == RegisterQuery(None, {"plate": "12-345-67", "fines": word})


def test_nothing_is_asked_while_one_of_two_parameters_is_missing() -> None:
    facts = {"vehicle": "12-345-67", "known": None}
    assert register_query(definition=ASKING, contract="mot.vehicle", facts=facts) is None
