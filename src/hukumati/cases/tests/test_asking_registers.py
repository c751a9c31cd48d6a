"""How a service has registers asked: first, with parameters, and not at all where there is nothing to ask."""

from pathlib import Path

import pytest

from hukumati.cases.models import Case, Effect
from hukumati.cases.tests.card import CardHolder, loss, publish_card
from hukumati.cases.tests.conftest import KHALED, LAYLA, Pay, Work
from hukumati.cases.tests.edge import LOSSES, RECORD, Edge


@pytest.fixture
def layla(service: None, tmp_path: Path) -> CardHolder:
    publish_card(tmp_path)
    return CardHolder(LAYLA)


def _paid(person: CardHolder, pay: Pay, work: Work, report: str = "") -> CardHolder:
    person.fill(report=report)
    person.submit()
    pay(person.reference)
    work()
    person.look()
    return person


def test_what_is_asked_first_is_known_to_the_draft(layla: CardHolder, edge: Edge) -> None:
    layla.open()
    assert edge.asked[RECORD] == 1
    assert layla.view.registers["moj.criminal_record"]["clear"] is True


def test_a_parameter_is_filled_from_the_answers_and_travels_in_the_header(
    layla: CardHolder, edge: Edge, pay: Pay, work: Work
) -> None:
    edge.losses["2026/12"] = loss("2026/12")
    _paid(layla, pay, work, report="2026/12")
    assert edge.parameters == [{"number": "2026/12"}]
    assert layla.view.registers["police.loss"]["report"]["item"] == "id_card"
    assert layla.view.state == "review"


def test_where_a_parameter_is_missing_nothing_is_asked_and_the_case_goes_on(
    layla: CardHolder, edge: Edge, pay: Pay, work: Work
) -> None:
    _paid(layla, pay, work)
    assert edge.asked[LOSSES] == 0
    assert layla.view.state == "review"
    assert "police.loss" not in Case.objects.get(reference=layla.reference).registers


def test_an_answer_that_makes_no_question_ends_the_asking_at_once(
    layla: CardHolder, edge: Edge, pay: Pay, work: Work
) -> None:
    _paid(layla, pay, work, report="none")
    assert edge.asked[LOSSES] == 0
    assert layla.view.state == "review"
    assert Effect.objects.get(case__reference=layla.reference, kind="ask").error == "not_askable"


def test_the_case_of_a_man_with_a_judgment_knows_it_before_he_submits(layla: CardHolder, edge: Edge) -> None:
    khaled = CardHolder(KHALED)
    khaled.open()
    assert khaled.view.registers["moj.criminal_record"]["clear"] is False
