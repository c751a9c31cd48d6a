"""The Ministry of Interior's console: an account is found, locked, unlocked, and freed by two of what was lost."""

import pytest

from hukumati.project.run.platform import Platform
from tests.journeys.accessibility import Inspection
from tests.journeys.conftest import AtWork, OpenWindow
from tests.journeys.database import change
from tests.journeys.identities import TELEPHONE
from tests.journeys.windows import Window
from tests.people import Official

pytestmark = [pytest.mark.platform, pytest.mark.browser]
PERSON = "905556601"


def _enter(window: OpenWindow, official: Official, language: str) -> Window:
    opened = window(language, **TELEPHONE)
    opened.enter_as(official)
    return opened


def _search(official: Window) -> None:
    official.page.fill('input[name="text"]', PERSON)
    official.page.fill('textarea[name="reason"]', official.localized("اتصال بمركز الخدمة", "A call to the centre"))
    official.press("بحث", "Search")
    official.expect_text("طرق الدخول", "Ways to sign in")


def _give_recovery_codes(platform: Platform) -> None:
    """Give the person whose account was opened last a recovery code, on a sheet that is lost."""
    sql = (
        "INSERT INTO identity_recovery_code (digest, account_id, created_at) SELECT decode(md5(id::text), 'hex'), "
        "account_id, now() FROM identity_look ORDER BY begun_at DESC LIMIT 1"
    )
    assert change(platform, sql) == 1


def _lock_and_unlock(official: Window, inspection: Inspection) -> None:
    official.follow("قفل الحساب", "Lock the account")
    inspection.check(official, "lock an account")
    official.page.fill('textarea[name="reason"]', official.localized("بلاغ", "A report"))
    official.press("قفل الحساب", "Lock the account")
    official.expect_text("قُفل الحساب، وسُجّل الخروج", "The account is locked, and signed out")
    inspection.check(official, "account, locked")
    official.follow("إلغاء قفل الحساب", "Unlock the account")
    inspection.check(official, "unlock an account")
    official.choose("document", "id_card")
    official.page.fill('input[name="document_number"]', "123456789")
    official.page.fill('input[name="id_number"]', PERSON)
    official.choose("known_by", "photograph")
    official.page.locator('input[name="is_theirs"]').check()
    official.press("إلغاء قفل الحساب", "Unlock the account")
    official.expect_text("أُلغي قفل الحساب، ويستطيع", "The account is unlocked")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_an_account_is_locked_unlocked_and_freed_of_what_was_lost(
    platform: Platform, at_work: AtWork, window: OpenWindow, language: str, inspection: Inspection
) -> None:
    first = _enter(window, at_work("MOI-0006"), language)
    second = _enter(window, at_work("MOI-0007"), language)
    first.open("workplace")
    first.expect_heading("حسابات المواطنين", "Citizens' accounts")
    inspection.check(first, "citizens' accounts")
    first.press("بحث", "Search")
    inspection.check(first, "citizens' accounts: nothing typed")
    _search(first)
    _give_recovery_codes(platform)
    first.page.reload()
    inspection.check(first, "a citizen's account")
    _lock_and_unlock(first, inspection)

    first.follow("إزالة طريقة دخول مفقودة", "Remove a lost way to sign in")
    inspection.check(first, "remove a lost way to sign in")
    first.choose("factor", "recovery_codes")
    first.page.fill('textarea[name="reason"]', first.localized("فقدتها", "She lost them"))
    first.press("اقتراح", "Propose")
    first.expect_text("اقتراحك بانتظار موظف ثانٍ.", "Your proposal waits for a second official.")
    second.open("workplace", "/proposals/")
    inspection.check(second, "proposals")
    second.follow("إزالة طريقة دخول مفقودة", "Remove a lost way to sign in")
    inspection.check(second, "a proposal")
    second.press("تأكيد: يسري فورًا", "Confirm: it takes effect at once")
    second.expect_text("مؤكَّد", "confirmed")
    inspection.check(second, "a proposal, confirmed")
    inspection.visit(second, "workplace", "/fraud/")
