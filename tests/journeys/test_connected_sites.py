"""A government body registers a site and the operator approves it; its staff manager changes roles at once."""

import pytest
from playwright.sync_api import expect

from tests.journeys.accessibility import Inspection
from tests.journeys.conftest import AtWork, Entered

pytestmark = [pytest.mark.platform, pytest.mark.browser]
BOTH = pytest.mark.parametrize("language", ["ar", "en"])


@BOTH
def test_a_site_is_registered_approved_and_suspended(
    at_work: AtWork, entered: Entered, language: str, inspection: Inspection
) -> None:
    manager, operator = entered(at_work("MOC-0001")), entered(at_work("MTDE-0001"))
    manager.open("workplace")
    manager.expect_heading("مواقعنا", "Our sites")
    inspection.check(manager, "our sites")
    manager.press("تسجيل موقع", "Register a site")
    inspection.check(manager, "register a site")
    manager.press("إرسال", "Send")
    inspection.check(manager, "register a site: nothing typed")
    name = f"Archive {language}"
    for field, value in {
        "name_ar": "الأرشيف",
        "name_en": name,
        "purpose": "يطلب الناس نسخًا.",
        "purpose_en": "People order copies.",
        "redirect_uris": f"https://archive-{language}.example/callback",
        "why_identity": "تحمل النسخة الاسم.",
        "why_identity_en": "The copy bears the name.",
    }.items():
        manager.page.fill(f'[name="{field}"]', value)
    manager.press("إرسال", "Send")
    manager.expect_text("لن يظهر مرة أخرى", "never shown again")
    inspection.check(manager, "site: secret")
    client_id = manager.page.url.rstrip("/").rpartition("/")[2]

    operator.open("workplace")
    operator.expect_heading("جميع المواقع", "All sites")
    inspection.check(operator, "all sites")
    operator.open("workplace", f"/sites/all/{client_id}/")
    inspection.check(operator, "site: to approve")
    operator.press("الموافقة على الموقع", "Approve the site")
    operator.expect_text("قيد الاستعمال", "in use")
    operator.page.fill('[name="note"]', "Its host moved.")
    operator.press("إيقاف: لا يستطيع أحد الدخول إليه", "Suspend: nobody can sign in there")
    operator.expect_text("موقوف", "suspended")
    manager.page.reload()
    expect(manager.main).to_contain_text("Its host moved.")
    inspection.check(manager, "site: suspended")


@BOTH
def test_a_role_that_is_given_counts_on_the_next_page(
    at_work: AtWork, entered: Entered, language: str, inspection: Inspection
) -> None:
    manager, clerk = entered(at_work("MOI-0008")), entered(at_work("MOI-0003"))
    clerk.open("workplace", "/desk/")
    manager.open("workplace")
    manager.expect_heading("موظفونا", "Our staff")
    inspection.check(manager, "our staff")
    manager.open("workplace", "/staff/new/")
    inspection.check(manager, "add an official")
    manager.open("workplace", "/staff/MOI-0003/")
    inspection.check(manager, "official: roles")
    manager.page.locator('input[name="roles"][value="analyst"]').check()
    manager.press("تعديل الأدوار", "Change the roles")
    clerk.open("workplace", "/studio/")
    expect(clerk.heading).to_be_visible()
    assert clerk.page.url.endswith("/studio/")
    manager.page.locator('input[name="roles"][value="analyst"]').uncheck()
    manager.press("تعديل الأدوار", "Change the roles")
    answer = clerk.page.reload()
    assert answer is not None
    assert answer.status == 403
