"""Single answers as expressions see them, by the type of their question; and what counts as a file or a key."""

from datetime import date
from typing import Any

import pytest

from hukumati.service_language.questions import as_fact, at_path, entry_key, is_file_answer, policy_of
from hukumati.service_language.tests.making import question

FILES = [{"sha256": "ab", "name": "a.pdf"}]
VEHICLES = [{"plate": "1"}, {"plate": "2"}]
FACTS = {"registers": {"mot": {"vehicles": {"vehicles": VEHICLES}}}}
OF: dict[str, Any] = {"of": "mot.vehicles.vehicles", "key": "plate"}


@pytest.mark.parametrize(
    ("kind", "answer", "fact"),
    [
        ("text", "a", "a"),
        ("text", "", ""),
        ("text", None, None),
        ("text", FILES, None),
        ("yes_no", False, False),
        ("number", 0, 0),
        ("date", "2026-11-23", date(2026, 11, 23)),
        ("date", None, None),
        ("date", FILES, None),
        ("decimal", "83.50", 83.5),
        ("decimal", None, None),
        ("choices", ["red"], ["red"]),
        ("choices", None, []),
        ("choices", FILES, []),
        ("files", FILES, FILES),
        ("file", FILES, FILES),
        ("file", None, []),
    ],
)
def test_an_answer_is_seen_by_the_type_of_its_question(kind: str, answer: object, fact: object) -> None:
    assert as_fact(question("q", kind), answer, {}) == fact


def test_a_record_is_seen_whole_and_one_that_is_not_listed_is_null() -> None:
    vehicle = question("q", "record", **OF)
    assert as_fact(vehicle, "2", FACTS) == {"plate": "2"}
    assert as_fact(vehicle, "3", FACTS) is None
    assert as_fact(vehicle, None, FACTS) is None


def test_records_are_seen_in_the_order_of_the_register() -> None:
    vehicles = question("q", "records", **OF)
    assert as_fact(vehicles, ["2", "1"], FACTS) == VEHICLES
    assert as_fact(vehicles, None, FACTS) == []


def test_the_entries_of_a_group_are_seen_question_by_question() -> None:
    heirs = question("q", "group", ask=(question("born", "date"), question("name")))
    assert as_fact(heirs, None, {}) == []
    assert as_fact(heirs, [{"born": "2026-11-23"}], {}) == [{"born": date(2026, 11, 23), "name": None}]


@pytest.mark.parametrize("answer", [None, [], {}, "sha256", {"sha256": "ab"}, ["sha256"], [*FILES, {"name": "b"}]])
def test_what_is_no_list_of_files_alone_does_not_stand_in_the_place_of_an_answer(answer: object) -> None:
    assert is_file_answer(answer) is False


def test_a_list_of_files_stands_in_the_place_of_an_answer() -> None:
    assert is_file_answer([*FILES, *FILES]) is True


@pytest.mark.parametrize(
    ("value", "key"),
    [("a", "a"), (0, "0"), (12, "12"), ("", None), (True, None), (False, None), (1.5, None), (None, None)],
)
def test_a_key_is_a_text_or_a_whole_number(value: object, key: str | None) -> None:
    assert entry_key(question("q", "record", **OF), {"plate": value}) == key
    assert entry_key(question("q", "record", **OF), {}) is None


def test_a_path_leads_to_an_element_and_to_nothing_where_a_step_is_missing() -> None:
    assert at_path("mot.vehicles.vehicles", FACTS) == VEHICLES
    assert at_path("mot.fines.fines", FACTS) is None
    assert at_path("mot.vehicles.vehicles.plate", FACTS) is None
    assert at_path("mot", {}) is None


def test_the_question_decides_about_an_outage_before_the_service_does() -> None:
    of_service: Any = {"mot.vehicles": "accept_and_queue"}
    assert policy_of(question("q", "record", **OF, if_down="ask_for_paper"), of_service) == "ask_for_paper"
    assert policy_of(question("q", "record", **OF), of_service) == "accept_and_queue"
    assert policy_of(question("q", "record", **OF), {}) == "block_with_notice"
