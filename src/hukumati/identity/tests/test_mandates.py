"""Giving, accepting and revoking mandates, with the ledger of both sides."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.core.models import Event
from hukumati.identity.domain.accounts import Staff
from hukumati.identity.domain.mandates import Deed, Kind, MandateRefused, Scope, Source, State, Term
from hukumati.identity.models import Account, Mandate
from hukumati.identity.tests.browser import LAYLA, open_account
from hukumati.identity.use_cases import mandates
from hukumati.identity.use_cases.accounts import find_by_login
from hukumati.identity.use_cases.mandates import Proposal
from hukumati.identity.use_cases.officer_mandates import Paper, PersonOnPaper, certify, enter_guardian
from hukumati.identity.use_cases.persons import ensure_person, person_of, subject_key

pytestmark = pytest.mark.django_db

KARIM, SALMA = "410001101", "401234562"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)
FIRST, SECOND = (Staff(number, "moi", "MOI-RAM", frozenset({"officer"})) for number in ("MOI-0001", "MOI-0002"))


@pytest.fixture
def layla(account: Account) -> Account:
    """The one who gives."""
    return account


@pytest.fixture
def karim(provider: None) -> Account:
    """The one who receives."""
    open_account(KARIM, phone="+970569000102")
    found = find_by_login(KARIM)
    assert found is not None
    return found


def give(giver: Account, **changes: Any) -> Mandate:
    """Give a power of attorney for health insurance, for a month."""
    values: dict[str, Any] = {
        "giver": giver,
        "holder_number": KARIM,
        "called": "كريم",
        "scope": Scope(("MOH-INS",), (Deed.VIEW, Deed.APPLY)),
        "term": Term(NOW, NOW + 30 * DAY),
        "now": NOW,
    }
    return mandates.give_power_of_attorney(**values | changes)


def guardianship(officer: Staff = FIRST) -> Mandate:
    """Enter a guardian from a court's document."""
    child = ensure_person(SALMA, name=Bilingual("سلمى", "Salma"), born_on=date(2017, 10, 5), now=NOW)
    guardian = ensure_person(KARIM, name=None, born_on=None, now=NOW)
    return mandates.propose(
        Proposal(
            kind=Kind.WARD,
            source=Source.COURT,
            represented=child,
            representative=guardian,
            scope=Scope(),
            term=Term(NOW, NOW + 365 * DAY),
            actor=f"staff:{officer.number}",
            evidence="2026/118",
        ),
        now=NOW,
    )


def actions(id_number: str) -> list[str]:
    return [each.action.removeprefix("identity.") for each in audit.list_entries(subject=f"person:{id_number}")]


def test_a_power_of_attorney_is_given_accepted_and_revoked_before_the_eyes_of_both(
    layla: Account, karim: Account
) -> None:
    mandate = give(layla)
    assert mandate.state == State.PROPOSED
    assert mandates.accept(mandate_id=mandate.id, account=karim, now=NOW).state == State.ACTIVE
    assert mandates.revoke(mandate_id=mandate.id, account=layla, now=NOW).state == State.REVOKED
    told = ["mandate_proposed", "mandate_accepted", "mandate_revoked"]
    assert actions(LAYLA) == actions(KARIM) == told
    assert audit.is_intact(subject=f"person:{KARIM}")
    assert sorted(Event.objects.values_list("name", flat=True)) == [
        "identity.MandateGranted",
        "identity.MandateRevoked",
    ]


def test_events_of_mandates_tell_nothing_personal(layla: Account, karim: Account) -> None:
    mandates.accept(mandate_id=give(layla).id, account=karim, now=NOW)
    assert set(Event.objects.get().payload) == {"mandate", "kind", "at"}


def test_a_second_click_gives_the_same_mandate(layla: Account) -> None:
    assert give(layla) == give(layla)
    assert Mandate.objects.count() == 1


def test_accepting_and_revoking_twice_are_once(layla: Account, karim: Account) -> None:
    mandate = give(layla)
    for _ in range(2):
        mandates.accept(mandate_id=mandate.id, account=karim, now=NOW)
    for _ in range(2):
        mandates.revoke(mandate_id=mandate.id, account=karim, now=NOW)
    assert actions(KARIM) == ["mandate_proposed", "mandate_accepted", "mandate_revoked"]


def test_a_mandate_may_be_given_to_somebody_without_an_account(layla: Account) -> None:
    """The answer is the same: nobody learns by it who has an account."""
    mandate = give(layla)
    assert mandate.representative.name_ar == ""
    assert mandate.called == "كريم"


def test_only_the_holder_accepts(layla: Account, karim: Account) -> None:
    mandate = give(layla)
    with pytest.raises(MandateRefused, match="not_yours"):
        mandates.accept(mandate_id=mandate.id, account=layla, now=NOW)


def test_a_stranger_revokes_nothing(layla: Account, karim: Account) -> None:
    mandate = give(layla)
    open_account("900000001", phone="+970599000103")
    stranger = find_by_login("900000001")
    assert stranger is not None
    with pytest.raises(MandateRefused, match="not_yours"):
        mandates.revoke(mandate_id=mandate.id, account=stranger, now=NOW)


def test_nobody_gives_a_mandate_to_themselves(layla: Account) -> None:
    with pytest.raises(MandateRefused, match="self"):
        give(layla, holder_number=LAYLA)
    person = person_of(layla, now=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(
            kind=Kind.HEIR, state=State.ACTIVE, source=Source.REGISTER, person=person, representative=person,
            starts_at=NOW, proposed_at=NOW, proposed_by="system:test",
        )  # fmt: skip


def test_a_proposal_that_waited_too_long_is_not_accepted(layla: Account, karim: Account) -> None:
    mandate = give(layla)
    with pytest.raises(MandateRefused, match="expired"):
        mandates.accept(mandate_id=mandate.id, account=karim, now=NOW + 30 * DAY)


def test_time_ends_a_mandate_in_both_ledgers(layla: Account, karim: Account) -> None:
    mandate = give(layla)
    mandates.accept(mandate_id=mandate.id, account=karim, now=NOW)
    assert mandates.expire_overdue(now=NOW + 29 * DAY) == 0
    assert mandates.expire_overdue(now=NOW + 30 * DAY) == 1
    assert mandates.expire_overdue(now=NOW + 30 * DAY) == 0
    assert actions(LAYLA)[-1] == actions(KARIM)[-1] == "mandate_expired"


def test_requirement_42_a_guardian_is_entered_by_one_officer_and_confirmed_by_another() -> None:
    mandate = guardianship()
    with pytest.raises(MandateRefused, match="same_officer"):
        mandates.confirm_guardian(mandate_id=mandate.id, officer=FIRST, now=NOW)
    assert mandates.confirm_guardian(mandate_id=mandate.id, officer=SECOND, now=NOW).state == State.ACTIVE


def test_a_guardian_cannot_confirm_or_lay_down_their_own_mandate(karim: Account) -> None:
    mandate = guardianship()
    with pytest.raises(MandateRefused, match="not_yours"):
        mandates.accept(mandate_id=mandate.id, account=karim, now=NOW)
    mandates.confirm_guardian(mandate_id=mandate.id, officer=SECOND, now=NOW)
    with pytest.raises(MandateRefused, match="not_yours"):
        mandates.revoke(mandate_id=mandate.id, account=karim, now=NOW)


def test_a_certified_power_of_attorney_needs_its_paper(layla: Account, karim: Account) -> None:
    proposal = Proposal(
        kind=Kind.POWER_OF_ATTORNEY,
        source=Source.OFFICER,
        represented=person_of(layla, now=NOW),
        representative=person_of(karim, now=NOW),
        scope=Scope(),
        term=Term(NOW),
        actor="staff:MOI-0001",
    )
    with pytest.raises(MandateRefused, match="not_yours"):
        mandates.certify_power_of_attorney(proposal=proposal, now=NOW)


def test_a_person_keeps_the_identifier_when_they_open_an_account(provider: None) -> None:
    before = subject_key(ensure_person(KARIM, name=Bilingual("كريم", "Karim"), born_on=None, now=NOW))
    open_account(KARIM, phone="+970569000102")
    account = find_by_login(KARIM)
    assert account is not None
    assert subject_key(person_of(account, now=NOW)) == before == str(account.id)


def test_names_and_numbers_rest_encrypted(layla: Account, karim: Account) -> None:
    mandate = give(layla)
    with connection.cursor() as cursor:
        cursor.execute("SELECT called, id_number FROM identity_mandate m JOIN identity_person p ON p.id = m.person_id")
        called, number = cursor.fetchone()
    assert mandate.called not in called
    assert LAYLA not in number


def test_no_officer_enters_a_paper_of_their_own_or_one_without_a_number() -> None:
    named = PersonOnPaper(SALMA, Bilingual("سلمى", "Salma"), date(2017, 10, 5))
    guardian = PersonOnPaper(KARIM, Bilingual("كريم", "Karim"))
    paper = Paper(named, guardian, Scope(), Term(NOW, NOW + 365 * DAY), "2026/118")
    with pytest.raises(MandateRefused, match="same_officer"):
        enter_guardian(paper=paper, officer=FIRST, officer_id_number=KARIM, now=NOW)
    with pytest.raises(MandateRefused, match="not_yours"):
        enter_guardian(paper=replace(paper, reference=" "), officer=FIRST, officer_id_number=LAYLA, now=NOW)
    assert enter_guardian(paper=paper, officer=FIRST, officer_id_number=None, now=NOW).state == State.PROPOSED


def test_a_certified_power_of_attorney_is_active_at_once_and_either_side_ends_it(karim: Account) -> None:
    giver = PersonOnPaper("900000001", Bilingual("خالد", "Khaled"))
    holder = PersonOnPaper(KARIM, Bilingual("كريم", "Karim"))
    paper = Paper(giver, holder, Scope(("MOT-VLR",)), Term(NOW), "N-77")
    mandate = certify(paper=paper, officer=FIRST, officer_id_number=None, now=NOW)
    assert (mandate.state, mandate.accepted_by) == (State.ACTIVE, "staff:MOI-0001")
    assert mandates.revoke(mandate_id=mandate.id, account=karim, now=NOW).state == State.REVOKED
    assert actions("900000001")[-1] == "mandate_revoked"
