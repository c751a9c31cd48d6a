"""Entries of registers as answers: chosen by their key, taken from the kept answer only, seen whole by expressions."""

from dataclasses import replace
from typing import Any

import pytest

from hukumati.service_language.api import CleanedPage, Definition, from_json, to_json
from hukumati.service_language.questions import as_fact, listed_entries
from hukumati.service_language.tests.specimen import ADDRESS, FILL, FINES, IBAN, VEHICLES, specimen, specimen_session


@pytest.fixture(scope="module")
def definition() -> Definition:
    return specimen()


def _clean(
    definition: Definition, page_id: str, raw: dict[str, Any], answers: dict[str, Any] | None = None, **registers: Any
) -> CleanedPage:
    session = specimen_session(definition, answers, **registers)
    return session.clean_page(page_id, raw)


def test_the_key_of_an_entry_is_the_answer_and_the_entry_is_the_fact(definition: Definition) -> None:
    cleaned = _clean(definition, "choose", {"vehicle": "6-1234-95", "fines": ["2026-2", "2026-1", "2026-2"]})
    assert cleaned.errors == {}
    assert cleaned.answers == {"vehicle": "6-1234-95", "lien": None, "fines": ["2026-1", "2026-2"]}
    session = specimen_session(definition, cleaned.answers)
    assert session.facts["vehicle"] == VEHICLES["vehicles"][0]
    assert session.facts["fines"] == FINES["fines"][:2]


def test_facts_of_nothing_chosen_are_null_and_an_empty_list(definition: Definition) -> None:
    session = specimen_session(definition)
    assert (session.facts["vehicle"], session.facts["fines"]) == (None, [])


@pytest.mark.parametrize("sent", ["6-5678-95", "9-9999-99", ["6-1234-95"], {"plate": "6-1234-95"}, 6, "x" * 100_000])
def test_only_entries_that_the_register_lists_and_the_condition_admits_are_taken(
    definition: Definition, sent: Any
) -> None:
    cleaned = _clean(definition, "choose", {"vehicle": sent})
    assert set(cleaned.errors) == {"vehicle"}


@pytest.mark.parametrize("sent", [["2025-9"], ["2026-1", "0"], "2026-1", [["2026-1"]], ["2026-1", None]])
def test_of_several_each_must_be_offered(definition: Definition, sent: Any) -> None:
    assert set(_clean(definition, "choose", {"vehicle": "6-1234-95", "fines": sent}).errors) == {"fines"}


def test_a_condition_sees_the_record_chosen_on_the_same_page(definition: Definition) -> None:
    asking = replace(definition, form=replace(definition.form, pages=tuple(
        replace(page, ask=tuple(replace(each, where=None) if each.id == "vehicle" else each for each in page.ask))
        for page in definition.form.pages
    )))  # fmt: skip
    cleaned = _clean(asking, "choose", {"vehicle": "6-5678-95", "lien": "yes", "fines": ["2026-1"]})
    assert set(cleaned.errors) == {"fines"}  # the fine belongs to the other vehicle
    assert cleaned.answers == {"vehicle": "6-5678-95", "lien": True}


def test_a_register_that_lists_nothing_is_told_and_one_that_is_silent_otherwise(definition: Definition) -> None:
    nothing = _clean(definition, "choose", {}, mot__vehicles={"vehicles": []}).errors["vehicle"]
    silent = _clean(definition, "choose", {}, mot__vehicles=None).errors["vehicle"]
    unchosen = _clean(definition, "choose", {}).errors["vehicle"]
    assert len({nothing, silent, unchosen}) == 3
    assert "holds nothing" in nothing.en
    assert "not answering" in silent.en


def test_an_answer_falls_when_the_register_offers_its_entry_no_longer(definition: Definition) -> None:
    answers = {**_everything(definition), "fines": ["2026-1", "2026-2"]}
    session = specimen_session(definition, answers)
    assert session.normalised_answers["fines"] == [
        "2026-1",
        "2026-2",
    ]
    assert session.first_unfinished_page() is None
    sold = specimen_session(definition, answers, mot__vehicles={"vehicles": VEHICLES["vehicles"][1:]})
    settled = sold.normalised_answers
    assert (settled["vehicle"], settled["fines"]) == (None, None)
    assert sold.first_unfinished_page() == "choose"


def _everything(definition: Definition) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for page in definition.form.pages:
        cleaned = _clean(definition, page.id, FILL, answers)
        assert cleaned.errors == {}
        answers |= cleaned.answers
    return answers


def test_every_kind_of_answer_is_kept_as_it_is_meant(definition: Definition) -> None:
    answers = _everything(definition)
    assert answers["offer"] == 15_000
    assert answers["bank"] == IBAN
    assert answers["office"] == "MOT-RAM"
    assert answers["home"] == ADDRESS
    session = specimen_session(definition, answers)
    assert session.facts["labels"]["office"]["en"] == "Licensing office, Ramallah"
    assert session.facts["labels"]["home"]["en"] == "شارع الجامعة 4, بيرزيت, Ramallah and Al-Bireh, P8401234"
    assert session.fee().minor == 40_000


def test_what_is_kept_is_taken_again_unchanged(definition: Definition) -> None:
    answers = _everything(definition)
    for page in definition.form.pages:
        cleaned = _clean(definition, page.id, answers, answers)
        assert cleaned.errors == {}
        assert cleaned.answers == {question.id: answers[question.id] for question in page.ask}


def test_a_definition_survives_being_compiled(definition: Definition) -> None:
    assert from_json(compiled=to_json(definition=definition)) == definition


def test_the_form_asks_the_contracts_it_chooses_from(definition: Definition) -> None:
    assert definition.form.contracts() == {"mot.vehicles", "mot.fines"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("١٥٠٫٥", 15_050),
        ("1,500.00", 150_000),
        ("1٬500", 150_000),
        ("₪ 20", 2_000),
        ("10", 1_000),
        (1_000, 1_000),
        ("10.0", 1_000),
    ],
)
def test_an_amount_is_read_as_people_write_it(definition: Definition, sent: Any, kept: int) -> None:
    assert _money(definition, offer=sent).answers["offer"] == kept


@pytest.mark.parametrize(
    "sent",
    ["9.99", "5000.01", "10.001", "1,50", "-20", "1e3", "ten", "0x10", 20.0, True, ["20"], "٫", "9" * 30, 999, ""],
)
def test_an_amount_that_does_not_fit_is_refused(definition: Definition, sent: Any) -> None:
    assert set(_money(definition, offer=sent).errors) == {"offer"}


@pytest.mark.parametrize(
    "sent", ["PS92PALS00000000040012345670", "PS93PALS000000000400123456702", "IBAN", "PS92", 5, "x" * 99_999]
)
def test_an_account_that_does_not_check_is_refused(definition: Definition, sent: Any) -> None:
    assert set(_money(definition, bank=sent).errors) == {"bank"}


def test_an_account_may_be_typed_in_groups_and_small_letters(definition: Definition) -> None:
    typed = "ps92 pals 0000 0000 0400 1234 5670 2"
    assert _money(definition, bank=typed).answers["bank"] == IBAN


@pytest.mark.parametrize(
    "home",
    [
        {**ADDRESS, "governorate": "PS-XXX"}, {**ADDRESS, "street": ""}, {**ADDRESS, "locality": None},
        {**ADDRESS, "postcode": "12345"}, {**ADDRESS, "street": "x" * 101},
        {**ADDRESS, "street": ["x"]}, "Ramallah", [],
        {**ADDRESS, "governorate": ["PS-RBH"]},
    ],
)  # fmt: skip
def test_an_address_that_nobody_could_find_is_refused(definition: Definition, home: Any) -> None:
    assert set(_money(definition, home=home).errors) == {"home"}


def test_an_address_may_come_in_parts_and_without_postcode(definition: Definition) -> None:
    raw = {"home_governorate": "PS-GZA", "home_locality": " غزة ", "home_street": "شارع 1"}
    sent = {**{key: value for key, value in FILL.items() if key != "home"}, **raw}
    assert _clean(definition, "money", sent, {"vehicle": "6-1234-95"}).answers["home"] == {
        "governorate": "PS-GZA", "locality": "غزة", "street": "شارع 1", "postcode": None,
    }  # fmt: skip


@pytest.mark.parametrize("office", ["MOJ-RAM", "RAM-01", "", ["MOT-RAM"]])
def test_only_an_office_of_the_provider_is_taken(definition: Definition, office: Any) -> None:
    assert set(_money(definition, office=office).errors) == {"office"}


def _money(definition: Definition, **changed: Any) -> CleanedPage:
    answers = {"vehicle": "6-1234-95", "fines": ["2026-1"]}
    return _clean(definition, "money", {**FILL, **changed}, answers)


def test_what_a_register_lists_is_found_by_its_keys_whatever_the_condition() -> None:
    vehicle = specimen().form.question("vehicle")
    assert [key for key, _entry in listed_entries(vehicle, {"mot.vehicles": VEHICLES})] == ["6-1234-95", "6-5678-95"]
    assert listed_entries(vehicle, {"mot.vehicles": None}) == []
    assert listed_entries(vehicle, {}) == []


def test_an_answer_about_several_records_is_a_list_whether_it_was_given_or_not(definition: Definition) -> None:
    fines = definition.form.question("fines")
    facts = {"registers": {"mot": {"fines": FINES}}}
    assert as_fact(fines, None, facts) == []
    assert as_fact(fines, [], facts) == []
    assert as_fact(fines, ["2026-2", "0"], facts) == [FINES["fines"][1]]
    assert as_fact(fines, ["2026-2"], {}) == []
