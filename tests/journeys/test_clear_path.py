"""A citizen without judgments finds the service, applies, pays by card, and presents a valid certificate."""

from pathlib import Path

import pytest

from tests.journeys import steps
from tests.journeys.conftest import Newcomer, OpenWindow
from tests.journeys.printed_certificates import numbers_in, text_of
from tests.journeys.windows import Window
from tests.people import emails_to, messages_to, name_of, person_record, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.platform]
LAYLA = "400000006"
MISSPELT = {"ar": "شهاده عدم محكوميه", "en": "non convicton"}


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_citizen_finds_applies_pays_and_proves(
    window: OpenWindow, newcomer: Newcomer, tmp_path: Path, language: str
) -> None:
    newcomer(LAYLA)
    citizen = window(language)
    _find_the_service(citizen)
    citizen.press("ابدأ الآن", "Start now")
    citizen.pass_sign_in(LAYLA, steps.phone_of(LAYLA))
    steps.apply_despite_a_valid_document(citizen)
    reference = _fill_in(citizen)
    steps.pay_by_card(citizen)
    citizen.wait_for_document(reference)
    citizen.expect_text("مدفوع", "Paid")
    _expect_notifications(citizen, reference)
    pdf = citizen.download(tmp_path)
    words = text_of(pdf)
    assert name_of(LAYLA, "en") in words
    _verify_by_number(window(language), words)
    _verify_by_file(window(language), pdf)


def _find_the_service(citizen: Window) -> None:
    citizen.open("portal")
    citizen.page.fill('input[name="q"]', MISSPELT[citizen.language])
    citizen.page.press('input[name="q"]', "Enter")
    citizen.expect_text("وجدنا", "found")
    citizen.follow("شهادة عدم محكومية", "Non-conviction certificate")
    for arabic, english in [("الرسوم", "costs"), ("المدة", "How long"), ("مكتب بريد رام الله", "Ramallah post office")]:
        citizen.expect_text(arabic, english)


def _fill_in(citizen: Window) -> str:
    citizen.expect_text(name_of(LAYLA, "ar"), name_of(LAYLA, "en"))
    citizen.press("حفظ ومتابعة", "Save and continue")
    citizen.choose("purpose", "study")
    citizen.press("حفظ ومتابعة", "Save and continue")
    citizen.choose("collect_method", "download")
    citizen.press("حفظ ومتابعة", "Save and continue")
    citizen.expect_text("10.00 ₪", "10.00 ₪")
    reference = citizen.reference
    citizen.press("تقديم الطلب والانتقال إلى الدفع", "Submit and go to payment")
    return reference


def _expect_notifications(citizen: Window, reference: str) -> None:
    phone, email = steps.phone_of(LAYLA), person_record("people", "id_number", LAYLA)["email"]
    ready = citizen.localized("شهادتك جاهزة", "certificate is ready")

    def is_among(messages: list[dict[str, str]], part: str) -> bool:
        return any(reference in message[part] and ready in message[part] for message in messages)

    wait_for("the text message", lambda: is_among(messages_to(citizen.platform, phone), "text"))
    wait_for("the e-mail", lambda: is_among(emails_to(citizen.platform, email), "subject"))


def _verify_by_number(anybody: Window, words: str) -> None:
    serial, code = numbers_in(words)
    anybody.open("portal", "/v")
    anybody.page.fill('input[name="serial"]', serial)
    anybody.page.fill('input[name="code"]', code)
    anybody.press("تحقّق", "Verify")
    anybody.expect_text("هذه الوثيقة صالحة", "This document is valid")
    anybody.expect_text(name_of(LAYLA, "ar"), name_of(LAYLA, "en"))


def _verify_by_file(anybody: Window, pdf: Path) -> None:
    anybody.open("portal", "/v")
    anybody.follow("الوثيقة عندي بصيغة PDF", "I have the document as a PDF file")
    anybody.page.set_input_files('input[name="file"]', pdf)
    anybody.press("تحقّق", "Verify")
    anybody.expect_text("هذه الوثيقة صالحة", "This document is valid")
