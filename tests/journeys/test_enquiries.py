"""Enquiries: free, without an officer, answered at once by a ministry's register through the exchange."""

import pytest

from hukumati.project.run.platform import Platform
from tests.journeys.conftest import Newcomer
from tests.people import Citizen, messages_to, references_in, set_fault, simulator, wait_for

pytestmark = pytest.mark.platform

LAYLA, KHALED, HIBA, SAMER = "400000006", "900000001", "803334408", "911112209"
FINES = "traffic-fines"
# The first words of the answer in each language, and words for Layla (in Arabic) and for Khaled (in English).
ALL = {
    "traffic-fines": ("هذه مخالفاتك", "These are your fines", "مدفوعة", "Fine None"),
    "vehicle-enquiry": ("هذه المركبات", "These are the vehicles", "رقم اللوحة", "Vehicle None"),
    "health-insurance-status": ("هذه بيانات تأمينك", "This is your health insurance", "سارٍ", "Insured now No"),
    "passport-status": ("هذه بيانات جوازات سفرك", "These are your passports", "ساري المفعول", "Expired"),
    "amounts-due": ("هذه المستحقات", "These are the amounts", "₪", "Amount due None"),
    "job-seeker-status": ("هذه بيانات تسجيلك", "This is your registration", "لا يوجد", "Registered now Yes"),
    "labour-office-statement": ("هذه بياناتك", "These are your jobs, courses", "صاحب العمل", "Employment None"),
    "land-transaction": ("هذه حصصك", "These are your shares", "الحوض", "Share None"),
}
CODES = ("id_number", "extracted_at", "unpaid", "valid_until", "has_lien", "under_study", "property_tax", "currency")


def enquire(person: Citizen, slug: str) -> str:
    """Enquire up to the tracking page, and return the reference."""
    person.open(f"/services/{slug}/apply/")
    if "/form/" in person.page.url:
        person.browser.submit(holding="seen")
    assert person.page.url.endswith("/check/"), person.page.text[:600]
    person.submit()
    return person.page.url.rstrip("/").rpartition("/")[2]


def wait_for_words(person: Citizen, reference: str, words: str) -> str:
    """Reload the tracking page until it holds the words, and return its text."""

    def found() -> str:
        text = person.case(reference).text
        return text if words in text else ""

    return str(wait_for(words, found))


def test_fines_are_shown_in_arabic_at_once_and_can_be_queried_again(newcomer: Newcomer) -> None:
    layla = newcomer(LAYLA)
    first = enquire(layla, FINES)
    text = wait_for_words(layla, first, "هذه مخالفاتك")
    assert text.count("غير مدفوعة") == 2
    assert "₪" in text
    assert "مخالفة 3" in text
    again = enquire(layla, FINES)
    assert again != first
    wait_for_words(layla, again, "هذه مخالفاتك")
    assert first in references_in(layla.open("/applications/").text)


@pytest.mark.parametrize("slug", ALL)
def test_every_enquiry_is_answered_in_both_languages_with_the_words_of_people(newcomer: Newcomer, slug: str) -> None:
    begins_ar, begins_en, tells_layla, tells_khaled = ALL[slug]
    layla, khaled = newcomer(LAYLA), newcomer(KHALED, language="en")
    arabic = wait_for_words(layla, enquire(layla, slug), begins_ar)
    english = wait_for_words(khaled, enquire(khaled, slug), begins_en)
    assert tells_layla in arabic
    assert tells_khaled in english
    assert not [code for code in CODES if code in arabic]
    assert not [code for code in CODES if "_" in code and code in english]


def test_an_enquiry_costs_nothing_and_its_page_says_so(newcomer: Newcomer) -> None:
    khaled = newcomer(KHALED, language="en")
    page = khaled.open(f"/services/{FINES}/").text
    assert "free of charge" in page
    assert "Where to collect" not in page
    khaled.open(f"/services/{FINES}/apply/")
    khaled.browser.submit(holding="seen")
    assert "Fee" not in khaled.page.text


def test_a_register_that_is_down_is_shown_as_a_delay_and_answers_later(platform: Platform, newcomer: Newcomer) -> None:
    hiba = newcomer(HIBA, language="en")
    set_fault(platform, "transport", "down", times=1)
    try:
        reference = enquire(hiba, FINES)
        wait_for_words(hiba, reference, "There is a delay")
        wait_for_words(hiba, reference, "These are your fines")
    finally:
        set_fault(platform, "transport", "ok")


def test_a_person_unknown_to_the_register_reads_that_there_is_no_answer(newcomer: Newcomer) -> None:
    samer = newcomer(SAMER, language="en")
    text = wait_for_words(samer, enquire(samer, FINES), "We have no answer from the register")
    assert "Ask again" in text


def test_the_register_receives_the_number_and_the_purpose(platform: Platform, newcomer: Newcomer) -> None:
    khaled = newcomer(KHALED, language="en")
    wait_for_words(khaled, enquire(khaled, FINES), "These are your fines")
    with simulator(platform, "transport") as client:
        received = client.get("/_sim/journal").json()["entries"][-1]["details"]
    assert (received["subject"], received["purpose"]) == (KHALED, "MOT-FIN")
    assert not messages_to(platform, khaled.phone)[-1]["text"].count(KHALED)
