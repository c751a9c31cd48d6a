"""A second person agrees: only they, only to what they were shown, and only as long as the application says so."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hukumati.cases import api as cases
from hukumati.cases.background.erase import erase_case
from hukumati.cases.engine.loading import lock_case
from hukumati.cases.models import Case, Effect, EventPayload, Request
from hukumati.cases.requests.deadlines import run_requests
from hukumati.cases.tests.conftest import KHALED, LAYLA, do_effects
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.marriage import FAMILIES, REGISTRAR, SESSION, SPOUSE, Spouse, publish_marriage
from hukumati.core.bilingual import Bilingual
from hukumati.core.models import AuditEntry
from hukumati.identity.api import NewAccount, Staff, create_account
from hukumati.interoperability import api as interoperability
from hukumati.notifications import api as notifications

STRANGERS = [
    cases.Party("sub-salma", "401234562", "substantial"),
    cases.Party(f"sub-{LAYLA}", LAYLA, "substantial"),
    cases.Party("sub-nobody", "", "substantial"),
]
Check = Callable[[], None]


@pytest.fixture
def layla(service: None, tmp_path: Path, edge: Edge) -> Spouse:
    """Layla has applied, and Khaled is asked to agree."""
    publish_marriage(tmp_path, edge)
    return applied()


def applied() -> Spouse:
    spouse = Spouse()
    spouse.fill()
    spouse.submit()
    do_effects()
    return spouse


def test_who_is_named_sees_what_the_service_shows_them_and_agrees(layla: Spouse, all_is_well: Check) -> None:
    assert layla.look().state == "asking"
    lines = cases.list_consents(party=SPOUSE).lines
    assert [(each.reference, each.text.en) for each in lines] == [(layla.reference, "Consent to the marriage")]
    shown = layla.shown()
    assert [each.question.id for each in shown.shown] == ["name", "spouse_name", "wedding_on", "session_on"]
    assert "سرّي" not in str(shown)
    assert shown.statement.en.startswith("I agree of my own free will")
    layla.agreed()
    assert layla.look().state == "review"
    assert cases.list_consents(party=SPOUSE).lines == ()
    all_is_well()


@pytest.mark.parametrize("party", STRANGERS)
def test_for_everybody_else_there_is_no_consent(layla: Spouse, party: cases.Party) -> None:
    digest = layla.shown().digest
    assert cases.list_consents(party=party).lines == ()
    for act in (lambda: layla.shown(party), lambda: layla.agreed(party, digest), lambda: layla.declined(party)):
        with pytest.raises(cases.NoSuchCase):
            act()
    assert layla.look().state == "asking"


def test_a_consent_is_found_in_its_own_case_alone(layla: Spouse) -> None:
    with pytest.raises(cases.NoSuchCase):
        cases.open_consent(reference="MRG-7K3M-92QD", request_id=layla.asked().id, party=SPOUSE, now=layla.now)


def test_what_they_agreed_to_is_in_the_chain_and_their_reading_in_the_audit(layla: Spouse, all_is_well: Check) -> None:
    layla.agreed()
    event = payload_of(layla, "party_agreed")
    assert event["agreed"]["statement"]["ar"].startswith("أوافق بمحض إرادتي")
    assert event["requests"]["spouse_consent"]["party"] == KHALED
    assert event["requests"]["spouse_consent"]["digest"] == layla.asked().details["digest"]
    assert set(AuditEntry.objects.filter(action="case.consent_read").values_list("actor", flat=True)) == {
        "party:sub-khaled"
    }
    all_is_well()


def payload_of(layla: Spouse, action: str) -> dict[str, Any]:
    event = Case.objects.get(reference=layla.reference).events.get(action=action)
    payload: dict[str, Any] = EventPayload.objects.get(case_id=event.case_id, seq=event.seq).payload
    return payload


def test_the_second_click_gives_the_same_answer(layla: Spouse) -> None:
    digest = layla.shown().digest
    layla.agreed(digest=digest)
    seq = layla.look().last_seq
    layla.agreed(digest=digest)
    assert layla.look().last_seq == seq
    with pytest.raises(cases.RequestClosed):
        layla.declined()


class Killed(BaseException):
    """The process ends where it stands: what was not committed is lost."""


@pytest.mark.parametrize("place", ["before_commit", "committed"])
@pytest.mark.parametrize(("action", "state"), [("party_agreed", "answered"), ("party_declined", "refused")])
def test_an_answer_is_given_once_wherever_the_process_is_killed(
    layla: Spouse,
    all_is_well: Check,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    action: str,
    state: str,
    place: str,
) -> None:
    def killed(_process: int, _signal: int) -> None:
        raise Killed

    answer = layla.agreed if action == "party_agreed" else layla.declined
    (tmp_path / f"cases.{action}.{place}").touch()
    with monkeypatch.context() as armed:
        armed.setattr(settings, "HUKUMATI", settings.HUKUMATI.model_copy(update={"failpoints_dir": tmp_path}))
        armed.setattr(os, "kill", killed)
        with pytest.raises(Killed):
            answer()
    assert layla.asked().state == ("open" if place == "before_commit" else state)
    answer()
    events = Case.objects.get(reference=layla.reference).events.filter(action=action)
    assert events.count() == 1
    all_is_well()


def test_who_declines_ends_it_and_cannot_agree_afterwards(layla: Spouse, all_is_well: Check) -> None:
    digest = layla.shown().digest
    layla.declined(said="لا أريد")
    layla.declined(said="لا أريد")
    assert layla.look().state == "declined"
    assert layla.shown().shown == ()
    with pytest.raises(cases.RequestClosed):
        layla.agreed(digest=digest)
    all_is_well()


def test_who_does_not_answer_in_time_ends_it(layla: Spouse, all_is_well: Check) -> None:
    digest = layla.shown().digest
    run_requests(now=layla.now + timedelta(days=13))
    assert layla.look().state == "asking"
    run_requests(now=layla.now + timedelta(days=16))
    assert layla.look().state == "lapsed"
    assert cases.list_consents(party=SPOUSE).lines == ()
    with pytest.raises(cases.RequestClosed):
        layla.agreed(digest=digest)
    all_is_well()


def test_a_withdrawn_application_is_not_agreed_to(layla: Spouse, all_is_well: Check) -> None:
    digest = layla.shown().digest
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=layla.now)
    with pytest.raises(cases.RequestClosed):
        layla.agreed(digest=digest)
    assert (layla.shown().state, layla.shown().shown) == ("cancelled", ())
    all_is_well()


def test_agreeing_to_something_else_than_what_is_shown_now_is_refused(layla: Spouse) -> None:
    with pytest.raises(cases.CaseMovedOn):
        layla.agreed(digest="0" * 64)
    assert layla.look().state == "asking"


def test_a_lower_level_of_assurance_is_refused(layla: Spouse) -> None:
    low = replace(SPOUSE, assurance="low")
    assert not layla.shown(low).is_assured
    with pytest.raises(cases.AssuranceTooLow):
        layla.agreed(low)


def test_nobody_names_themself(service: None, tmp_path: Path, edge: Edge) -> None:
    publish_marriage(tmp_path, edge)
    with pytest.raises(cases.AnswersInvalid) as refused:
        Spouse().fill(spouse=LAYLA)
    assert list(refused.value.errors) == ["spouse_id"]


def test_where_nobody_is_named_nobody_is_awaited(service: None, tmp_path: Path, edge: Edge, all_is_well: Check) -> None:
    publish_marriage(tmp_path, edge, [("form.yaml", "type: id_number}", "type: id_number, required: false}")])
    layla = Spouse()
    layla.fill(spouse="")
    layla.submit()
    do_effects()
    assert layla.look().state == "lapsed"
    assert states_of(layla) == []
    assert edge.asked[FAMILIES] == 0
    all_is_well()


def states_of(layla: Spouse) -> list[str]:
    return [each.state for each in cases.list_requests(reference=layla.reference, sub=layla.sub)]


def test_an_answer_that_changes_makes_the_consent_void_until_it_is_given_again(
    layla: Spouse, all_is_well: Check
) -> None:
    layla.agreed()
    assert states_of(layla) == ["answered"]
    layla.take("schedule", filled={"session_on": SESSION})
    assert states_of(layla) == ["void"]
    layla.take("approve")
    assert layla.look().state == "asking"
    assert states_of(layla) == ["answered", "open"]
    assert layla.shown().shown[-1].answer == SESSION
    layla.agreed()
    layla.take("approve")
    assert layla.look().state == "registered"
    all_is_well()


def test_after_a_question_of_the_official_they_are_asked_anew(layla: Spouse, all_is_well: Check) -> None:
    layla.agreed()
    layla.take("ask_citizen", reason="الاسم؟")
    cases.answer_officer(reference=layla.reference, sub=layla.sub, answer="خالد", now=layla.now)
    assert layla.look().state == "asking"
    assert states_of(layla) == ["answered", "open"]
    layla.agreed()
    assert layla.look().state == "review"
    all_is_well()


def test_nobody_decides_a_case_in_which_they_are_asked_to_agree(layla: Spouse) -> None:
    layla.agreed()
    spouse = replace(REGISTRAR, id="MOJ-0009", id_number=KHALED)
    with pytest.raises(cases.OwnCase):
        cases.open_for_officer(reference=layla.reference, officer=spouse, now=layla.now)
    seen = layla.look().last_seq
    with pytest.raises(cases.OwnCase):
        cases.decide(
            reference=layla.reference, officer=spouse, action="approve", reason="", seen_seq=seen, now=layla.now
        )  # fmt: skip


def test_a_case_is_not_assigned_to_whoever_is_asked_to_agree_in_it(layla: Spouse) -> None:
    layla.agreed()
    name = Bilingual(ar="خالد", en="Khaled")
    for number, id_number in (("MOJ-0010", KHALED), ("MOJ-0011", "401234562")):
        staff = Staff(number, "moj", "", frozenset({"officer"}))
        create_account(account=NewAccount(number, id_number, "zaytoun-marsad-44", name, "", "", None, staff))
    supervisor = replace(REGISTRAR, id="MOJ-0012", roles=frozenset({"supervisor"}))
    offered = cases.assignees(reference=layla.reference, supervisor=supervisor)
    assert [each.number for each in offered] == ["MOJ-0011"]


def test_a_register_is_asked_about_who_agreed_and_the_consent_goes_with_it(layla: Spouse, edge: Edge) -> None:
    assert edge.asked[FAMILIES] == 0
    layla.agreed()
    kept = Case.objects.get(reference=layla.reference)
    assert kept.registers["interior.family"]["id_number"] == KHALED
    agreed = kept.events.get(action="party_agreed")
    assert edge.consents == [(KHALED, f"{layla.reference}:{agreed.seq}")]
    asked = interoperability.list_queries(subject_id=KHALED)
    assert [(each.purpose, each.issue) for each in asked] == [("MOJ-MRG", layla.reference)]


def test_a_register_is_not_asked_about_who_declined(service: None, tmp_path: Path, edge: Edge) -> None:
    """A flow that asks whatever they say: the engine holds to what the owner of the register agreed to."""
    changes = [
        ("flow.yaml", "'refused'\", to: declined", "'refused'\", to: reading"),
        ("flow.yaml", "14 days: lapsed", "14 days: declined"),
    ]
    publish_marriage(tmp_path, edge, changes)
    layla = applied()
    layla.declined()
    assert edge.asked[FAMILIES] == 0
    assert interoperability.list_queries(subject_id=KHALED) == ()
    assert layla.look().state == "review"
    assert Effect.objects.get(case__reference=layla.reference, kind="ask").error == "not_askable"


def test_a_register_is_not_asked_once_the_consent_is_void(layla: Spouse, edge: Edge) -> None:
    layla.agreed()
    before = edge.asked[FAMILIES]
    layla.take("schedule", filled={"session_on": SESSION})
    case = Case.objects.get(reference=layla.reference)
    again = {"name": "ask again", "position": 0, "kind": "ask", "argument": "interior.family", "next_at": layla.now}
    effect = Effect.objects.create(case=case, seq=case.last_seq, **again)
    do_effects()
    effect.refresh_from_db()
    assert (edge.asked[FAMILIES], effect.error) == (before, "not_askable")


def test_who_has_an_account_is_written_to_and_nobody_else_learns_of_it(
    service: None, tmp_path: Path, edge: Edge
) -> None:
    name = Bilingual(ar="خالد", en="Khaled")
    account = NewAccount(KHALED, KHALED, "zaytoun-marsad-44", name, "+970599000202", "", None)
    create_account(account=account)
    publish_marriage(tmp_path, edge)
    layla = applied()
    about = f"consent:{layla.asked().id}"
    told = notifications.list_messages(about=about)
    assert len(told) == 1
    assert f"/consents/{layla.reference}/{layla.asked().id}/" in str(told[0])
    assert all(words in told[0].text for words in ("تُطلب موافقتك", "Your consent is asked for"))
    assert "ليلى" not in str(told[0])
    assert notifications.list_messages(about=f"case:{layla.reference}") == ()
    run_requests(now=layla.now + timedelta(days=13))
    told = notifications.list_messages(about=about)
    assert [notifications.sms_parts(each.text) <= 3 for each in told] == [True, True]


def test_the_applicant_is_told_that_they_have_agreed(layla: Spouse) -> None:
    layla.agreed()
    told = [each.text for each in notifications.list_messages(about=f"case:{layla.reference}")]
    assert len([text for text in told if f"{layla.reference}: تمت موافقة الزوج الآخر." in text]) >= 1


def test_who_has_no_account_is_not_written_to(layla: Spouse) -> None:
    assert notifications.list_messages(about=f"consent:{layla.asked().id}") == ()


def test_nothing_is_left_of_the_person_when_the_case_is_erased(layla: Spouse) -> None:
    layla.declined(said="لا")
    case = lock_case(layla.reference)
    erase_case(case, layla.now)
    case.save()
    row = Request.objects.get(case__reference=layla.reference)
    assert (row.party, row.answer, row.details) == ("", "", {})
    assert KHALED not in str(Case.objects.filter(reference=layla.reference).values().get())
