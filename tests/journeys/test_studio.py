"""One analyst changes a fee in the studio, another publishes it: only new applications cost more."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from hukumati.project.config import REPOSITORY
from hukumati.project.run.platform import Platform
from tests.journeys.accessibility import Inspection
from tests.journeys.commands import manage
from tests.journeys.conftest import Newcomer, OpenWindow
from tests.journeys.windows import Window
from tests.people import person_record, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.platform]
LAYLA, KARIM = "400000006", "410001101"
FOLDER = REPOSITORY / "services" / "moj" / "non-conviction-certificate"
FEES = "rules/fee.csv"


@pytest.fixture
def restored(platform: Platform) -> Iterator[None]:
    """Publish the service from its folder again after the test."""
    yield
    manage(platform, "service_publish", str(FOLDER))


def enter(window: Window, number: str) -> None:
    """Sign an analyst in, who starts at the studio."""
    window.open("workplace")
    window.pass_sign_in(number, str(person_record("staff", "number", number)["phone"]))
    expect(window.page).to_have_url(re.compile(r"/studio/$"))


def open_file(window: Window, path: str) -> None:
    """Open a file from the draft's page."""
    window.page.goto(draft_of(window))
    window.main.locator(".hk-studio-files").get_by_role("link", name=path, exact=True).click()
    expect(window.page.locator("textarea")).to_be_visible()


def draft_of(window: Window) -> str:
    """Return the URL of the open draft."""
    found = re.match(r".*/studio/drafts/[0-9a-f-]{36}/", window.page.url)
    assert found, window.page.url
    return found[0]


def replace(window: Window, old: str, new: str) -> None:
    """Replace text in the editor, save, and wait for the report."""
    text = window.page.locator("textarea").input_value()
    assert old in text, text
    window.page.fill("textarea", text.replace(old, new))
    window.press("حفظ وفحص", "Save and check")
    window.expect_text("حُفظ.", "Saved.")


def selected(window: Window) -> str:
    """Return the selected text of the editor."""
    marked = "(box) => box.value.slice(box.selectionStart, box.selectionEnd)"
    return str(window.page.locator("textarea").evaluate(marked))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_fee_is_changed_by_two_analysts_and_an_open_application_keeps_its_own(
    window: OpenWindow, newcomer: Newcomer, restored: None, language: str
) -> None:
    before = newcomer(LAYLA, language=language)
    before.fill_in()
    assert "20.00" in before.page.text
    address = before.page.url
    rania, tareq = window(language), window(language)
    inspection = Inspection()

    enter(rania, "ANA-0001")
    inspection.check(rania, "list of services")
    inspection.visit(rania, "workplace", "/studio/new/", "/studio/services/MOJ-NCC/versions/1/")
    rania.open("workplace", "/studio/new/")
    rania.main.locator("form button").first.click()
    inspection.check(rania, "a new service, nothing typed")
    rania.open("workplace", "/studio/")
    rania.page.locator('a[href*="/studio/services/MOJ-NCC/"]').click()
    inspection.check(rania, "a service")
    rania.press("تعديل هذه الخدمة", "Change this service")
    inspection.check(rania, "a draft")
    draft = draft_of(rania)
    open_file(rania, "documents/certificate.typ")
    inspection.check(rania, "a file with a long path")

    open_file(rania, FEES)
    replace(rania, "20.00", "25.00")
    rania.expect_text("قيمة الرسم هي", "Fee is 25.00 ILS, not 20.00 ILS")
    inspection.check(rania, "a file with mistakes")
    mistake = rania.main.locator(".hk-studio-diagnostic a").first
    name = mistake.inner_text().partition(":")[0]
    mistake.click()
    expect(rania.page).to_have_url(re.compile(rf"{re.escape(name)}\?line=\d+#line-\d+$"))
    wait_for("the line of the mistake in the editor", lambda: "20.00 ILS" in selected(rania), seconds=10)
    while name:
        replace(rania, "20.00 ILS", "25.00 ILS")
        diagnostics = rania.main.locator(".hk-studio-diagnostic a")
        name = diagnostics.first.inner_text().partition(":")[0] if diagnostics.count() else ""
        if name:
            open_file(rania, name)
    rania.expect_text("لا خطأ، ونجحت السيناريوهات كلها", "No errors, and all scenarios passed")

    for page in ("texts/", "flow/", "changes/", "preview/"):
        rania.page.goto(draft + page)
        inspection.check(rania, page)
    rania.page.goto(f"{draft}changes/")
    rania.expect_text("تغيّر رسم السطر 2 من 20.00 ₪ إلى 25.00 ₪.", "The fee of row 2 changed from 20.00 ₪ to 25.00 ₪.")

    rania.page.goto(f"{draft}preview/")
    rania.main.locator('input[type="radio"]').first.check()
    rania.main.locator('input[name="filled"]').check()
    rania.press("ابدأ", "Start")
    inspection.check(rania, "a page of the preview")
    rania.page.goto(f"{draft}preview/end/")
    inspection.check(rania, "the end of the preview")

    rania.page.goto(draft)
    rania.press("إرسال إلى المراجعة", "Send for review")
    rania.expect_text("أُرسلت إلى المراجعة", "Sent for review")
    expect(rania.main.get_by_role("button", name=rania.localized("نشر", "Publish"), exact=True)).to_have_count(0)

    enter(tareq, "ANA-0002")
    tareq.page.goto(draft)
    inspection.check(tareq, "a draft in review")
    tareq.press("نشر", "Publish")
    tareq.expect_text("تأخذه الطلبات الجديدة من الآن", "New applications will use it from now on")

    after = newcomer(KARIM, language=language)
    after.fill_in()
    assert "25.00" in after.page.text
    assert "20.00" in before.browser.get(address).text
    after.end_applications()
    before.end_applications()
    assert not inspection.problems, "\n".join(inspection.problems)
