"""A citizen without judgments finds the service, applies, pays by card, and shows a certificate that holds."""

from pathlib import Path

import pytest

from tests.journeys import steps
from tests.journeys.conftest import Newcomer, OpenWindow
from tests.journeys.paper import numbers_in, words_of
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
    steps.go_on_though_one_is_valid(citizen)
    reference = _fill_in(citizen)
    steps.pay_by_card(citizen)
    citizen.wait_for_document(reference)
    citizen.reads("مدفوع", "Paid")
    _was_told(citizen, reference)
    pdf = citizen.download(tmp_path)
    words = words_of(pdf)
    assert name_of(LAYLA, "en") in words
    _verify_by_number(window(language), words)
    _verify_by_file(window(language), pdf)


def _find_the_service(citizen: Window) -> None:
    citizen.open("portal")
    citizen.page.fill('input[name="q"]', MISSPELT[citizen.language])
    citizen.page.press('input[name="q"]', "Enter")
    citizen.reads("وجدنا", "found")
    citizen.follow("شهادة عدم محكومية", "Non-conviction certificate")
    for arabic, english in [("الرسوم", "costs"), ("المدة", "How long"), ("مكتب بريد رام الله", "Ramallah post office")]:
        citizen.reads(arabic, english)


def _fill_in(citizen: Window) -> str:
    citizen.reads(name_of(LAYLA, "ar"), name_of(LAYLA, "en"))
    citizen.press("حفظ ومتابعة", "Save and continue")
    citizen.choose("purpose", "study")
    citizen.press("حفظ ومتابعة", "Save and continue")
    citizen.choose("collect_method", "download")
    citizen.press("حفظ ومتابعة", "Save and continue")
    citizen.reads("10.00 ₪", "10.00 ₪")
    reference = citizen.reference
    citizen.press("تقديم الطلب والانتقال إلى الدفع", "Submit and go to payment")
    return reference


def _was_told(citizen: Window, reference: str) -> None:
    phone, email = steps.phone_of(LAYLA), person_record("people", "id_number", LAYLA)["email"]
    ready = citizen.say("شهادتك جاهزة", "certificate is ready")

    def told(messages: list[dict[str, str]], part: str) -> bool:
        return any(reference in message[part] and ready in message[part] for message in messages)

    wait_for("the text message", lambda: told(messages_to(citizen.platform, phone), "text"))
    wait_for("the e-mail", lambda: told(emails_to(citizen.platform, email), "subject"))


def _verify_by_number(anybody: Window, words: str) -> None:
    serial, code = numbers_in(words)
    anybody.open("portal", "/v")
    anybody.page.fill('input[name="serial"]', serial)
    anybody.page.fill('input[name="code"]', code)
    anybody.press("تحقّق", "Verify")
    anybody.reads("هذه الوثيقة صالحة", "This document is valid")
    anybody.reads(name_of(LAYLA, "ar"), name_of(LAYLA, "en"))


def _verify_by_file(anybody: Window, pdf: Path) -> None:
    anybody.open("portal", "/v")
    anybody.follow("الوثيقة عندي بصيغة PDF", "I have the document as a PDF file")
    anybody.page.set_input_files('input[name="file"]', pdf)
    anybody.press("تحقّق", "Verify")
    anybody.reads("هذه الوثيقة صالحة", "This document is valid")
