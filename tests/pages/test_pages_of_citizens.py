"""The Ministry of Interior's console: accounts are searched with a reason, and acted on, by two where it takes two."""

from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied

from hukumati.core import clock
from hukumati.identity import api as identity
from hukumati.identity.models import Account, Proposal, TotpSecret
from hukumati.identity.tests.browser import LAYLA, open_account
from hukumati.identity.use_cases import fraud_signals
from hukumati.identity.use_cases.accounts import login_digest
from hukumati.web.sign_in.person import Person
from hukumati.web.workplace.citizens.urls import NAMES
from tests.pages.conftest import Page, Visit, official

pytestmark = pytest.mark.django_db
UNKNOWN: Final = "00000000-0000-0000-0000-000000000000"
SEARCH: Final = {"text": LAYLA, "reason": "a call to the centre"}
MARKUP: Final = "'\"><svg onload=alert(1)>"


@pytest.fixture
def bassam() -> Person:
    return _official("MOI-0006")


@pytest.fixture
def sahar() -> Person:
    return _official("MOI-0007")


@pytest.fixture(autouse=True)
def layla(data_folder: Any) -> Account:
    """Her account, with an app."""
    open_account()
    account = Account.objects.get(login_digest=login_digest(LAYLA))
    now = clock.now()
    TotpSecret.objects.create(account=account, secret="S3CRET", created_at=now, confirmed_at=now)
    return account


def _official(number: str) -> Person:
    open_account(number, staff=identity.Staff(number, "moi", "MOI-RAM", frozenset({"identity_officer"})))
    return official(number, "identity_officer", provider="moi")


def _open(visit: Visit, who: Person, **changed: str) -> str:
    """Search and return the address of what was found."""
    page = visit("workplace", "/en/citizens/", who, {**SEARCH, **changed})
    assert page.status == 302, page.text
    return page.location


def _propose(visit: Visit, who: Person) -> str:
    """Propose that the app be removed, and return the proposal's address."""
    page = visit("workplace", f"{_open(visit, who)}unbind/", who, {"factor": "app", "reason": "fell into the sea"})
    assert page.status == 302, page.text
    return f"/en/proposals/{Proposal.objects.latest('proposed_at').id}/"


def test_nothing_of_the_person_stands_in_an_address(visit: Visit, bassam: Person, layla: Account) -> None:
    address = _open(visit, bassam)
    assert LAYLA not in address
    assert str(layla.id) not in address
    page = visit("workplace", address, bassam)
    for text in ("Layla Zaytouni", LAYLA, "Authenticator app", "a call to the centre", "Lock the account"):
        assert text in page.text
    assert "S3CRET" not in page.text
    assert "قفل الحساب" in visit("workplace", address.removeprefix("/en"), bassam, language="ar").text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"reason": ""}, "Enter a reason"),
        ({"text": ""}, "Enter an ID number or a phone number"),
        ({"text": "nobody"}, "No citizen&#x27;s account has this number"),
        ({"text": "MOI-0006"}, "No citizen&#x27;s account has this number"),
        ({"text": MARKUP}, "No citizen&#x27;s account has this number"),
        ({"reason": "x" * 600}, "500"),
    ],
)
def test_a_search_that_is_not_complete_tells_what_is_missing(
    visit: Visit, bassam: Person, changed: dict[str, str], told: str
) -> None:
    page = visit("workplace", "/en/citizens/", bassam, {**SEARCH, **changed})
    assert (page.status, told in page.text) == (422, True)
    assert MARKUP not in page.text


def test_accounts_of_one_telephone_are_listed(visit: Visit, bassam: Person) -> None:
    open_account("403334402")
    address = _open(visit, bassam, text="0599000112")
    assert "/found/" in address
    page = visit("workplace", address, bassam)
    assert (LAYLA in page.text, "403334402" in page.text) == (True, True)


def test_what_a_colleague_has_open_is_closed_to_others(visit: Visit, bassam: Person, sahar: Person) -> None:
    look = _open(visit, bassam)
    for address in (look, f"{look}lock/", f"{look}merge/", f"/en/citizens/{UNKNOWN}/"):
        page = visit("workplace", address, sahar)
        assert (page.status, page.location) == (302, "/en/citizens/?over=1")
    assert visit("workplace", f"/en/citizens/found/{UNKNOWN}/", sahar).location == "/en/citizens/"
    assert visit("workplace", f"{look}lock/", sahar, {"reason": "x"}).status == 302
    assert Account.objects.get(login_digest=login_digest(LAYLA)).state == "active"


def test_only_identity_officers_open_these_pages(visit: Visit) -> None:
    clerk = official("MOI-0003", "clerk", "identity_counter", "staff_manager", provider="moi")
    paths = [f"/en/citizens/{UNKNOWN}/{place}/" for place in ("unlock", *(place for place, _ in NAMES.values()))]
    paths += ["/en/citizens/", f"/en/citizens/{UNKNOWN}/", f"/en/citizens/found/{UNKNOWN}/", "/en/proposals/"]
    paths += [f"/en/proposals/{UNKNOWN}/", "/en/fraud/", f"/en/fraud/{UNKNOWN}/"]
    for path in paths:
        with pytest.raises(PermissionDenied):
            visit("workplace", path, clerk)
    for path in (*paths[:6], paths[6], f"/en/citizens/{UNKNOWN}/deceased/register/", paths[-3], paths[-1]):
        with pytest.raises(PermissionDenied):
            visit("workplace", path, clerk, {"reason": "x", "act": "confirm"})


def test_requirement_29_acts_take_a_sign_in_of_the_last_ten_minutes(visit: Visit, bassam: Person) -> None:
    look = _open(visit, bassam)
    tired = replace(bassam, auth_at=clock.now() - timedelta(minutes=11))
    assert visit("workplace", look, tired).status == 200
    for address in (f"{look}lock/", f"/en/proposals/{UNKNOWN}/", f"/en/fraud/{UNKNOWN}/"):
        assert "again=1" in visit("workplace", address, tired).location
    assert "again=1" in visit("workplace", f"{look}lock/", tired, {"reason": "x"}).location
    assert Account.objects.get(login_digest=login_digest(LAYLA)).state == "active"


def test_an_account_is_locked_with_a_reason_once(visit: Visit, bassam: Person) -> None:
    look = _open(visit, bassam)
    assert "Enter a reason" in visit("workplace", f"{look}lock/", bassam, {"reason": " "}).text
    for _ in range(2):
        page = visit("workplace", f"{look}lock/", bassam, {"reason": "two people use it"})
        assert page.location == f"{look}?done=lock"
    page = visit("workplace", page.location, bassam)
    assert "two people use it" in page.text
    assert "Locked by an official" in page.text
    assert "Lock the account" not in page.text


SEEN: Final = {
    "document": "id_card", "document_number": "123456789", "id_number": LAYLA, "known_by": "photograph",
    "is_theirs": "on",
}  # fmt: skip


def test_only_a_holder_who_is_seen_gets_the_account_unlocked(visit: Visit, bassam: Person) -> None:
    look = _open(visit, bassam)
    visit("workplace", f"{look}lock/", bassam, {"reason": "two people use it"})
    address = f"{look}unlock/"
    assert "Unlock the account" in visit("workplace", look, bassam).text
    for changed in ({"is_theirs": ""}, {"document_number": ""}, {"id_number": "403334402"}, {"id_number": "x"}):
        assert visit("workplace", address, bassam, {**SEEN, **changed}).status == 422
        assert Account.objects.get(login_digest=login_digest(LAYLA)).state == "locked"
    assert visit("workplace", address, bassam, SEEN).location == f"{look}?done=unlock"
    assert Account.objects.get(login_digest=login_digest(LAYLA)).state == "active"


def test_all_devices_are_signed_out(visit: Visit, bassam: Person) -> None:
    look = _open(visit, bassam)
    assert visit("workplace", f"{look}sign-out/", bassam, {"reason": "a stolen bag"}).status == 302
    assert "Signed the account out everywhere" in visit("workplace", look, bassam).text


def test_requirement_42_a_colleague_confirms_and_nobody_their_own(visit: Visit, bassam: Person, sahar: Person) -> None:
    address = _propose(visit, bassam)
    assert "Proposed by" in visit("workplace", "/en/proposals/", sahar).text
    assert LAYLA not in visit("workplace", "/en/proposals/", sahar).text
    own = visit("workplace", address, bassam)
    assert "Confirm: it takes effect" not in own.text
    assert visit("workplace", address, bassam, {"act": "confirm"}).status == 409
    assert TotpSecret.objects.exists()
    assert "Confirm: it takes effect" in visit("workplace", address, sahar).text
    for _ in range(2):
        assert visit("workplace", address, sahar, {"act": "confirm"}).location == address
    assert not TotpSecret.objects.exists()
    assert "confirmed" in visit("workplace", address, bassam).text


def test_who_decides_second_reads_what_happened(visit: Visit, bassam: Person, sahar: Person) -> None:
    address, third = _propose(visit, bassam), _official("MOI-0009")
    assert visit("workplace", address, sahar, {"act": "decline", "reason": ""}).status == 422
    assert visit("workplace", address, sahar, {"act": "decline", "reason": "she has it"}).status == 302
    late = visit("workplace", address, third, {"act": "confirm"})
    assert late.status == 409
    for text in ("decided already", "declined", "she has it", "MOI-0007"):
        assert text in late.text
    assert TotpSecret.objects.exists()


def test_merging_offers_the_accounts_that_are_open(visit: Visit, bassam: Person) -> None:
    open_account("403334402", phone="+970599000131")
    look = _open(visit, bassam)
    assert (
        'value="' + str(Account.objects.get(login_digest=login_digest("403334402")).id)
        not in visit("workplace", f"{look}merge/", bassam).text
    )
    _open(visit, bassam, text="403334402")
    other = str(Account.objects.get(login_digest=login_digest("403334402")).id)
    assert f'value="{other}"' in visit("workplace", f"{look}merge/", bassam).text
    page = visit("workplace", f"{look}merge/", bassam, {"other": other, "reason": "the same?"})
    assert (page.status, "stand for two people" in page.text) == (422, True)
    assert visit("workplace", f"{look}merge/", bassam, {"other": UNKNOWN, "reason": "x"}).status == 422


def test_a_register_that_is_silent_changes_nothing(visit: Visit, bassam: Person, settings: Any) -> None:
    look = _open(visit, bassam)
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"exchange_url": "http://127.0.0.1:9"})
    assert "Ask the population register" in visit("workplace", f"{look}deceased/", bassam).text
    page = visit("workplace", f"{look}deceased/register/", bassam, {"x": "1"})
    assert (page.status, "does not answer now" in page.text) == (409, True)
    assert Account.objects.get(login_digest=login_digest(LAYLA)).state == "active"


def test_a_death_by_a_document_is_proposed_and_undone(visit: Visit, bassam: Person, sahar: Person) -> None:
    look = _open(visit, bassam)
    typed = {"document": "D/17", "reason": "a certificate"}
    assert visit("workplace", f"{look}deceased/", bassam, {"reason": "x"}).status == 422
    assert visit("workplace", f"{look}deceased/", bassam, typed).status == 302
    address = f"/en/proposals/{Proposal.objects.get().id}/"
    assert "D/17" in visit("workplace", address, sahar).text
    assert visit("workplace", address, sahar, {"act": "confirm"}).status == 302
    assert "closed: its holder died" in visit("workplace", look, bassam).text
    assert visit("workplace", f"{look}reopen/", bassam, {"reason": "a namesake"}).status == 302


def test_a_sign_of_fraud_is_settled_with_a_reason(visit: Visit, bassam: Person, layla: Account) -> None:
    fraud_signals.raise_signal(layla, identity.SignalKind.COPIED_PASSKEY, now=clock.now())
    listed = visit("workplace", "/en/fraud/", bassam).text
    assert ("A passkey was copied" in listed, "0599000112" in listed, LAYLA in listed) == (True, False, False)
    (signal,) = identity.list_fraud_signals()
    address = f"/en/fraud/{signal.id}/"
    assert visit("workplace", address, bassam, {"reason": ""}).status == 422
    assert "signs of fraud" in visit("workplace", _open(visit, bassam), bassam).text
    assert visit("workplace", address, bassam, {"reason": "a backup of her own"}).status == 302
    assert visit("workplace", address, bassam, {"reason": "again"}).status == 409
    assert "a backup of her own" in visit("workplace", address, bassam).text
    assert "No sign of fraud is open" in visit("workplace", "/en/fraud/", bassam).text


def test_nobody_acts_on_their_own_account(visit: Visit, layla: Account) -> None:
    own = _official("MOI-0010")
    account = Account.objects.get(login_digest=login_digest("MOI-0010"))
    account.id_number = LAYLA
    account.save()
    page: Page = visit("workplace", "/en/citizens/", own, SEARCH)
    assert (page.status, "your own" in page.text) == (422, True)


def test_names_of_nothing_are_not_found(visit: Visit, bassam: Person) -> None:
    with pytest.raises(identity.NoSuchProposal):
        visit("workplace", f"/en/proposals/{UNKNOWN}/", bassam)
    with pytest.raises(identity.NoSuchSignal):
        visit("workplace", f"/en/fraud/{UNKNOWN}/", bassam)
