"""What cannot be done now, or never: who is told of it, what waits, what is given up, and what follows all the same."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from procrastinate.contrib.django.models import ProcrastinateJob

from hukumati.cases import api as cases
from hukumati.cases.background.run_effect import run_effect
from hukumati.cases.models import Case, Effect, Event, EventPayload
from hukumati.cases.tests.card import HOME, PRODUCER, CardHolder, confirm, publish_card, take
from hukumati.cases.tests.conftest import KHALED, LAYLA, Citizen, Pay, Work, do_effects, soon
from hukumati.cases.tests.edge import CERTIFICATES, LOSSES, RECORD, Edge
from hukumati.cases.tests.waiting import DECLARED, waiting_folder
from hukumati.catalogue.tests.samples import publish, real_folder
from hukumati.documents import api as documents
from hukumati.notifications import api as notifications

DELAYED = "تأخير في طلبك"
UNDRAWABLE = "Al-漢"


def apply(person: Citizen, pay: Pay) -> Citizen:
    """Apply and pay; nothing is done yet."""
    person.fill()
    person.submit()
    pay(person.reference)
    return person


def subjects(person: Citizen) -> list[str]:
    """The subjects of the e-mails about a case."""
    about = f"case:{person.reference}"
    return [each.subject for each in notifications.list_messages(about=about) if each.channel == "email"]


def delays(person: Citizen) -> int:
    return sum(subject.startswith(DELAYED) for subject in subjects(person))


def effect(name: str) -> Effect:
    return Effect.objects.get(name=name)


def jobs() -> list[int]:
    """The effects whose jobs were written, in order."""
    written = ProcrastinateJob.objects.filter(task_name="cases.effect").order_by("id")
    return [job.args["effect_id"] for job in written]


def changed_service(file: str, before: str, after: str) -> None:
    """Publish the real service with one of its files changed."""
    folder = real_folder()
    text = folder.files[file].decode()
    assert before in text
    publish(replace(folder, files={**folder.files, file: text.replace(before, after).encode()}))


# --- what is done begins what follows, and what failed tells of it


def test_what_is_done_begins_the_next_effect_of_its_event_and_no_other(layla: Citizen, pay: Pay) -> None:
    apply(layla, pay)
    received, record = effect("notify received"), effect("ask moj.criminal_record")
    assert jobs() == [received.id]
    run_effect(effect_id=received.id, now=soon())
    assert jobs() == [received.id, record.id]


def test_a_failed_attempt_is_tried_again_by_a_job_of_its_own(layla: Citizen, pay: Pay, edge: Edge) -> None:
    apply(layla, pay)
    edge.down = {RECORD}
    now = soon()
    do_effects(now)
    record = effect("ask moj.criminal_record")
    again = ProcrastinateJob.objects.filter(task_name="cases.effect").order_by("-id")[0]
    assert (again.args, again.scheduled_at) == ({"effect_id": record.id}, now + timedelta(seconds=5))


def test_a_person_is_told_once_that_a_register_does_not_answer_after_the_first_attempt(
    layla: Citizen, pay: Pay, edge: Edge
) -> None:
    apply(layla, pay)
    edge.down = {RECORD}
    do_effects()
    assert delays(layla) == 1
    do_effects(soon(seconds=6))
    assert effect("ask moj.criminal_record").attempts == 2
    assert delays(layla) == 1


def test_nobody_is_told_of_a_delay_of_what_a_register_is_told(layla: Citizen, pay: Pay, edge: Edge) -> None:
    apply(layla, pay)
    edge.down = {CERTIFICATES}
    do_effects()
    do_effects(soon(seconds=6))
    assert effect("tell moj.record_certified").attempts == 2
    assert delays(layla) == 0


def test_a_service_without_such_a_message_waits_in_silence_until_its_last_attempt(
    service: None, tmp_path: Path, pay: Pay, edge: Edge
) -> None:
    publish_card(tmp_path)
    layla = CardHolder(LAYLA)
    layla.fill(report="2026/12")
    layla.submit()
    pay(layla.reference)
    before = subjects(layla)
    edge.down = {LOSSES}
    for hours, state in ((1, "checking"), (2, "checking"), (3, "review")):
        do_effects(soon(hours=hours))
        assert layla.look().state == state
    assert (effect("ask police.loss").attempts, effect("ask police.loss").outcome) == (3, "failed")
    assert subjects(layla) == before


# --- what a register is told


def test_a_register_that_knows_no_such_person_is_told_of_them_once(
    layla: Citizen, pay: Pay, edge: Edge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(path: str, key: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        return 404, {"type": "not_found"}

    monkeypatch.setattr(edge, "hear", unknown)
    apply(layla, pay)
    do_effects()
    told = effect("tell moj.record_certified")
    assert (told.attempts, told.outcome, told.error) == (1, "failed", "no_such_record")
    assert layla.look().state == "not_recorded"


def test_a_message_that_cannot_be_worked_out_is_not_tried_again(layla: Citizen, pay: Pay, edge: Edge) -> None:
    record = "registers.moj.criminal_record"
    changed_service("service.yaml", f"clear: {record}.clear", f"clear: \"{record}.judgments[0].offence.en == 'x'\"")
    apply(layla, pay)
    do_effects()
    told = effect("tell moj.record_certified")
    assert (told.attempts, told.outcome, told.error) == (1, "failed", "not_tellable")
    assert edge.heard[CERTIFICATES] == 0
    assert layla.look().state == "not_recorded"


# --- papers that no attempt can make


def refuse(khaled: Citizen, pay: Pay) -> Citizen:
    """Let an officer refuse a case whose paper cannot be drawn: its person's name has a letter that no font has."""
    apply(khaled, pay)
    do_effects()
    take(khaled, "reject", reason="so it is")
    return khaled


@pytest.fixture
def unnameable(khaled: Citizen, edge: Edge) -> Citizen:
    edge.people[KHALED]["name"]["en"]["family"] = UNDRAWABLE
    return khaled


def test_who_is_refused_hears_of_it_without_the_letter_that_cannot_be_made(unnameable: Citizen, pay: Pay) -> None:
    refuse(unnameable, pay)
    do_effects(soon(seconds=6))
    letter, told = effect("issue refusal_letter"), effect("notify refused")
    error = f"no letter for: name_en U+{ord('漢'):04X}"
    assert (letter.outcome, letter.attempts, letter.error, told.outcome) == ("failed", 1, error, "done")
    noted = Event.objects.get(action="failed")
    payload = EventPayload.objects.get(case=noted.case, seq=noted.seq).payload
    assert payload["failure"] == f"issue refusal_letter: {error}"
    assert (unnameable.look().state, documents.list_documents(case_reference=unnameable.reference)) == ("refused", ())


def test_a_paper_that_nothing_follows_waits_for_somebody_to_mend_it(unnameable: Citizen, pay: Pay) -> None:
    changed_service("flow.yaml", "[issue refusal_letter, notify refused]", "[issue refusal_letter]")
    refuse(unnameable, pay)
    now = soon(seconds=6)
    do_effects(now)
    letter = effect("issue refusal_letter")
    assert (letter.outcome, letter.attempts, letter.done_at) == ("", 1, None)
    assert letter.next_at == now + timedelta(seconds=5)
    assert unnameable.look().state == "refused"


def test_a_letter_whose_key_is_away_waits_for_it_where_the_flow_names_no_other_way(khaled: Citizen, pay: Pay) -> None:
    refuse(khaled, pay)
    key = settings.HUKUMATI.data_dir / "trust"
    hidden = key.rename(key.with_name("hidden"))
    do_effects(soon(seconds=6))
    letter = effect("issue refusal_letter")
    assert (letter.outcome, letter.attempts, letter.done_at) == ("", 1, None)
    hidden.rename(key)
    do_effects(soon(minutes=1))
    assert effect("issue refusal_letter").outcome == effect("notify refused").outcome == "done"
    [paper] = documents.list_documents(case_reference=khaled.reference)
    assert paper.kind == "refusal_letter"


# --- what no longer makes sense, or not yet


def test_what_was_declared_is_checked_no_more_once_the_case_has_ended(layla: Citizen, edge: Edge) -> None:
    publish(waiting_folder(question=DECLARED))
    edge.down = {RECORD}
    layla.open()
    layla.save("about-you", {"phone": "0599000101"})
    layla.save("purpose", {"purpose": "travel"})
    layla.save("delivery", {"collect_method": "download", "record_of": LAYLA})
    layla.submit()
    do_effects()
    check = effect("check moj.criminal_record")
    assert (check.done_at, check.attempts) == (None, 1)
    cases.withdraw(reference=layla.reference, sub=layla.sub, seen_seq=None, now=soon())
    do_effects(soon(seconds=6))
    check = effect("check moj.criminal_record")
    assert (check.outcome, check.attempts, check.error) == ("obsolete", 1, "")


@pytest.mark.parametrize(("collect", "outcome"), [(HOME, "later"), (None, "done")])
def test_the_code_of_a_paper_is_told_when_it_lies_at_its_desk(
    service: None, tmp_path: Path, pay: Pay, work: Work, collect: dict[str, str] | None, outcome: str
) -> None:
    publish_card(tmp_path)
    layla = CardHolder(LAYLA)
    layla.fill(collect)
    layla.submit()
    pay(layla.reference)
    work()
    take(layla, "approve")
    confirm(layla)
    take(layla, "produced", PRODUCER)
    work(soon(seconds=6))
    assert effect("notify ready").outcome == outcome


def test_a_service_that_takes_no_applications_any_more_is_not_begun(
    service: None, tmp_path: Path, pay: Pay, work: Work
) -> None:
    publish_card(tmp_path)
    layla = CardHolder(LAYLA)
    layla.fill()
    layla.submit()
    pay(layla.reference)
    work()
    changed_service("service.yaml", "status: {is: open}", "status: {is: paused, reason: deceased}")
    take(layla, "reject", reason="so")
    work(soon(seconds=6))
    assert effect("start MOJ-NCC").outcome == "not_started"
    assert not Case.objects.filter(service_code="MOJ-NCC").exists()
    assert not Event.objects.filter(action="started").exists()
