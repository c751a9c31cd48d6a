import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from hukumati.interoperability import api as interoperability
from hukumati.web.register_answers import RegisterAnswer, answers_of
from hukumati.web.register_values import value_text

NAME = dict.fromkeys(("first", "father", "grandfather", "family"), "x")


def shown(contract: str, values: dict[str, Any]) -> RegisterAnswer:
    with translation.override("en"):
        return answers_of({contract: values})[0]


def rows(entry: Any) -> list[tuple[str, str]]:
    return [(row.key, str(row.value)) for row in entry.rows]


def test_a_record_inside_an_answer_is_shown_as_an_entry_with_its_own_fields() -> None:
    licence = {"number": "123", "classes": ["B", "C1"], "state": "valid", "medical_due": False}
    answer = shown("mot.licence", {"licence": licence})
    assert [entry.title for entry in answer.entries] == ["Driving licence"]
    assert rows(answer.entries[0]) == [
        ("Licence number", "123"),
        ("State", "Valid"),
        ("Classes of vehicles", "B, C1"),
        ("Medical examination needed", "No"),
    ]


def test_a_record_that_is_not_there_is_said_to_be_none() -> None:
    assert rows(shown("mot.licence", {"licence": None})) == [("Driving licence", "None")]
    assert rows(shown("mot.fines", {"fines": []})) == [("Fine", "None")]
    assert rows(shown("mot.fines", {})) == []


def test_lists_inside_entries_stand_in_them() -> None:
    years = [{"year": 2025, "assessed": {"amount": "100.00", "currency": "ILS"}, "paid": True}]
    values = {"properties": [{"number": "7", "years": years}, {"number": "8", "years": []}]}
    answer = shown("mof.property_tax", values)
    assert [entry.title for entry in answer.entries] == ["Property 1", "Property 2"]
    assert [entry.title for entry in answer.entries[0].inside] == ["Tax year 1"]
    assert rows(answer.entries[0].inside[0])[0] == ("Year", "2025")


def test_texts_in_two_languages_are_listed_in_the_language_of_the_page() -> None:
    conditions = [{"ar": "نظارات", "en": "Glasses"}, {"ar": "سيارة معدّلة", "en": "Adapted car"}]
    values = {"examination": {"fit": True, "conditions": conditions}}
    assert ("Conditions", "Glasses, Adapted car") in rows(shown("moh.fitness", values).entries[0])


def test_a_name_and_an_amount_are_one_text_and_no_entry() -> None:
    answer = shown("interior.birth", {"name": {"ar": NAME, "en": NAME}, "father": {"id_number": None}})
    assert [row.key for row in answer.rows] == ["Name"]
    assert [entry.title for entry in answer.entries] == ["Father"]


def family(count: int) -> RegisterAnswer:
    members = [
        {"name": {"ar": NAME, "en": {**NAME, "first": f"Salma {number}"}}, "relation": "child", "alive": True,
         "id_number": "400000014", "born_on": "2015-03-01"}
        for number in range(count)
    ]  # fmt: skip
    return shown("interior.family", {"members": members})


def drawn(answer: RegisterAnswer, *, folded: bool) -> str:
    with translation.override("en"):
        return render_to_string("web/register_answer.html", {"found": answer, "folded": folded})


def test_of_many_entries_each_is_one_line_that_opens_where_officials_read_them() -> None:
    html = drawn(family(3), folded=True)
    assert html.count("<details") == 3
    summary = re.sub(r"<[^>]+>|\s+", " ", html.split("</summary>")[1])
    assert "Family member 2: Salma 1 x x x · Child · 400000014" in re.sub(" +", " ", summary)
    assert html.count("<h3") == 0


@pytest.mark.parametrize(("count", "folded"), [(2, True), (3, False)])
def test_few_entries_and_what_the_applicant_reads_stand_open(count: int, folded: bool) -> None:
    html = drawn(family(count), folded=folded)
    assert "<details" not in html
    assert html.count("<h3") == count


@pytest.mark.parametrize(("sex", "english", "arabic"), [("female", "Daughter", "ابنة"), ("male", "Son", "ابن")])
def test_a_relative_is_called_by_the_sex_that_the_register_tells(sex: str, english: str, arabic: str) -> None:
    family = {"members": [{"relation": "child", "sex": sex, "name": {"ar": NAME, "en": NAME}}]}
    assert ("Relation", english) in rows(shown("interior.family", family).entries[0])
    contract = interoperability.get_contract("interior.family")
    with translation.override("ar"):
        assert value_text(contract, "members.relation", "child", entry={"sex": sex}) == arabic
        assert value_text(contract, "members.relation", "child") == "ابن / ابنة"


@pytest.mark.parametrize(("sex", "arabic"), [("female", "متزوجة"), ("male", "متزوج")])
def test_a_person_is_described_by_the_sex_that_another_register_tells(sex: str, arabic: str) -> None:
    known = {"interior.person": {"id_number": "1", "sex": sex}, "interior.family": {"id_number": "1"}}
    known["interior.family"]["marital_status"] = "married"
    with translation.override("ar"):
        family = answers_of(known)[1]
    assert ("الحالة الاجتماعية", arabic) in rows(family)
    with translation.override("ar"):
        alone = answers_of({"interior.family": known["interior.family"]})[0]
    assert ("الحالة الاجتماعية", "متزوج / متزوجة") in rows(alone)


@pytest.mark.parametrize(
    ("sex", "kind", "arabic"),
    [("female", "citizen", "مواطنة"), ("male", "citizen", "مواطن"), ("female", "resident", "مقيمة")],
)
def test_a_citizen_and_a_resident_are_called_by_their_sex(sex: str, kind: str, arabic: str) -> None:
    with translation.override("ar"):
        answer = answers_of({"interior.person": {"kind": kind, "sex": sex}})[0]
    assert ("الصفة", arabic) in rows(answer)
