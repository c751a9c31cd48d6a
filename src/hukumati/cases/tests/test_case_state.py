import pytest

from hukumati.cases.domain.case_state import BrokenHistory, CaseState, RecordedEvent, fold

happened = RecordedEvent


def test_the_fold_of_events_is_where_the_case_stands() -> None:
    state = fold(
        [
            happened(1, "open", "", "draft", {}),
            happened(
                2, "save", "draft", "draft", {"page": "purpose", "answers": {"purpose": "study", "employer": None}}
            ),
            happened(3, "save", "draft", "draft", {"page": "purpose", "answers": {"purpose": "travel"}}),
            happened(4, "submit", "draft", "checking", {}),
            happened(5, "answered", "checking", "issuing", {"registers": {"moj.criminal_record": {"clear": True}}}),
            happened(6, "issued", "issuing", "ready", {"document": "NCC-1"}),
        ]
    )
    assert state == CaseState(
        state="ready",
        seq=6,
        answers={"purpose": "travel", "employer": None},
        registers={"moj.criminal_record": {"clear": True}},
        pages=("purpose",),
        documents=("NCC-1",),
        entered_by="issued",
    )


def test_a_new_version_of_the_service_is_no_way_in() -> None:
    answered = happened(1, "answer", "", "review", {})
    assert fold([answered, happened(2, "migrated", "review", "legal_review", {})]).entered_by == "answer"
    assert fold([answered, happened(2, "request_opened", "review", "review", {})]).entered_by == "answer"


def test_what_an_official_does_in_a_state_is_what_the_person_reads_of_it() -> None:
    answered = happened(1, "answer", "", "review", {})
    assert fold([answered, happened(2, "schedule", "review", "review", {})]).entered_by == "schedule"
    assert fold([answered, happened(2, "propose", "review", "review", {})]).entered_by == "answer"


@pytest.mark.parametrize(
    "second",
    [
        happened(3, "save", "draft", "draft", {}),
        happened(2, "paid", "to_pay", "checking", {}),
        happened(1, "open", "", "x"),
    ],
)
def test_events_that_do_not_follow_one_another_are_refused(second: RecordedEvent) -> None:
    with pytest.raises(BrokenHistory):
        fold([happened(1, "open", "", "draft", {}), second])


def test_a_reason_lasts_until_another_event_takes_it_back() -> None:
    asked = happened(1, "ask_citizen", "", "waiting", {"reason": "why?"})
    assert fold([asked, happened(2, "saved", "waiting", "waiting", {})]).reason == "why?"
    assert fold([asked, happened(2, "answer", "waiting", "review", {"answer": "so", "reason": None})]).reason is None


def test_an_erased_payload_leaves_the_states_readable() -> None:
    assert (
        fold([happened(1, "open", "", "draft", None), happened(2, "expired", "draft", "withdrawn", None)]).state
        == "withdrawn"
    )
