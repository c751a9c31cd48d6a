"""A paper certificate is handed over at a post office against a code and an identity document."""

import pytest

from tests.journeys import steps
from tests.journeys.conftest import Newcomer, OpenWindow

pytestmark = [pytest.mark.browser, pytest.mark.platform]
MARYAM, POST_OFFICE = "905556601", "RAM-01"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_clerk_hands_over_against_the_right_code_only(window: OpenWindow, newcomer: Newcomer, language: str) -> None:
    person, citizen, clerk = newcomer(MARYAM, language=language), window(language), window(language)
    reference = person.apply(method="post_office", place=POST_OFFICE)
    person.pay_by_card()
    citizen.enter_as(person)
    citizen.wait_for_document(reference)
    citizen.expect_text("مكتب بريد رام الله", "Ramallah post office")
    steps.sign_in_at_work(clerk, "POST-0001")
    clerk.page.fill('input[name="reference"]', reference.lower())
    clerk.press("بحث", "Find")
    clerk.press("وصلت إلى هنا", "Record arrival")
    citizen.page.reload()
    code = citizen.page.locator(".govuk-panel__body").inner_text().strip()
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    clerk.choose("document_shown", "id_card")
    clerk.page.fill('input[name="code"]', wrong)
    clerk.press("تسليم", "Hand over")
    clerk.expect_text("الرمز غير صحيح", "The code is incorrect")
    clerk.choose("document_shown", "id_card")
    clerk.page.fill('input[name="code"]', code)
    clerk.press("تسليم", "Hand over")
    clerk.expect_text("سُلّمت الوثيقة", "The document was handed over")
    citizen.page.reload()
    citizen.expect_text("سُلّمت في مكتب بريد رام الله", "Handed over at Ramallah post office")
