"""What the Ministry of Interior's officials do to accounts: with a reason, on record, and by two where it takes two."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from hukumati.core import audit, clock
from hukumati.identity import api
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.models import (
    Account,
    AccountState,
    FraudSignal,
    LoginSession,
    Look,
    Passkey,
    Proposal,
    RecoveryCode,
    TotpSecret,
)
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.account_visits import fresh, link_to, texts_to
from hukumati.identity.tests.browser import LAYLA, Browser, open_account, redeem, userinfo
from hukumati.identity.tests.population import Population
from hukumati.identity.use_cases import fraud_signals
from hukumati.identity.use_cases.accounts import login_digest, phone_digest

pytestmark = pytest.mark.django_db
FIRST, SECOND, THIRD, LAYLAS_OWN = "MOI-0006", "MOI-0007", "MOI-0009", "MOI-0010"
PHONE = "+970599000112"


@pytest.fixture(autouse=True)
def _read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    account_visits.read_along(monkeypatch)


def _open_officials() -> None:
    for number in (FIRST, SECOND, THIRD, LAYLAS_OWN):
        open_account(number, staff=api.Staff(number, "moi", "MOI-RAM", frozenset({"identity_officer"})))
    own = Account.objects.get(login_digest=login_digest(LAYLAS_OWN))
    own.id_number = LAYLA
    own.save()


@pytest.fixture(autouse=True)
def _officials(provider: None) -> None:
    _open_officials()


@pytest.fixture
def token(browser: Browser) -> str:
    """Her access token, of before she had an app."""
    return str(redeem(browser.sign_in()).json()["access_token"])


@pytest.fixture
def layla() -> Account:
    account = Account.objects.get(login_digest=login_digest(LAYLA))
    now = clock.now()
    TotpSecret.objects.create(account=account, secret="S3CRET", created_at=now, confirmed_at=now, last_step=59_000_000)
    return account


@pytest.fixture
def other() -> Account:
    """Another account of hers, which was never verified."""
    return Account.objects.create(
        login="+56961234567", login_digest=login_digest("+56961234567"), name_ar="ليلى", name_en="Layla",
        phone="+56961234567", password_hash="x", proofing=Proofing.CLAIMED, created_at=clock.now(),
    )  # fmt: skip


def _file(text: str = LAYLA, officer: str = FIRST) -> api.AccountFile:
    search = api.search_accounts(text=text, officer=officer, reason="a call to the centre")
    (found,) = api.list_open_accounts(officer=officer, search=search)
    return api.open_account_file(look=found.look, officer=officer)


def _actions() -> list[str]:
    return [each.action for each in audit.list_entries(subject=f"person:{LAYLA}")]


# Looking


def test_a_search_opens_the_account_to_this_official_for_an_hour(layla: Account) -> None:
    file = _file()
    assert (file.record.id_number, file.reason) == (LAYLA, "a call to the centre")
    with pytest.raises(api.NoSuchLook):
        api.open_account_file(look=file.look, officer=SECOND)
    Look.objects.update(expires_at=clock.now())
    with pytest.raises(api.NoSuchLook):
        api.open_account_file(look=file.look, officer=FIRST)
    assert api.list_open_accounts(officer=FIRST) == ()


def test_each_search_is_on_the_persons_record_with_its_reason(layla: Account) -> None:
    _file()
    line = audit.list_entries(subject=f"person:{LAYLA}")[-1]
    assert (line.actor, line.action, line.details) == (
        f"staff:{FIRST}", "identity.account_looked_at", {"reason": "a call to the centre"},
    )  # fmt: skip


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_search_without_a_reason_opens_nothing(layla: Account, reason: str) -> None:
    with pytest.raises(api.NoReason):
        api.search_accounts(text=LAYLA, officer=FIRST, reason=reason)
    assert not Look.objects.exists()


@pytest.mark.parametrize("text", ["nobody", "", "000000000", FIRST, "' OR 1=1 --", "\u202e400000006x", "9" * 4000])
def test_who_is_no_citizen_with_an_account_is_not_found(layla: Account, text: str) -> None:
    search = api.search_accounts(text=text, officer=FIRST, reason="x")
    assert api.list_open_accounts(officer=FIRST, search=search) == ()


def test_nobody_looks_at_their_own_account(layla: Account) -> None:
    with pytest.raises(api.OwnAccount):
        api.search_accounts(text=PHONE, officer=LAYLAS_OWN, reason="curious")
    assert not Look.objects.exists()


def test_whoever_searches_without_end_is_stopped(layla: Account) -> None:
    for _ in range(60):
        api.search_accounts(text="nobody", officer=FIRST, reason="x")
    with pytest.raises(api.TooManyLooks):
        api.search_accounts(text=LAYLA, officer=FIRST, reason="x")
    assert _file(officer=SECOND).record.id_number == LAYLA


def test_the_file_tells_factors_sessions_and_notices_and_no_secret(token: str, layla: Account) -> None:
    code = RecoveryCode.objects.create(account=layla, digest=b"\x01" * 32, created_at=clock.now())
    file = _file()
    assert [each.kind for each in file.factors] == ["app", "recovery_codes"]
    assert file.factors[0].used_at is not None
    assert file.factors[1].left == 1
    assert len(file.sessions) == 1
    assert [each.action for each in file.acts] == ["identity.account_looked_at"]
    assert "S3CRET" not in repr(file)
    assert token not in repr(file)
    assert bytes(code.digest).hex() not in repr(file)


# Acts of one official


def test_signing_out_everywhere_ends_tokens_and_is_told(token: str, layla: Account) -> None:
    api.end_all_sessions(account=str(layla.id), officer=FIRST, reason="stolen bag")
    assert userinfo(token).status_code == 401
    assert not LoginSession.objects.filter(account=layla, ended_at=None)
    assert texts_to(PHONE)
    assert "identity.signed_out_everywhere" in _actions()


def test_acts_take_a_reason_and_another_official_than_the_person(layla: Account) -> None:
    account = str(layla.id)
    acts: list[Callable[..., Any]] = [
        lambda **who: api.end_all_sessions(account=account, **who),
        lambda **who: api.propose_unbinding(account=account, factor="app", **who),
        lambda **who: api.propose_deceased(account=account, document="1/2026", **who),
    ]
    for act in acts:
        with pytest.raises(api.NoReason):
            act(officer=FIRST, reason=" ")
        with pytest.raises(api.OwnAccount):
            act(officer=LAYLAS_OWN, reason="x")
    assert not Proposal.objects.exists()


# Acts of two officials (requirement 42)


def _unbinding(layla: Account) -> str:
    return api.propose_unbinding(account=str(layla.id), factor="app", officer=FIRST, reason="her telephone fell")


def test_requirement_42_a_lost_factor_is_removed_by_two_officials(layla: Account) -> None:
    proposal = _unbinding(layla)
    assert TotpSecret.objects.exists()
    assert link_to(PHONE), "who did not lose it can lock the account by the notice"
    with pytest.raises(api.SecondOfficial):
        api.confirm_proposal(proposal=proposal, officer=FIRST)
    with pytest.raises(api.OwnAccount):
        api.confirm_proposal(proposal=proposal, officer=LAYLAS_OWN)
    assert TotpSecret.objects.exists()
    assert api.confirm_proposal(proposal=proposal, officer=SECOND)
    assert not TotpSecret.objects.exists()
    assert _actions() == ["identity.act_proposed", "identity.factor_unbound"]


def test_confirming_and_proposing_twice_is_doing_it_once(layla: Account) -> None:
    assert _unbinding(layla) == _unbinding(layla)
    proposal = str(Proposal.objects.get().id)
    assert api.confirm_proposal(proposal=proposal, officer=SECOND)
    told = len(texts_to(PHONE))
    assert api.confirm_proposal(proposal=proposal, officer=SECOND)
    assert len(texts_to(PHONE)) == told
    assert not api.confirm_proposal(proposal=proposal, officer=THIRD)
    assert not api.decline_proposal(proposal=proposal, officer=THIRD, reason="x")


def test_what_is_declined_or_withdrawn_changes_nothing(layla: Account) -> None:
    proposal = _unbinding(layla)
    assert api.decline_proposal(proposal=proposal, officer=FIRST, reason="a mistake")
    assert api.decline_proposal(proposal=proposal, officer=FIRST, reason="a mistake")
    assert not api.confirm_proposal(proposal=proposal, officer=SECOND)
    assert TotpSecret.objects.exists()
    record = api.open_proposal(proposal=proposal, officer=SECOND)
    assert (record.decision, record.decided_by, record.note) == (api.Decision.DECLINED, FIRST, "a mistake")


def test_a_proposal_is_over_after_seven_days_and_may_be_made_again(layla: Account) -> None:
    proposal = _unbinding(layla)
    Proposal.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert api.list_proposals() == ()
    assert not api.confirm_proposal(proposal=proposal, officer=SECOND)
    again = _unbinding(layla)
    assert again != proposal
    assert api.confirm_proposal(proposal=again, officer=SECOND)


def test_the_queue_names_nobody_and_opening_a_proposal_is_on_record(layla: Account) -> None:
    proposal = _unbinding(layla)
    (line,) = api.list_proposals()
    assert LAYLA not in repr(line)
    assert "Layla" not in repr(line)
    for _ in range(2):
        api.open_proposal(proposal=proposal, officer=SECOND)
    looks = [each for each in audit.list_entries(subject=f"person:{LAYLA}") if each.actor == f"staff:{SECOND}"]
    assert [each.details["reason"] for each in looks] == ["second_official"]


def test_what_is_gone_meanwhile_is_not_removed(layla: Account) -> None:
    proposal = _unbinding(layla)
    TotpSecret.objects.all().delete()
    with pytest.raises(api.NotInThisState):
        api.confirm_proposal(proposal=proposal, officer=SECOND)
    with pytest.raises(api.NotInThisState):
        api.propose_unbinding(account=str(layla.id), factor="passkey:x", officer=FIRST, reason="x")


def test_a_passkey_is_removed_and_no_other(layla: Account) -> None:
    keys = [
        Passkey.objects.create(
            account=layla, credential_id=bytes([number]) * 20, public_key=b"k", name=f"key {number}", aaguid="",
            is_backup_eligible=False, is_backed_up=False, created_at=clock.now(),
        )
        for number in (1, 2)
    ]  # fmt: skip
    proposal = api.propose_unbinding(
        account=str(layla.id), factor=f"passkey:{keys[0].id}", officer=FIRST, reason="lost on a bus"
    )
    assert api.confirm_proposal(proposal=proposal, officer=SECOND)
    assert [each.id for each in Passkey.objects.all()] == [keys[1].id]


def test_two_accounts_of_one_person_are_merged_by_two_officials(layla: Account, other: Account) -> None:
    values = {"officer": FIRST, "reason": "the same person"}
    with pytest.raises(api.NotThesePersons):
        api.propose_merge(kept=str(other.id), gone=str(layla.id), **values)
    with pytest.raises(api.NotThesePersons):
        api.propose_merge(kept=str(layla.id), gone=str(layla.id), **values)
    proposal = api.propose_merge(kept=str(layla.id), gone=str(other.id), **values)
    with pytest.raises(api.SecondOfficial):
        api.confirm_proposal(proposal=proposal, officer=FIRST)
    assert api.confirm_proposal(proposal=proposal, officer=SECOND)
    assert (fresh(other).state, fresh(layla).state) == (AccountState.MERGED, AccountState.ACTIVE)
    assert texts_to("+56961234567")
    assert texts_to(PHONE)
    assert audit.list_entries(subject=f"person:{LAYLA}")[-1].details["second"] == SECOND


def test_accounts_of_two_people_are_not_merged(layla: Account, other: Account) -> None:
    Account.objects.filter(id=other.id).update(id_number="403334402")
    with pytest.raises(api.NotThesePersons):
        api.propose_merge(kept=str(layla.id), gone=str(other.id), officer=FIRST, reason="x")


def test_a_death_by_a_document_takes_two_officials_and_can_be_undone(layla: Account) -> None:
    account = str(layla.id)
    death = api.propose_deceased(account=account, document="D/17", officer=FIRST, reason="a certificate")
    assert fresh(layla).state == AccountState.ACTIVE
    assert api.confirm_proposal(proposal=death, officer=SECOND)
    assert fresh(layla).state == AccountState.DECEASED
    assert texts_to(PHONE)
    with pytest.raises(api.NotInThisState):
        api.propose_deceased(account=account, document="D/18", officer=FIRST, reason="again")
    mistake = api.propose_reopening(account=account, officer=SECOND, reason="a namesake")
    assert api.confirm_proposal(proposal=mistake, officer=FIRST)
    assert fresh(layla).state == AccountState.ACTIVE
    assert {"identity.holder_died", "identity.account_reopened"} <= set(_actions())


def test_an_account_in_use_is_not_reopened(layla: Account) -> None:
    with pytest.raises(api.NotInThisState):
        api.propose_reopening(account=str(layla.id), officer=FIRST, reason="x")


def test_the_register_closes_the_account_of_the_dead_and_of_nobody_else(layla: Account, population: Population) -> None:
    values = {"account": str(layla.id), "officer": FIRST}
    with pytest.raises(api.StillAlive):
        api.close_by_register(**values)
    assert fresh(layla).state == AccountState.ACTIVE
    population.dead.add(LAYLA)
    with pytest.raises(api.OwnAccount):
        api.close_by_register(account=str(layla.id), officer=LAYLAS_OWN)
    assert api.close_by_register(**values)
    assert not api.close_by_register(**values)
    assert fresh(layla).state == AccountState.DECEASED


@pytest.mark.django_db(transaction=True)
def test_requirement_42_of_two_officials_at_once_exactly_one_wins(layla: Account) -> None:
    proposal = _unbinding(layla)

    def decide(number: int) -> bool:
        try:
            if number % 2:
                return api.confirm_proposal(proposal=proposal, officer=SECOND)
            return api.decline_proposal(proposal=proposal, officer=THIRD, reason="no")
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        won = list(pool.map(decide, range(2)))
    assert sorted(won) == [False, True]
    decided = Proposal.objects.get()
    assert (decided.decided_by == SECOND) == won[1]
    assert TotpSecret.objects.exists() == won[0]


# Signs of fraud


def _kinds() -> list[str]:
    return [each.kind for each in api.list_fraud_signals()]


def test_this_was_not_me_and_locks_by_message_are_signs(layla: Account, browser: Browser) -> None:
    _unbinding(layla)
    browser.http.post(link_to(PHONE))
    assert _kinds() == [api.SignalKind.DISAVOWED]


def test_a_telephone_of_many_accounts_and_recoveries_in_vain_are_signs(layla: Account) -> None:
    now = clock.now()
    fraud_signals.judge_telephone(layla, now=now)
    fraud_signals.judge_recoveries(layla, now=now)
    assert _kinds() == []
    for number in range(3):
        Account.objects.create(
            login=f"x{number}", login_digest=login_digest(f"x{number}"), name_ar="", name_en="", phone=PHONE,
            phone_digest=phone_digest(PHONE), password_hash="x", created_at=now,
        )  # fmt: skip
        layla.recoveries.create(
            browser_digest=b"\x01" * 32, loss="password", language="ar", network="", created_at=now, check_state="none"
        )
    fraud_signals.judge_telephone(layla, now=now)
    fraud_signals.judge_recoveries(layla, now=now)
    assert set(_kinds()) == {api.SignalKind.SHARED_PHONE, api.SignalKind.RECOVERIES}


def test_signs_of_a_kind_are_counted_until_one_official_settles_them(layla: Account) -> None:
    for _ in range(3):
        fraud_signals.raise_signal(layla, api.SignalKind.REFRESH_REUSE, now=clock.now())
    (signal,) = api.list_fraud_signals()
    assert signal.count == 3
    assert "Layla" not in repr(signal)
    with pytest.raises(api.NoReason):
        api.settle_fraud_signal(signal=signal.id, officer=FIRST, reason=" ")
    assert api.settle_fraud_signal(signal=signal.id, officer=FIRST, reason="a faulty app")
    assert not api.settle_fraud_signal(signal=signal.id, officer=SECOND, reason="mine")
    assert FraudSignal.objects.get().settled_by == FIRST
    fraud_signals.raise_signal(layla, api.SignalKind.REFRESH_REUSE, now=clock.now())
    assert [each.count for each in api.list_fraud_signals()] == [1]


def test_opening_a_sign_is_on_the_persons_record(layla: Account) -> None:
    fraud_signals.raise_signal(layla, api.SignalKind.COPIED_PASSKEY, now=clock.now())
    (signal,) = api.list_fraud_signals()
    with pytest.raises(api.OwnAccount):
        api.open_fraud_signal(signal=signal.id, officer=LAYLAS_OWN)
    _, look = api.open_fraud_signal(signal=signal.id, officer=FIRST)
    assert api.open_account_file(look=look, officer=FIRST).reason == "fraud_signal"
    assert _actions()[-1] == "identity.account_looked_at"


UNKNOWN = "00000000-0000-0000-0000-000000000000"


def test_names_of_nothing_are_refused() -> None:
    with pytest.raises(api.NoSuchLook):
        api.open_account_file(look=UNKNOWN, officer=FIRST)
    with pytest.raises(api.NoSuchProposal):
        api.open_proposal(proposal=UNKNOWN, officer=FIRST)
    with pytest.raises(api.NoSuchProposal):
        api.confirm_proposal(proposal=UNKNOWN, officer=FIRST)
    with pytest.raises(api.NoSuchSignal):
        api.open_fraud_signal(signal=UNKNOWN, officer=FIRST)
