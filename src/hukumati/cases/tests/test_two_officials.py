"""A decision of two officials, other roles than the officer's, and an official who works here no more."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction

from hukumati.cases import api as cases
from hukumati.cases.background.verify import replay, verify
from hukumati.cases.engine.act import act
from hukumati.cases.models import Case
from hukumati.cases.officials.claims import release_claims
from hukumati.cases.tests.card import PRODUCER, SECOND, CardHolder, confirm, publish_card, take
from hukumati.cases.tests.conftest import LAYLA, NOW, OFFICER, Pay, Work, let_cases_hear
from hukumati.core import audit
from hukumati.identity import api as identity


@pytest.fixture
def layla(service: None, tmp_path: Path, pay: Pay, work: Work) -> CardHolder:
    publish_card(tmp_path)
    person = CardHolder(LAYLA)
    person.fill()
    person.submit()
    pay(person.reference)
    work()
    person.look()
    return person


def test_one_proposes_and_another_confirms(layla: CardHolder) -> None:
    seen = take(layla, "approve")
    assert layla.look().state == "review"
    assert seen.proposal is not None
    assert (seen.proposal.action, seen.proposal.by, seen.proposal.is_mine) == ("approve", "MOJ-0001", True)
    assert seen.actions == ("reject", "look_again")
    confirm(layla)
    assert layla.look().state == "producing"
    events = cases.open_for_officer(reference=layla.reference, officer=SECOND, now=NOW).events
    assert [(event.action, event.actor) for event in events[-2:]] == [
        ("propose", "officer:MOJ-0001"),
        ("approve", "officer:MOJ-0003"),
    ]
    assert replay(Case.objects.get()).proposal is None


def test_nobody_is_their_own_second(layla: CardHolder) -> None:
    take(layla, "approve")
    with pytest.raises(cases.NotPossibleHere):
        confirm(layla, OFFICER)
    assert layla.look().state == "review"


def test_the_engine_itself_refuses_one_pair_of_eyes(layla: CardHolder) -> None:
    for _ in range(2):
        with pytest.raises(cases.NotPossibleHere):
            act(reference=layla.reference, action="approve", actor=OFFICER, now=NOW)
        if layla.look().last_seq == layla.view.last_seq and not Case.objects.get().proposal:
            take(layla, "approve")
    assert layla.look().state == "review"


def test_what_is_sent_back_can_be_proposed_again(layla: CardHolder) -> None:
    seen = take(layla, "approve")
    with pytest.raises(cases.DataMissing):
        cases.send_proposal_back(
            reference=layla.reference, officer=SECOND, reason=" ", seen_seq=seen.case.last_seq, now=NOW
        )
    back = cases.send_proposal_back(
        reference=layla.reference, officer=SECOND, reason="look again", seen_seq=seen.case.last_seq, now=NOW
    )
    assert back.proposal is None
    assert layla.look().decision_reason is None
    assert cases.open_for_officer(reference=layla.reference, officer=OFFICER, now=NOW).events[-1].reason == "look again"
    take(layla, "approve", SECOND)
    confirm(layla, OFFICER)
    assert layla.look().state == "producing"


def test_another_action_ends_the_proposal(layla: CardHolder) -> None:
    take(layla, "approve")
    take(layla, "reject", SECOND, reason="no")
    assert layla.look().state == "refused"
    assert Case.objects.get(reference=layla.reference).proposal is None


def test_a_proposal_that_both_saw_is_confirmed_once(layla: CardHolder) -> None:
    seen = take(layla, "approve").case.last_seq
    third = replace(OFFICER, id="MOJ-0009")
    cases.confirm(reference=layla.reference, officer=SECOND, seen_seq=seen, now=NOW)
    with pytest.raises((cases.CaseMovedOn, cases.NotYours)):
        cases.confirm(reference=layla.reference, officer=third, seen_seq=seen, now=NOW)


def test_a_producer_sees_only_what_is_to_be_produced(layla: CardHolder) -> None:
    with pytest.raises(cases.NotYours):
        cases.open_for_officer(reference=layla.reference, officer=PRODUCER, now=NOW)
    assert cases.inbox(officer=PRODUCER, now=NOW) == ()
    take(layla, "approve")
    confirm(layla)
    assert [task.reference for task in cases.inbox(officer=PRODUCER, now=NOW)] == [layla.reference]
    assert cases.inbox(officer=OFFICER, now=NOW) == ()
    with pytest.raises(cases.NotYours):
        take(layla, "produced", OFFICER)
    take(layla, "produced", PRODUCER)
    with pytest.raises(cases.NotYours):
        cases.open_for_officer(reference=layla.reference, officer=PRODUCER, now=NOW)
    assert not [found for found in verify() if found.reference == layla.reference]


def test_an_official_whose_account_is_shut_holds_nothing_any_more(layla: CardHolder) -> None:
    staff = identity.Staff("MOJ-0001", "moj", "MOJ-RAM", frozenset({"officer"}))
    account = identity.NewAccount(
        login="MOJ-0001", password="a long passphrase of theirs", name=OFFICER.name, phone="+970599000201",
        email="moj-0001@example.test", born_on=date(1980, 1, 1), id_number=None, staff=staff,
    )  # fmt: skip
    identity.create_account(account=account)
    cases.claim(reference=layla.reference, officer=OFFICER, now=NOW)
    identity.suspend_account(login="MOJ-0001", actor="officer:MOJ-0000", reason="left")
    let_cases_hear()
    (task,) = cases.inbox(officer=SECOND, now=NOW)
    assert (task.claimed_by, task.released_from) == (None, "MOJ-0001")


def test_the_cases_of_an_official_who_is_removed_are_free_and_say_so(layla: CardHolder) -> None:
    cases.claim(reference=layla.reference, officer=OFFICER, now=NOW)
    with transaction.atomic():
        assert release_claims(number="MOJ-0001") == 1
        assert release_claims(number="MOJ-0001") == 0
    (task,) = cases.inbox(officer=SECOND, now=NOW)
    assert (task.claimed_by, task.released_from) == (None, "MOJ-0001")
    cases.claim(reference=layla.reference, officer=SECOND, now=NOW)
    recorded = [entry.action for entry in audit.list_entries(subject=f"case:{layla.reference}")]
    assert "case.claim_freed" in recorded
