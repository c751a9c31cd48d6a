import pytest

from hukumati.cases.domain.case_state import BrokenHistory, Entry, Standing, fold


def test_the_fold_of_events_is_where_the_case_stands() -> None:
    standing = fold(
        [
            Entry(1, "open", "", "draft", {}),
            Entry(2, "save", "draft", "draft", {"page": "purpose", "answers": {"purpose": "study", "employer": None}}),
            Entry(3, "save", "draft", "draft", {"page": "purpose", "answers": {"purpose": "travel"}}),
            Entry(4, "submit", "draft", "checking", {}),
            Entry(5, "answered", "checking", "issuing", {"registers": {"moj.criminal_record": {"clear": True}}}),
            Entry(6, "issued", "issuing", "ready", {"document": "NCC-1"}),
        ]
    )
    assert standing == Standing(
        state="ready",
        seq=6,
        answers={"purpose": "travel", "employer": None},
        registers={"moj.criminal_record": {"clear": True}},
        pages=("purpose",),
        documents=("NCC-1",),
    )


@pytest.mark.parametrize(
    "second",
    [Entry(3, "save", "draft", "draft", {}), Entry(2, "paid", "to_pay", "checking", {}), Entry(1, "open", "", "x")],
)
def test_events_that_do_not_follow_one_another_are_refused(second: Entry) -> None:
    with pytest.raises(BrokenHistory):
        fold([Entry(1, "open", "", "draft", {}), second])


def test_a_reason_lasts_until_another_event_takes_it_back() -> None:
    asked = Entry(1, "ask_citizen", "", "waiting", {"reason": "why?"})
    assert fold([asked, Entry(2, "saved", "waiting", "waiting", {})]).reason == "why?"
    assert fold([asked, Entry(2, "answer", "waiting", "review", {"answer": "so", "reason": None})]).reason is None


def test_an_erased_payload_leaves_the_states_readable() -> None:
    assert (
        fold([Entry(1, "open", "", "draft", None), Entry(2, "expired", "draft", "withdrawn", None)]).state
        == "withdrawn"
    )
