"""An outside system is down: the person reads it, nothing is lost, and the case continues."""

import pytest

from hukumati.project.run.platform import Platform
from tests.journeys import applying
from tests.journeys.conftest import AtWork, Newcomer
from tests.people import messages_to, misbehaving, wait_for

pytestmark = pytest.mark.platform
TAREQ, OMAR, KARIM, MOHAMMAD, NAJAH = "909990004", "413334400", "410001101", "804445500", "406334409"
SERVICE = "/services/non-conviction-certificate/apply/?again=1"


@pytest.mark.parametrize("mode", ["down", "error", "malformed", "drop"])
def test_the_population_register_is_down_the_draft_is_kept_and_goes_on(
    platform: Platform, newcomer: Newcomer, mode: str
) -> None:
    person = newcomer(OMAR)
    with misbehaving(platform, "population", mode):
        page = person.open(SERVICE)
        assert "السجل لا يستجيب" in page.title
        action = str(page.html.xpath("//form[contains(@action, '/register/')]/@action")[0])
        reference = action.split("/applications/")[1].split("/")[0]
        again = person.browser.submit(action="/register/")
        assert "السجل لا يستجيب" in again.title
        assert reference in person.open("/applications/").text
    person.open(f"/applications/{reference}/form/about-you/")
    person.browser.submit(action="/register/")
    assert person.page.url.endswith(f"/applications/{reference}/form/about-you/")
    assert "عمر خليل إبراهيم البرغوثاني" in person.page.text


def test_a_register_that_answers_of_somebody_else_is_not_believed(platform: Platform, newcomer: Newcomer) -> None:
    person = newcomer(OMAR)
    with misbehaving(platform, "population", "wrong_person"):
        page = person.open(SERVICE)
    assert "السجل لا يستجيب" in page.title
    person.open(SERVICE)
    assert "عمر خليل إبراهيم البرغوثاني" in person.page.text


def test_the_criminal_register_is_down_the_citizen_is_told_and_the_case_ends_by_itself(
    platform: Platform, newcomer: Newcomer
) -> None:
    person = newcomer(KARIM)
    with misbehaving(platform, "criminal_register", "down"):
        reference = person.apply()
        person.pay_by_card()
        wait_for("the delay on the page", lambda: "لا يستجيب" in person.case(reference).text)
    assert person.wait_for_document(reference, seconds=120).startswith(b"%PDF-")
    assert "لا يستجيب" not in person.case(reference).text


def test_the_register_of_social_assistance_is_down_the_application_waits_and_goes_on_by_itself(
    platform: Platform, newcomer: Newcomer, at_work: AtWork
) -> None:
    person, officer = newcomer(NAJAH), at_work("MOH-0001")
    answers = {"collect_method": "download", "true_words": "on", "centre": "MOH-RAM"}
    with misbehaving(platform, "social", "down"):
        reference = applying.fill_in(person, "health-insurance", answers)
        assert "يمكنك تقديم الطلب مع ذلك" in person.page.text
        assert "يتوقف الرسم على ما يقوله السجل" in person.page.text
        person.submit()
        assert "قُدّم طلبك وهو بانتظار سجل" in person.page.text
        assert applying.state_of(platform, reference) == "draft"
        assert "الطلب بانتظار سجل لا يستجيب" in officer.open(f"/inbox/{reference}/").text
    applying.wait_for_state(platform, reference, "review")
    assert "بانتظار سجل" not in person.case(reference).text
    wait_for("the message", lambda: any(reference in one["text"] for one in messages_to(platform, person.phone)))
    applying.decide(officer, reference, "approve")
    applying.wait_for_state(platform, reference, "done")


def test_the_card_company_is_down_cash_still_pays(platform: Platform, newcomer: Newcomer) -> None:
    person = newcomer(MOHAMMAD)
    reference = person.apply()
    with misbehaving(platform, "acquirer", "down"):
        page = person.choose_card()
        assert page.status == 200
        assert "خدمة الدفع بالبطاقة لا تستجيب الآن" in page.text
        person.pay_cash(reference)
        person.wait_for_document(reference)


def test_the_card_company_takes_the_money_and_its_answer_is_lost(platform: Platform, newcomer: Newcomer) -> None:
    person = newcomer(MOHAMMAD)
    reference = person.apply()
    with misbehaving(platform, "acquirer", "commit_then_drop:capture", times=1):
        person.pay_by_card()
        person.wait_for_document(reference)
    assert person.case(reference).text.count("الإيصال") == 1


def test_the_text_message_gateway_is_down_and_the_message_comes_later(platform: Platform, newcomer: Newcomer) -> None:
    person = newcomer(KARIM)
    with misbehaving(platform, "sms", "down"):
        reference = person.apply()
        person.pay_by_card()
        person.wait_for_document(reference)
    wait_for("the message", lambda: any(reference in one["text"] for one in messages_to(platform, person.phone)))
