"""Enquiries: from sign-in to an answer in words, by a ministry's register through the exchange."""

import pytest

from hukumati.project.run.platform import Platform
from tests.journeys.conftest import Newcomer
from tests.people import messages_to, misbehaving, references_in, simulator

pytestmark = pytest.mark.platform

LAYLA, KHALED, HIBA, SAMER = "400000006", "900000001", "803334408", "911112209"
FINES = "/services/traffic-fines/answer/"
# What Layla reads (in Arabic), and what Khaled reads (in English).
ALL = {
    "traffic-fines": ("عليك مخالفات غير مدفوعة مجموعها", "You have no traffic fines."),
    "vehicle-enquiry": ("سارٍ حتى", "No vehicle is registered in your name."),
    "health-insurance-status": ("أنت مؤمَّن الآن", "You are not covered by government health insurance now."),
    "passport-status": ("لديك جواز سفر ساري المفعول", "You have no valid passport."),
    "amounts-due": ("مجموع المستحق عليك", "You owe nothing to the treasury."),
    "job-seeker-status": ("لست مسجلًا الآن", "You are registered as a job seeker now."),
    "labour-office-statement": ("صاحب العمل", "No work is recorded in your name."),
    "land-transaction": ("الحوض", "No share is registered in your name."),
}
CODES = ("id_number", "extracted_at", "unpaid", "valid_until", "has_lien", "under_study", "property_tax", "currency")


@pytest.mark.parametrize("slug", ALL)
def test_every_enquiry_is_answered_at_once_in_both_languages_with_the_words_of_people(
    newcomer: Newcomer, slug: str
) -> None:
    tells_layla, tells_khaled = ALL[slug]
    arabic = newcomer(LAYLA).open(f"/services/{slug}/answer/").text
    english = newcomer(KHALED, language="en").open(f"/services/{slug}/answer/").text
    assert tells_layla in arabic
    assert tells_khaled in english
    assert not [code for code in CODES if code in arabic]
    assert not [code for code in CODES if "_" in code and code in english]


def test_an_enquiry_leaves_no_application(newcomer: Newcomer) -> None:
    khaled = newcomer(KHALED, language="en")
    page = khaled.open("/services/traffic-fines/").text
    assert "Free of charge" in page
    assert "Where to collect" not in page
    before = references_in(khaled.open("/applications/").text)
    khaled.open(FINES)
    assert references_in(khaled.open("/applications/").text) == before


def test_a_register_that_is_down_is_told_and_answers_later(platform: Platform, newcomer: Newcomer) -> None:
    hiba = newcomer(HIBA, language="en")
    with misbehaving(platform, "transport", "down"):
        assert "Nothing is lost." in hiba.open(FINES).text
    assert "fines" in hiba.open(FINES).text


def test_a_person_unknown_to_the_register_reads_that_nothing_is_recorded(newcomer: Newcomer) -> None:
    assert "No fines are recorded in your name" in newcomer(SAMER, language="en").open(FINES).text


def test_the_register_receives_the_number_and_the_purpose(platform: Platform, newcomer: Newcomer) -> None:
    khaled = newcomer(KHALED, language="en")
    khaled.open(FINES)
    with simulator(platform, "transport") as client:
        received = client.get("/_sim/journal").json()["entries"][-1]["details"]
    assert (received["subject"], received["purpose"]) == (KHALED, "MOT-FIN")
    assert not messages_to(platform, khaled.phone)[-1]["text"].count(KHALED)
