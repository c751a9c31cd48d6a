"""Paying the fee: in cash at an agent's till, and by cards that are declined, challenged or abandoned."""

import pytest

from tests.journeys import steps
from tests.journeys.conftest import Newcomer, OpenWindow
from tests.journeys.windows import Window

pytestmark = [pytest.mark.browser, pytest.mark.platform]
NOT_PAID = ("لم يُخصم أي مبلغ", "Nothing was charged")
PAID = ("مدفوع", "Paid")


@pytest.fixture
def payer(window: OpenWindow, newcomer: Newcomer) -> OpenWindow:
    """Return a function that opens the window of a citizen who has an unpaid application."""

    def returned(id_number: str, language: str) -> Window:
        person = newcomer(id_number, language=language)
        reference = person.apply()
        opened = window(language)
        opened.enter_as(person)
        opened.open("portal", f"/applications/{reference}/")
        opened.press("دفع الرسم", "Pay the fee")
        return opened

    return returned


def _expect_paid(citizen: Window, reference: str) -> None:
    citizen.wait_for_document(reference)
    citizen.expect_text(*PAID)
    assert citizen.main.locator("text=/RCP-|R-|[0-9]{6,}/").count() >= 1


@pytest.mark.parametrize("language", ["ar", "en"])
def test_whoever_has_no_card_pays_cash_at_an_agents_till(payer: OpenWindow, window: OpenWindow, language: str) -> None:
    citizen = payer("804445500", language)
    citizen.choose("way", "cash")
    citizen.press("متابعة", "Continue")
    citizen.expect_heading("الدفع نقدًا في نقطة بيع", "Pay in cash at a point of sale")
    reference, number = citizen.reference, citizen.page.locator(".govuk-panel__body").inner_text()
    agent = window(language)
    agent.open("agent")
    agent.page.fill("#reference", number)
    agent.press("اعرض الفاتورة", "Show the bill")
    agent.expect_text("20.00", "20.00")
    agent.press("قبضتُ النقود", "I have taken the cash")
    agent.expect_heading("وصل القبض", "Cash receipt")
    _expect_paid(citizen, reference)


@pytest.mark.parametrize(("language", "card"), [("ar", steps.DECLINED_CARD), ("en", steps.POOR_CARD)])
def test_after_a_declined_card_another_card_pays(payer: OpenWindow, language: str, card: str) -> None:
    citizen = payer("906667704", language)
    reference = citizen.reference
    steps.pay_by_card(citizen, card)
    citizen.expect_text(*NOT_PAID)
    steps.pay_by_card(citizen)
    _expect_paid(citizen, reference)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_holder_is_asked_by_the_bank_and_confirms(payer: OpenWindow, language: str) -> None:
    citizen = payer("407778802", language)
    reference = citizen.reference
    steps.pay_by_card(citizen, steps.CHALLENGED_CARD)
    citizen.expect_heading("مصرفك يطلب موافقتك", "Your bank asks you to confirm")
    citizen.press("أوافق على الدفع", "Confirm the payment")
    _expect_paid(citizen, reference)


def test_whoever_refuses_at_the_bank_has_not_paid(payer: OpenWindow) -> None:
    citizen = payer("407778802", "ar")
    steps.pay_by_card(citizen, steps.CHALLENGED_CARD)
    citizen.press("أرفض", "Refuse")
    citizen.expect_text(*NOT_PAID)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_whoever_goes_back_without_paying_may_try_again(payer: OpenWindow, language: str) -> None:
    citizen = payer("000000018", language)
    reference = citizen.reference
    steps.choose_card(citizen)
    citizen.press("إلغاء والعودة", "Cancel and go back")
    citizen.expect_text(*NOT_PAID)
    steps.pay_by_card(citizen)
    _expect_paid(citizen, reference)


def test_whoever_closes_the_window_at_the_card_page_goes_on_with_the_same_payment(payer: OpenWindow) -> None:
    citizen = payer("000000018", "ar")
    reference = citizen.reference
    steps.choose_card(citizen)
    first = citizen.page.url
    citizen.page.close()
    citizen.page = citizen.new_page()
    citizen.open("portal", f"/applications/{reference}/pay/")
    steps.choose_card(citizen)
    assert citizen.page.url == first
    steps.type_card(citizen, steps.GOOD_CARD)
    _expect_paid(citizen, reference)
