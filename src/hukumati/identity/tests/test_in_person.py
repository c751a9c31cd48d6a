"""What officials do for people whom they see: verify, recover, unlock, merge; never for themselves."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import translation

from hukumati.core import audit, clock
from hukumati.core.models import Event
from hukumati.identity import api
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.posted_codes import new_paper_code
from hukumati.identity.domain.registration import Check
from hukumati.identity.http.account.ledger_views import line_of
from hukumati.identity.models import Account, AccountState, Channel, LoginSession, PaperCode, Registration, Verification
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.account_visits import fresh, texts_to
from hukumati.identity.tests.browser import LAYLA, Browser, open_account, redeem, userinfo
from hukumati.identity.tests.population import NEWCOMER, ON_FILE, Population
from hukumati.identity.tests.test_registration import OTHER_PHONE, abroad, prove, register
from hukumati.identity.use_cases.accounts import login_digest
from hukumati.identity.use_cases.ledger import list_ledger
from hukumati.identity.use_cases.profile import recovery_address

pytestmark = pytest.mark.django_db
RunJobs = Callable[[], list[Exception]]
FIRST, SECOND, LAYLAS_OWN = "MOI-0001", "MOI-0002", "MOI-0003"
SEEN = api.Seen(
    place="MOI-RAM",
    document=api.Document.ID_CARD,
    document_number="123456789",
    method=api.Method.PHOTOGRAPH,
    id_number=NEWCOMER,
    born_on=date(1997, 8, 19),
)
LAYLA_SEEN = replace(SEEN, id_number=LAYLA, born_on=date(1990, 5, 12))


@pytest.fixture(autouse=True)
def _read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    account_visits.read_along(monkeypatch)


@pytest.fixture(autouse=True)
def _officials(provider: None) -> None:
    for number, own in ((FIRST, ""), (SECOND, ""), (LAYLAS_OWN, LAYLA)):
        staff = api.Staff(number, "moi", "MOI-RAM", frozenset({"identity"}))
        open_account(number, staff=staff)
        if own:
            official = Account.objects.latest("created_at")
            official.id_number = own
            official.save()


@pytest.fixture
def layla() -> Account:
    return Account.objects.get(login_digest=login_digest(LAYLA))


@pytest.fixture
def claimed(browser: Browser) -> Account:
    """An account that somebody opened online and that is not verified."""
    return register(browser, phone=OTHER_PHONE)


def last_line(id_number: str) -> audit.Entry:
    return audit.list_entries(subject=f"person:{id_number}")[-1]


def test_who_is_seen_reaches_the_highest_level_at_once(claimed: Account) -> None:
    assert api.verify_in_person(account=str(claimed.id), seen=SEEN, officer=FIRST) is False
    account = fresh(claimed)
    assert (account.id_number, account.login, account.proofing) == (NEWCOMER, NEWCOMER, Proofing.IN_PERSON)
    assert (last_line(NEWCOMER).actor, last_line(NEWCOMER).action) == ("staff:MOI-0001", "identity.account_verified")
    assert "verified" in texts_to(OTHER_PHONE)[-1]
    sight = Verification.objects.get()
    assert (sight.place, sight.document, sight.method) == ("MOI-RAM", "id_card", "photograph")


def test_verifying_twice_changes_and_tells_nothing_more(claimed: Account) -> None:
    for _ in range(2):
        api.verify_in_person(account=str(claimed.id), seen=SEEN, officer=FIRST)
    assert len([text for text in texts_to(OTHER_PHONE) if "verified" in text]) == 1


def test_an_online_account_is_raised_and_keeps_its_number(layla: Account) -> None:
    api.verify_in_person(account=str(layla.id), seen=LAYLA_SEEN, officer=FIRST)
    assert fresh(layla).proofing == Proofing.IN_PERSON


def test_nobody_verifies_recovers_unlocks_or_locks_themself(layla: Account) -> None:
    values = {"account": str(layla.id), "seen": LAYLA_SEEN, "officer": LAYLAS_OWN}
    with pytest.raises(api.OwnAccount):
        api.verify_in_person(**values)  # type: ignore[arg-type]
    with pytest.raises(api.OwnAccount):
        api.recover_in_person(**values, new_phone="")  # type: ignore[arg-type]
    with pytest.raises(api.OwnAccount):
        api.hand_over_binding_code(**values)  # type: ignore[arg-type]
    with pytest.raises(api.OwnAccount):
        api.unlock_account(**values)  # type: ignore[arg-type]
    with pytest.raises(api.OwnAccount):
        api.lock_account(account=str(layla.id), officer=LAYLAS_OWN, reason="x")
    assert not Verification.objects.exists()


def test_another_persons_number_is_refused(layla: Account) -> None:
    with pytest.raises(api.OtherPersonSeen):
        api.verify_in_person(account=str(layla.id), seen=SEEN, officer=FIRST)


@pytest.mark.parametrize("account", ["x", "", "00000000-0000-0000-0000-000000000000"])
def test_an_account_that_is_none_is_refused(account: str) -> None:
    with pytest.raises(api.NoSuchAccount):
        api.verify_in_person(account=account, seen=SEEN, officer=FIRST)


def test_an_official_who_is_none_is_refused(layla: Account) -> None:
    with pytest.raises(api.NoSuchAccount):
        api.verify_in_person(account=str(layla.id), seen=LAYLA_SEEN, officer="MOI-9999")


# Reclaim


def test_who_is_seen_in_person_wins_over_who_registered_the_number_online(claimed: Account, layla: Account) -> None:
    thief = Browser()
    token = redeem(thief.sign_in()).json()["access_token"]
    api.verify_in_person(account=str(claimed.id), seen=LAYLA_SEEN, officer=FIRST)
    assert fresh(claimed).id_number == LAYLA
    assert (fresh(layla).state, fresh(layla).id_number) == (AccountState.LOCKED, "")
    assert userinfo(token).status_code == 401
    assert not LoginSession.objects.filter(account=layla, ended_at=None)


def test_a_number_that_was_verified_in_person_is_not_taken_away(claimed: Account, layla: Account) -> None:
    api.verify_in_person(account=str(layla.id), seen=LAYLA_SEEN, officer=FIRST)
    with pytest.raises(api.NumberTaken):
        api.verify_in_person(account=str(claimed.id), seen=LAYLA_SEEN, officer=FIRST)
    assert fresh(claimed).id_number == ""


# Abroad: two officials


@pytest.fixture
def from_abroad(browser: Browser) -> Account:
    """The account of somebody abroad without an ID number."""
    answer = browser.http.post("/en/open-account/abroad", abroad())
    page = prove(browser, str(answer["Location"]), "+56961234567")
    assert browser.http.post(page, {"password": "olives and thyme"}).status_code == 303
    return Account.objects.get(proofing="claimed")


ABROAD_SEEN = replace(SEEN, id_number="", place="MISSION-CL", document=api.Document.PASSPORT)


def test_the_first_verification_abroad_takes_two_officials(from_abroad: Account) -> None:
    assert api.verify_in_person(account=str(from_abroad.id), seen=ABROAD_SEEN, officer=FIRST) is True
    assert fresh(from_abroad).proofing == Proofing.CLAIMED
    (waiting,) = api.list_unconfirmed_verifications(officer=SECOND)
    assert (waiting.account.id, waiting.officer, waiting.place) == (str(from_abroad.id), FIRST, "MISSION-CL")
    verification = UUID(waiting.id)
    with pytest.raises(api.SecondOfficial):
        api.confirm_verification(verification=verification, officer=FIRST)
    assert api.confirm_verification(verification=verification, officer=SECOND)
    assert not api.confirm_verification(verification=verification, officer=SECOND)
    assert fresh(from_abroad).proofing == Proofing.IN_PERSON
    assert fresh(from_abroad).id_number == ""
    assert "an official saw you" in texts_to("+56961234567")[-1]
    assert api.list_unconfirmed_verifications(officer=SECOND) == ()


def test_officials_of_another_body_neither_see_nor_confirm_a_verification(from_abroad: Account) -> None:
    open_account("POST-0009", staff=api.Staff("POST-0009", "post", "RAM-01", frozenset({"identity_counter"})))
    api.verify_in_person(account=str(from_abroad.id), seen=ABROAD_SEEN, officer=FIRST)
    (waiting,) = api.list_unconfirmed_verifications(officer=SECOND)
    assert api.list_unconfirmed_verifications(officer="POST-0009") == ()
    with pytest.raises(api.NoSuchVerification):
        api.confirm_verification(verification=UUID(waiting.id), officer="POST-0009")
    with pytest.raises(api.NoSuchVerification):
        api.confirm_verification(verification=uuid4(), officer=SECOND)


def test_what_the_second_official_refuses_leaves_the_account_as_it_was(from_abroad: Account) -> None:
    api.verify_in_person(account=str(from_abroad.id), seen=ABROAD_SEEN, officer=FIRST)
    verification = UUID(api.list_unconfirmed_verifications(officer=SECOND)[0].id)
    with pytest.raises(api.NoReason):
        api.refuse_verification(verification=verification, officer=SECOND, reason=" ")
    with pytest.raises(api.SecondOfficial):
        api.refuse_verification(verification=verification, officer=FIRST, reason="the photograph differs")
    assert api.refuse_verification(verification=verification, officer=SECOND, reason="the photograph differs")
    assert not api.refuse_verification(verification=verification, officer=SECOND, reason="the photograph differs")
    with pytest.raises(api.NoSuchVerification):
        api.confirm_verification(verification=verification, officer=SECOND)
    assert fresh(from_abroad).proofing == Proofing.CLAIMED
    assert api.list_unconfirmed_verifications(officer=SECOND) == ()


def test_an_expired_document_verifies_nobody(claimed: Account) -> None:
    today = clock.local_date(clock.now())
    expired = replace(SEEN, expires_on=today - timedelta(days=1))
    with pytest.raises(api.ExpiredDocument):
        api.verify_in_person(account=str(claimed.id), seen=expired, officer=FIRST)
    assert not Verification.objects.exists()
    api.verify_in_person(account=str(claimed.id), seen=replace(SEEN, expires_on=today), officer=FIRST)
    sight = Verification.objects.get()
    assert (sight.document_expires_on, sight.provider) == (today, "moi")


def test_nothing_is_done_at_a_counter_to_an_account_that_is_over(layla: Account) -> None:
    api.mark_deceased(id_number=LAYLA, actor="register:interior")
    with pytest.raises(api.NotInThisState):
        api.recover_in_person(account=str(layla.id), seen=replace(SEEN, id_number=""), officer=FIRST, new_phone="")


def test_the_name_of_who_was_seen_comes_from_the_register(
    claimed: Account, population: Population, run_jobs: RunJobs
) -> None:
    api.verify_in_person(account=str(claimed.id), seen=SEEN, officer=FIRST)
    run_jobs()
    assert fresh(claimed).name_en == "Dalia Mazen Subhi Zahrawi"


def test_requirement_32_each_act_at_a_counter_is_told_and_stands_in_the_ledger(layla: Account) -> None:
    api.look_up_accounts(text=LAYLA, officer=FIRST, reason="she is at the counter")
    api.hand_over_binding_code(account=str(layla.id), seen=LAYLA_SEEN, officer=FIRST)
    assert "مفتاح مرور" in texts_to("+970599000112")[-1]
    with translation.override("en"):
        lines = [line_of(each) for each in list_ledger(fresh(layla), kind="officials").lines]
    assert [each.action for each in lines] == [
        "identity.binding_code_handed_over",
        "identity.seen_in_person",
        "identity.account_looked_at",
    ]
    assert lines[1].text == "Official MOI-0001, office MOI-RAM."
    assert lines[2].text == "Official MOI-0001. Reason: she is at the counter."


# Recovery and binding


def test_who_has_lost_everything_gets_a_code_and_a_new_telephone(layla: Account, browser: Browser) -> None:
    api.lock_account(account=str(layla.id), officer=FIRST, reason="the holder called")
    code = api.recover_in_person(account=str(layla.id), seen=LAYLA_SEEN, officer=FIRST, new_phone=OTHER_PHONE)
    assert (fresh(layla).phone, fresh(layla).state) == (OTHER_PHONE, AccountState.ACTIVE)
    assert texts_to("+970599000112"), "the old number is told"
    assert recovery_address(fresh(layla), channel=Channel.PHONE, now=clock.now()) == OTHER_PHONE
    answer = browser.http.post("/en/recover/in-person", {"login": LAYLA, "code": code, "password": "olives and thyme"})
    assert answer.status_code == 303
    assert code not in str(list(PaperCode.objects.values()))


def test_a_binding_code_is_for_one_account_and_one_purpose(layla: Account, browser: Browser) -> None:
    code = api.hand_over_binding_code(account=str(layla.id), seen=LAYLA_SEEN, officer=FIRST)
    values = {"login": LAYLA, "code": code, "password": "olives and thyme"}
    assert browser.http.post("/en/recover/in-person", values).status_code == 422


def test_officials_lock_with_a_reason_and_unlock_who_they_see(layla: Account) -> None:
    with pytest.raises(api.NoReason):
        api.lock_account(account=str(layla.id), officer=FIRST, reason=" ")
    assert api.lock_account(account=str(layla.id), officer=FIRST, reason="fraud")
    assert not api.lock_account(account=str(layla.id), officer=FIRST, reason="fraud")
    assert api.unlock_account(account=str(layla.id), seen=LAYLA_SEEN, officer=SECOND)
    assert fresh(layla).state == AccountState.ACTIVE


# Looking up


def test_a_look_takes_a_reason_and_is_on_the_persons_record(layla: Account) -> None:
    with pytest.raises(api.NoReason):
        api.look_up_accounts(text=LAYLA, officer=FIRST, reason="")
    (record,) = api.look_up_accounts(text="٤٠٠ ٠٠٠ ٠٠٦", officer=FIRST, reason="a call to the centre")
    assert (record.id, record.state, record.proofing) == (str(layla.id), "active", "matched")
    assert LAYLA not in repr(record)
    line = last_line(LAYLA)
    assert (line.action, line.details["reason"]) == ("identity.account_looked_at", "a call to the centre")


def test_a_telephone_finds_all_of_its_accounts_and_no_official(claimed: Account) -> None:
    found = api.look_up_accounts(text="0569123456", officer=FIRST, reason="x")
    assert [each.id for each in found] == [str(claimed.id)]
    assert api.look_up_accounts(text=FIRST, officer=FIRST, reason="x") == ()
    assert api.look_up_accounts(text="nobody", officer=FIRST, reason="x") == ()


# Death


def test_the_account_of_the_dead_is_closed_at_once(browser: Browser, layla: Account) -> None:
    token = redeem(browser.sign_in()).json()["access_token"]
    assert api.mark_deceased(id_number=LAYLA, actor="register:interior")
    assert not api.mark_deceased(id_number=LAYLA, actor="register:interior")
    assert userinfo(token).status_code == 401
    assert fresh(layla).state == AccountState.DECEASED
    assert Event.objects.get(name="identity.AccountLocked").payload["reason"] == "deceased"


# Letters


def letter_code(account: Account) -> str:
    (letter,) = api.list_letters()
    assert letter.id_number == NEWCOMER
    return letter.code


def test_a_letter_verifies_whom_the_register_confirmed(
    browser: Browser, claimed: Account, population: Population, run_jobs: RunJobs
) -> None:
    run_jobs()
    assert Registration.objects.get().check_state == Check.MATCH
    for _ in range(2):
        assert browser.http.post("/en/account/verify/letter")["Location"] == "/en/account/verify?requested=yes"
    code = letter_code(claimed)
    assert api.mark_letter_posted(letter=api.list_letters()[0].id, officer=FIRST)
    assert api.list_letters() == ()
    assert browser.http.post("/en/account/verify", {"code": new_paper_code()}).status_code == 422
    answer = browser.http.post("/en/account/verify", {"code": code.lower()})
    assert answer["Location"] == "/en/account/details"
    assert (fresh(claimed).id_number, fresh(claimed).proofing) == (NEWCOMER, Proofing.MATCHED)


def test_without_a_match_no_letter_is_sent_and_the_page_is_the_same(
    browser: Browser, population: Population, run_jobs: RunJobs
) -> None:
    register(browser, document="999999999")
    run_jobs()
    assert browser.http.post("/en/account/verify/letter").status_code == 303
    assert api.list_letters() == ()
    assert browser.http.get("/en/account/verify?requested=yes").status_code == 200


def test_the_code_of_a_letter_has_five_tries_and_sixty_days(
    browser: Browser, claimed: Account, population: Population, run_jobs: RunJobs
) -> None:
    run_jobs()
    browser.http.post("/en/account/verify/letter")
    code = letter_code(claimed)
    PaperCode.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert browser.http.post("/en/account/verify", {"code": code}).status_code == 422
    PaperCode.objects.update(expires_at=clock.now() + timedelta(days=1), tries=5)
    assert browser.http.post("/en/account/verify", {"code": code}).status_code == 422
    assert texts_to(ON_FILE) == []
