"""Registers that are silent, late, different, malformed or never there: nothing is lost, nothing happens twice."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from hukumati.cases import api as cases
from hukumati.cases.background.run_effect import run_effect
from hukumati.cases.background.verify import verify
from hukumati.cases.models import Case, Effect, Event, EventPayload, Request
from hukumati.cases.tests.asking import asking_service
from hukumati.cases.tests.conftest import DOWNLOAD, KHALED, LAYLA, OFFICER, Citizen, Pay, do_effects, soon
from hukumati.cases.tests.edge import RECORD, Edge
from hukumati.cases.tests.files import pdf
from hukumati.catalogue.tests.samples import publish_path

IS_CLEAR = (
    "      - {id: is_clear, type: yes_no, label: opinion_text, from: moj.criminal_record.clear, edit: locked, "
    "if_down: POLICY}\n"
)

Publish = Callable[[str], None]


@pytest.fixture
def publish(transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path) -> Publish:
    """A function that publishes a service whose form takes an answer from the record, with a policy for silence."""

    def do(policy: str) -> None:
        path = asking_service(tmp_path / "services")
        form = path / "form.yaml"
        form.write_text(
            form.read_text(encoding="utf-8").rstrip() + "\n" + IS_CLEAR.replace("POLICY", policy), encoding="utf-8"
        )
        publish_path(path)
        call_command("trust_setup", verbosity=0)

    return do


@pytest.fixture
def layla() -> Citizen:
    return Citizen(LAYLA, now=soon())


@pytest.fixture
def khaled() -> Citizen:
    return Citizen(KHALED, now=soon())


def apply(person: Citizen, *, clear: bool) -> Case:
    person.open()
    person.save("about-you", {"phone": "0599000101"})
    person.save("purpose", {"purpose": "travel"})
    person.save("delivery", {**DOWNLOAD, "is_clear": "yes" if clear else "no"})
    person.submit()
    return Case.objects.get(reference=person.reference)


def check(person: Citizen) -> cases.RequestView:
    return next(r for r in cases.list_requests(reference=person.reference, sub=person.sub) if r.name == "check")


# ask_and_check_later


def test_a_silent_register_is_asked_again_after_submission_and_confirms(
    publish: Publish, layla: Citizen, edge: Edge
) -> None:
    publish("ask_and_check_later")
    edge.down = {RECORD}
    case = apply(layla, clear=True)
    assert (case.state, case.requests["check"]["state"]) == ("to_pay", "open")
    assert cases.list_assigned_requests(official=OFFICER).lines == ()
    do_effects()
    assert check(layla).is_open
    edge.down = set()
    do_effects(soon(minutes=10))
    told = check(layla)
    assert (told.state, told.outcome and told.outcome.en) == ("answered", "The register confirms what was declared")
    assert Case.objects.get().registers["moj.criminal_record"]["clear"] is True
    assert list(verify()) == []


def test_what_the_register_contradicts_goes_to_an_officer_with_both_values(
    publish: Publish, khaled: Citizen, edge: Edge
) -> None:
    publish("ask_and_check_later")
    edge.down = {RECORD}
    apply(khaled, clear=True)
    edge.down = set()
    do_effects()
    (line,) = cases.list_assigned_requests(official=OFFICER).lines
    seen = cases.read_request(request_id=line.id, official=OFFICER, now=soon())
    (difference,) = seen.request.details["differences"]
    assert (difference["question"], difference["declared"], difference["register"]) == ("is_clear", True, False)
    assert difference["label"].en == "Does the state of health forbid the certificate?"
    cases.answer_as_official(
        request_id=line.id, official=OFFICER, outcome="corrected", said="The register is right", now=soon()
    )
    assert check(khaled).state == "answered"
    assert list(verify()) == []


def test_a_register_that_never_answers_keeps_nobody_from_paying(
    publish: Publish, layla: Citizen, edge: Edge, pay: Pay
) -> None:
    publish("ask_and_check_later")
    edge.down = {RECORD}
    apply(layla, clear=True)
    for hours in range(1, 8):
        do_effects(soon(hours=hours))
    assert Effect.objects.get(kind="check").attempts >= 5
    pay(layla.reference)
    assert Case.objects.get().state == "checking"
    assert check(layla).is_open


def test_a_case_that_ended_is_not_checked_any_more(publish: Publish, layla: Citizen, edge: Edge) -> None:
    publish("ask_and_check_later")
    edge.down = {RECORD}
    apply(layla, clear=True)
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=soon())
    edge.down = set()
    do_effects()
    assert not Effect.objects.filter(done_at=None).exists()
    assert check(layla).state == "cancelled"
    assert list(verify()) == []


def test_a_register_that_answers_at_once_needs_no_check(publish: Publish, layla: Citizen) -> None:
    publish("ask_and_check_later")
    case = apply(layla, clear=False)
    assert case.answers["is_clear"] is True
    assert case.requests == {}


def test_where_silence_blocks_nothing_is_submitted(publish: Publish, layla: Citizen, edge: Edge) -> None:
    publish("block_with_notice")
    edge.down = {RECORD}
    assert layla.open().prefill == "unavailable"
    with pytest.raises(cases.CasesError):
        apply(layla, clear=True)


# ask_for_paper


def test_a_paper_in_a_silent_registers_place_is_compared_by_an_officer(
    publish: Publish, layla: Citizen, edge: Edge
) -> None:
    publish("ask_for_paper")
    edge.down = {RECORD}
    layla.open()
    layla.save("about-you", {"phone": "0599000101"})
    layla.save("purpose", {"purpose": "travel"})
    kept = cases.keep_upload(
        reference=layla.reference, sub=layla.sub, question="is_clear", name="a.pdf", content=pdf(), now=soon()
    )
    layla.save("delivery", {**DOWNLOAD, "is_clear": [kept.answer()]})
    layla.submit()
    edge.down = set()
    do_effects()
    (line,) = cases.list_assigned_requests(official=OFFICER).lines
    (difference,) = cases.read_request(request_id=line.id, official=OFFICER, now=soon()).request.details["differences"]
    assert difference["declared"][0]["name"] == "a.pdf"
    assert difference["register"] is True
    assert list(verify()) == []


# late, twice, different, malformed


@pytest.fixture
def asked(publish: Publish, khaled: Citizen, pay: Pay) -> Citizen:
    """Someone whose case asks the record."""
    publish("block_with_notice")
    apply(khaled, clear=False)
    pay(khaled.reference)
    return khaled


def the_ask() -> Effect:
    return Effect.objects.get(kind="ask", done_at=None)


def answered() -> int:
    return Event.objects.filter(action="answered").count()


def test_a_late_answer_counts_once(asked: Citizen, edge: Edge, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"exchange_read_seconds": 0.2})
    prompt = edge.answer

    def slowly(path: str, subject: str, parameters: dict[str, str]) -> tuple[int, dict[str, Any]]:
        time.sleep(0.6 if path == RECORD else 0)
        return prompt(path, subject, parameters)

    monkeypatch.setattr(edge, "answer", slowly)
    do_effects()
    assert (Case.objects.get().state, answered()) == ("checking", 0)
    monkeypatch.setattr(edge, "answer", prompt)
    do_effects(soon(minutes=1))
    assert (Case.objects.get().state, answered()) == ("review", 1)


def test_the_same_answer_twice_or_at_once_counts_once(asked: Citizen) -> None:
    Effect.objects.filter(kind="notify").update(done_at=soon())
    effect = the_ask()

    def run(_: int) -> None:
        try:
            run_effect(effect_id=effect.id, now=soon())
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(run, range(3)))
    run_effect(effect_id=effect.id, now=soon())
    assert (Case.objects.get().state, answered()) == ("review", 1)
    assert list(verify()) == []


def test_a_different_answer_later_decides_and_both_are_kept(asked: Citizen, edge: Edge) -> None:
    kept = Case.objects.get().registers["moj.criminal_record"]
    assert kept["clear"] is False
    edge.people[KHALED]["judgments"] = []
    do_effects()
    case = Case.objects.get()
    assert (case.registers["moj.criminal_record"]["clear"], case.state) == (True, "invited")
    payloads = EventPayload.objects.order_by("seq").values_list("payload", flat=True)
    told = [each["registers"]["moj.criminal_record"]["clear"] for each in payloads if "registers" in each]
    assert told == [False, True]
    assert list(verify()) == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"id_number": KHALED, "clear": "maybe", "judgments": [], "extracted_at": "2026-11-23T10:00:00+00:00"},
        {"id_number": KHALED, "clear": True, "extracted_at": "2026-11-23T10:00:00+00:00"},
        [],
        None,
    ],
)
def test_a_malformed_answer_is_no_answer(
    body: Any, asked: Citizen, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = Case.objects.get().registers
    monkeypatch.setattr(edge, "answer", lambda *_: (200, body))
    do_effects()
    case = Case.objects.get()
    assert (case.state, case.registers, answered()) == ("checking", before, 0)
    assert the_ask().attempts >= 1


def test_a_register_that_never_answers_leaves_the_case_to_an_officer(asked: Citizen, edge: Edge) -> None:
    edge.down = {RECORD}
    for hours in range(1, 14):
        do_effects(soon(hours=hours))
    assert Case.objects.get().state == "review"
    assert Event.objects.filter(action="failed").count() == 1
    assert not Request.objects.exclude(name="").exists()
