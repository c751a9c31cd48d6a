"""Drafts: hostile input, two tabs, double clicks, time."""

from collections.abc import Callable
from contextlib import suppress

import pytest

from hukumati.cases import api as cases
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.models import Case, EventPayload
from hukumati.cases.tests.conftest import DEAD, IN_2026, NOW, YOUNG, Citizen, later
from hukumati.cases.tests.edge import PERSON, Edge
from hukumati.core.clock import end_of_day

Check = Callable[[], None]


def test_a_second_visit_finds_the_same_draft(layla: Citizen) -> None:
    first = layla.fill()
    again = layla.open()
    assert (again.reference, again.answers, again.answered_pages) == (
        first.reference, first.answers, ("about-you", "purpose", "delivery"),
    )  # fmt: skip


def test_while_one_is_under_way_no_second_one_begins(layla: Citizen) -> None:
    layla.fill()
    layla.submit()
    with pytest.raises(cases.AlreadyOpen) as refusal:
        cases.open_case(service_code="MOJ-NCC", applicant=layla.applicant(), now=NOW)
    assert refusal.value.reference == layla.reference


def test_somebody_elses_case_does_not_exist(layla: Citizen) -> None:
    layla.fill()
    for reference in (layla.reference, "NCC-0000-0000", "x" * 500, "\x00"):
        with pytest.raises(cases.NoSuchCase):
            cases.get_case(reference=reference, sub="sub-other")
    with pytest.raises(cases.NoSuchCase):
        cases.submit(reference=layla.reference, sub="sub-other", seen_seq=5, now=NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.save_page(reference=layla.reference, sub="sub-other", page_id="purpose", raw={}, seen_seq=None, now=NOW)


def test_a_double_click_submits_once(layla: Citizen) -> None:
    seen = layla.fill().last_seq
    first = layla.submit(seen)
    second = layla.submit(seen)
    assert (second.state, second.last_seq, second.bill_id) == (first.state, first.last_seq, first.bill_id)


def test_a_double_click_on_a_page_keeps_its_answers_once_and_goes_on(layla: Citizen) -> None:
    seen = layla.fill().last_seq
    first = layla.save("purpose", {"purpose": "study"}, seen_seq=seen)
    second = layla.save("purpose", {"purpose": "study"}, seen_seq=seen)
    assert (second.last_seq, second.answers) == (first.last_seq, first.answers)
    with pytest.raises(cases.CaseMovedOn):
        layla.save("purpose", {"purpose": "travel"}, seen_seq=seen)


def test_a_page_shown_before_another_tab_changed_the_draft_is_refused(layla: Citizen) -> None:
    seen = layla.fill().last_seq
    layla.save("purpose", {"purpose": "study"})
    with pytest.raises(cases.CaseMovedOn):
        layla.save("purpose", {"purpose": "travel"}, seen_seq=seen)
    with pytest.raises(cases.CaseMovedOn):
        layla.submit(seen)
    assert layla.look().answers["purpose"] == "study"


def test_a_submitted_case_is_not_written_any_more(layla: Citizen) -> None:
    layla.fill()
    seen = layla.submit().last_seq
    with pytest.raises(cases.CaseMovedOn):
        layla.save("purpose", {"purpose": "study"}, seen_seq=seen)


@pytest.mark.parametrize(
    ("page", "raw", "wrong"),
    [
        ("purpose", {"purpose": "emigration"}, {"purpose"}),
        ("purpose", {}, {"purpose"}),
        ("purpose", {"purpose": "other", "purpose_detail": "x" * 5000}, {"purpose_detail"}),
        ("about-you", {"phone": "12"}, {"phone"}),
        ("delivery", {"collect_method": "post_office", "collect_post_office": "MARS"}, {"collect"}),
        ("delivery", {"collect_method": "drone"}, {"collect"}),
    ],
)
def test_wrong_answers_are_told_by_question_and_change_nothing(
    layla: Citizen, page: str, raw: dict[str, str], wrong: set[str]
) -> None:
    before = layla.open().last_seq
    with pytest.raises(cases.AnswersInvalid) as refusal:
        layla.save(page, raw)
    assert set(refusal.value.errors) == wrong
    assert all(error.ar and error.en for error in refusal.value.errors.values())
    assert layla.look().last_seq == before


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "\u202eevil\u202c", "x" * 1_000_000, "<script>", "😀" * 200])
def test_hostile_text_is_refused_or_kept_harmless(layla: Citizen, text: str, all_is_well: Check) -> None:
    layla.open()
    with suppress(cases.AnswersInvalid):
        layla.save("purpose", {"purpose": "other", "purpose_detail": text})
    kept = layla.look().answers.get("purpose_detail") or ""
    assert len(kept) <= 120
    assert not {"\x00", "\ud800", "\u202e"} & set(kept)
    all_is_well()


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_a_page_that_is_hostile_altogether_changes_nothing(layla: Citizen, text: str) -> None:
    before = layla.open().last_seq
    raw = {"purpose": text, "collect_method": text, "phone": text, text: text}
    for page in ("about-you", "purpose", "delivery"):
        with pytest.raises(cases.AnswersInvalid):
            layla.save(page, raw)
    assert layla.look().last_seq == before


def test_an_unfinished_form_names_the_page_to_go_back_to(layla: Citizen) -> None:
    layla.open()
    layla.save("about-you", {"phone": "0599000101"})
    with pytest.raises(cases.AnswersMissing) as refusal:
        layla.submit()
    assert refusal.value.page == "purpose"


def test_hidden_answers_are_not_submitted(layla: Citizen) -> None:
    layla.open()
    layla.save("about-you", {"phone": "0599000101"})
    layla.save("purpose", {"purpose": "employment", "employer": "شركة"})
    layla.save("delivery", {"collect_method": "download"})
    layla.save("purpose", {"purpose": "travel", "employer": "شركة"})
    assert layla.submit().answers["employer"] is None


@pytest.mark.parametrize("id_number", [DEAD, YOUNG])
def test_who_may_not_apply_is_told_why(service: None, id_number: str) -> None:
    person = Citizen(id_number, now=IN_2026)
    view = person.fill()
    assert view.eligible is False
    assert view.blocked is not None
    with pytest.raises(cases.NotEligible) as refusal:
        person.submit()
    assert refusal.value.reason == view.blocked


def test_a_person_whom_the_register_does_not_know_is_told_so(service: None) -> None:
    person = Citizen("123456782")
    view = person.open()
    assert (view.prefill, view.eligible) == ("done", False)
    assert view.blocked is not None


def test_while_the_register_is_away_the_draft_is_kept_and_filled_in_later(layla: Citizen, edge: Edge) -> None:
    edge.down = {PERSON}
    assert layla.open().prefill == "unavailable"
    layla.save("purpose", {"purpose": "travel"})
    layla.save("delivery", {"collect_method": "download"})
    with pytest.raises(cases.RegisterNotAnswered):
        layla.submit()
    edge.down = set()
    assert layla.open().prefill == "done"
    layla.save("about-you", {"phone": "0599000101"})
    assert layla.submit().state == "to_pay"


def test_a_register_whose_text_cannot_be_kept_counts_as_away(layla: Citizen, edge: Edge) -> None:
    edge.poisoned = {PERSON}
    assert layla.open().prefill == "unavailable"
    edge.poisoned = set()
    assert layla.open().prefill == "done"


def test_an_expired_draft_is_erased_and_a_new_one_begins(layla: Citizen, all_is_well: Check) -> None:
    layla.fill()
    old, layla.now = layla.reference, later(days=31)
    with pytest.raises(cases.DraftExpired):
        layla.submit()
    with pytest.raises(cases.DraftExpired):
        layla.save("purpose", {"purpose": "travel"})
    row = Case.objects.get(reference=old)
    assert (row.state, row.answers, row.registers) == ("withdrawn", {}, {})
    assert not EventPayload.objects.filter(case=row).exists()
    assert layla.open().reference != old
    all_is_well()


def test_the_clock_expires_drafts_that_nobody_opens(layla: Citizen) -> None:
    layla.fill()
    assert run_timers(now=later(days=29)) == 0
    assert run_timers(now=later(days=31)) == 1
    assert layla.look().state == "withdrawn"


def test_writing_prolongs_a_draft(layla: Citizen) -> None:
    layla.fill()
    layla.now = later(days=20)
    layla.save("purpose", {"purpose": "study"})
    assert run_timers(now=later(days=31)) == 0
    assert layla.view.draft_expires_at == end_of_day(NOW, days_later=50)


def test_a_withdrawn_draft_leaves_nothing_personal(layla: Citizen, all_is_well: Check) -> None:
    seen = layla.fill().last_seq
    cases.withdraw(reference=layla.reference, sub=layla.sub, seen_seq=seen, now=NOW)
    row = Case.objects.get(reference=layla.reference)
    assert row.applicant == {"language": "ar"}
    assert layla.look().state == "withdrawn"
    assert cases.list_cases(sub=layla.sub).lines == ()
    all_is_well()


def test_a_draft_is_deleted_with_all_that_was_typed_and_another_can_begin(layla: Citizen, all_is_well: Check) -> None:
    layla.fill()
    for _ in range(2):
        cases.discard_draft(reference=layla.reference, sub=layla.sub, now=NOW)
    row = Case.objects.get(reference=layla.reference)
    assert (row.state, row.ended_by, row.answers, row.applicant) == ("withdrawn", "discard", {}, {"language": "ar"})
    assert not EventPayload.objects.filter(case=row).exists()
    assert cases.list_cases(sub=layla.sub).lines == ()
    assert run_timers(now=later(days=31)) == 0
    first = layla.reference
    assert layla.open().reference != first
    all_is_well()


def test_only_a_draft_is_deleted_and_only_by_its_owner(layla: Citizen) -> None:
    layla.fill()
    with pytest.raises(cases.NoSuchCase):
        cases.discard_draft(reference=layla.reference, sub="sub-stranger", now=NOW)
    layla.submit()
    with pytest.raises(cases.NotPossibleHere):
        cases.discard_draft(reference=layla.reference, sub=layla.sub, now=NOW)
    assert layla.look().state == "to_pay"


def test_a_service_that_is_not_published_cannot_be_applied_for(layla: Citizen) -> None:
    from hukumati.catalogue.api import NoSuchService

    with pytest.raises(NoSuchService):
        cases.open_case(service_code="MOJ-NIL", applicant=layla.applicant(), now=NOW)
