"""The QR code on the paper leads anybody with a telephone to its verification."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from hukumati.project.run.platform import Platform
from tests.journeys.commands import manage
from tests.journeys.conftest import Newcomer, OpenWindow
from tests.journeys.printed_certificates import numbers_in, qr_code_text, text_of

pytestmark = [pytest.mark.browser, pytest.mark.platform]
LAYLA_OF_TUBAS = "808889901"
VALID = ("هذه الوثيقة صالحة", "This document is valid")
REVOKED = ("أُلغيت هذه الوثيقة", "This document was revoked")
UNKNOWN = ("لا توجد لدينا هذه الوثيقة", "We have no record of this document")


@pytest.fixture
def paper(newcomer: Newcomer, tmp_path: Path) -> Path:
    """Return the file of a certificate."""
    person = newcomer(LAYLA_OF_TUBAS)
    reference = person.apply()
    person.pay_by_card()
    path = tmp_path / "certificate.pdf"
    path.write_bytes(person.wait_for_document(reference))
    return path


def test_a_telephone_reads_valid_then_revoked_and_unknown_if_forged(
    platform: Platform, window: OpenWindow, paper: Path
) -> None:
    address = qr_code_text(paper)
    page, token = address.split("#")
    assert page == f"{platform.urls['portal']}/v"
    anybody = window("ar", viewport={"width": 360, "height": 740})
    anybody.page.goto(address)
    anybody.expect_text(*VALID)
    expect(anybody.page).to_have_url(page)

    forged = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    english = window("en")
    english.page.goto(f"{platform.urls['portal']}/en/v#{forged}")
    english.expect_text(*UNKNOWN)

    serial, _ = numbers_in(text_of(paper))
    manage(platform, "documents_revoke", serial, "--reason", "صدرت خطأً", "--actor", "officer:MOJ-0001")
    anybody.page.goto("about:blank")
    anybody.page.goto(address)
    anybody.expect_text(*REVOKED)


def test_a_file_with_one_changed_byte_is_detected(window: OpenWindow, paper: Path) -> None:
    content = bytearray(paper.read_bytes())
    content[len(content) // 3] ^= 1
    paper.write_bytes(bytes(content))
    anybody = window("en")
    anybody.open("portal", "/v/file/")
    anybody.page.set_input_files('input[name="file"]', paper)
    anybody.press("تحقّق", "Verify")
    anybody.expect_text("جرى تغيير هذا الملف بعد ختمه", "This file was changed after it was sealed")
