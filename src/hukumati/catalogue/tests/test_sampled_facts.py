"""The facts with which expressions are tried: whom they may be about, what may be missing, and how long lists are."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any

import pytest

from hukumati.catalogue.checks.contracts import APPLICANTS_ID_NUMBER, OTHERS_ID_NUMBER, RegisterContract
from hukumati.catalogue.checks.expression_sampling import ExpressionSampler, guards_against_null
from hukumati.catalogue.checks.register_lists import RegisterLists
from hukumati.catalogue.checks.sample_values import LATER_DAY, TODAY
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    Calculation,
    ConsentTerms,
    Duration,
    Form,
    Page,
    Question,
    SideRequest,
    compile_expression,
)
from hukumati.service_language.tests.making import definition

LABEL = Bilingual(ar="س", en="q")
CARS = RegisterContract(
    "mot.vehicles",
    {
        "type": "object",
        "properties": {
            "cars": {
                "type": "array",
                "items": {
                    "type": "object",
                    "properties": {
                        "plate": {"type": "string"},
                        "doors": {"type": "integer"},
                        "old": {"type": "boolean"},
                        "keeper": {"type": "string", "pattern": "^[0-9]{9}$"},
                        "since": {"type": "string", "format": "date"},
                        "price": {"type": "object", "properties": {"amount": {}, "currency": {"const": "ILS"}}},
                    },
                },
            },
            "count": {"type": "integer"},
        },
    },
)
CONTRACTS = {"mot.vehicles": CARS}
CAR = Question("car", "record", LABEL, of="mot.vehicles.cars", key="plate")
ALL_CARS = Question("all_cars", "records", LABEL, of="mot.vehicles.cars", key="plate")
COPIES = Question("copies", "number", LABEL, min=1, max=9)
WAYS = Question("ways", "choices", LABEL)
NAME, BOY = Question("name", "text", LABEL), Question("boy", "yes_no", LABEL)
CHILDREN = Question("children", "group", LABEL, ask=(NAME, BOY))
TRIPS = Question("trips", "group", LABEL, of="mot.vehicles.cars", key="plate", each="all_cars", ask=(NAME,))
NAMES = (
    "car", "all_cars", "copies", "ways", "children", "trips", "registers", "applicant", "today", "fee", "labels",
    "account", "case", "requests", "double", "_it",
)  # fmt: skip
TERMS = ConsentTerms(compile_expression("copies", NAMES), LABEL, LABEL, (), "substantial")
REQUESTS = {
    "paper": SideRequest("paper", "paper", LABEL, Duration(3, "days"), outcomes={"given": LABEL, "other": LABEL}),
    "spouse": SideRequest("spouse", "consent", LABEL, Duration(3, "days"), consent=TERMS),
}


def sampler(*questions: Question, **changed: Any) -> ExpressionSampler:
    form = Form(pages=(Page(id="one", title=LABEL, ask=questions),))
    made = definition(form=form, uses=("mot.vehicles",), requests=REQUESTS, **changed)
    return ExpressionSampler(made, CONTRACTS)


def values(text: str, name: str, *questions: Question, **said: Any) -> list[Any]:
    facts = sampler(*questions).facts([compile_expression(text, NAMES)], **said)
    return [each[name] for each in facts]


def test_a_form_that_is_still_empty_is_tried_first_where_that_is_asked_for() -> None:
    expression = compile_expression("copies > 5 && size(ways) > 1 && today == today", NAMES)
    made = sampler(COPIES, WAYS)
    first = next(made.facts([expression], unanswered=True))
    assert first == {"copies": None, "ways": [], "today": TODAY}
    assert next(made.facts([expression]))["copies"] == 1


def test_questions_are_tried_without_an_answer_one_by_one() -> None:
    assert None not in values("copies > 5", "copies", COPIES)
    assert values("copies > 5", "copies", COPIES, nulls=True).count(None) == 1
    optional = replace(COPIES, required=False)
    assert values("copies > 5", "copies", optional, nulls=True).count(None) == 1
    assert None not in values("size(all_cars) > 1", "all_cars", replace(ALL_CARS, required=False), nulls=True)


def test_random_facts_are_the_same_each_time_and_leave_nothing_out() -> None:
    expression = compile_expression("copies > 5", NAMES)
    first = [each["copies"] for each in islice(sampler(COPIES).random_facts([expression]), 40)]
    assert first == [each["copies"] for each in islice(sampler(COPIES).random_facts([expression]), 40)]
    assert set(first) == {None, 1, 4, 5, 6, 9}


def test_what_is_worked_out_is_tried_with_what_it_reads() -> None:
    double = Calculation("double", compile_expression("copies * 2", NAMES), "number")
    made = sampler(COPIES, calculations={"double": double})
    facts = list(made.facts([compile_expression("double > 5", NAMES)]))
    assert {(each["copies"], each["double"]) for each in facts} == {
        (1, 2), (2, 4), (3, 6), (4, 8), (5, 10), (6, 12), (9, 18),
    }  # fmt: skip
    empty = next(made.facts([compile_expression("double > 5", NAMES)], unanswered=True))
    assert (empty["copies"], empty["double"]) == (None, None)


def test_requests_take_every_state_that_they_can_have() -> None:
    found = values("requests.paper.state == 'open'", "requests")
    assert [each["paper"] and tuple(each["paper"].values()) for each in found] == [
        ("open", None), ("missed", None), ("refused", None), ("answered", "given"), ("answered", "other"),
    ]  # fmt: skip
    assert {each["spouse"] for each in found} == {None}
    assert values("requests.paper.state == 'open'", "requests", silent=True)[-1]["paper"] is None
    states = [each["spouse"]["state"] for each in values("requests.spouse.state == 'open'", "requests")]
    assert states == ["open", "missed", "refused", "void", "cancelled"]


def test_applicants_are_tried_on_both_sides_of_an_age_that_people_have() -> None:
    assert [each["age"] for each in values("applicant.age > 130 || applicant.age < 0", "applicant")] == [
        0,
        1,
        30,
        129,
        130,
    ]
    assert [each["age"] for each in values("applicant.sex == 'male'", "applicant")] == [30, 30]


def test_applicants_are_tried_in_the_places_and_born_on_the_days_that_are_named() -> None:
    text = "applicant.governorate == 'PS-NBS' || applicant.governorate == 'nowhere'"
    assert [each["governorate"] for each in values(text, "applicant")] == ["PS-RBH", "PS-GZA", "PS-NBS"]
    assert values(text, "applicant", nulls=True)[-1]["governorate"] is None
    born = {each["born_on"] for each in values("applicant.born_on > date('2000-01-01')", "applicant")}
    assert {date(1999, 12, 31), date(2000, 1, 1), date(2000, 1, 2), date(1950, 1, 1)} <= born


def test_a_silent_person_register_says_nothing_of_the_applicant() -> None:
    assert set(values("applicant.age > 18", "applicant", silent=True)[-1].values()) == {None}
    assert None not in values("applicant.age > 18", "applicant")[-1].values()


def test_the_day_is_tried_around_those_that_are_named() -> None:
    named = values("today > date('2027-03-01')", "today")
    assert named == [TODAY, date(2027, 1, 1), date(2028, 2, 29), date(2027, 2, 28), date(2027, 3, 1), date(2027, 3, 2)]


def test_a_fee_is_tried_as_nothing_as_something_and_around_what_is_named() -> None:
    assert values("fee > 5", "fee") == [0, 4, 5, 6, 2000]


def test_null_is_spoken_of_outside_quotes() -> None:
    assert guards_against_null(compile_expression("copies != null", NAMES))
    assert not guards_against_null(compile_expression("'null' == 'x'", NAMES))


def test_the_entry_of_a_condition_varies_in_what_is_read_of_it() -> None:
    assert {each["old"] for each in values("_it.old", "_it", CAR, about=CAR)} == {True, False}
    assert {each["boy"] for each in values("_it.boy", "_it", CHILDREN, about=CHILDREN)} == {True, False}


def lists(*questions: Question) -> RegisterLists:
    return RegisterLists({each.id: each for each in questions}, CONTRACTS)


def entries(text: str, *, around: Sequence[int] = ()) -> list[Any]:
    return lists().entries("mot.vehicles.cars", ["_c"], [text], around)


def test_entries_vary_in_what_is_read_of_them_and_are_alike_in_the_rest() -> None:
    assert [each["old"] for each in entries("_c.old")] == [True, False]
    assert len(entries("other.old")) == 1
    assert [each["doors"] for each in entries("_c.doors > 5", around=[1, 4, 5])] == [0, 1, 100, 4, 5]
    assert [each["old"] for each in entries("_c.old", around=[1, 4, 5])] == [True, False]  # no number is tried there
    assert [each["plate"] for each in entries("_c.plate == 'A'")] == ["x", "A"]
    assert [each["keeper"] for each in entries("_c.keeper == 'A'")] == [APPLICANTS_ID_NUMBER, OTHERS_ID_NUMBER]
    assert [each["price"]["amount"] for each in entries("minor(_c.price) > amount('20.00', 'ILS')")] == [
        "250.00", "0.00", "20.00", "20.01",
    ]  # fmt: skip
    assert [each["price"]["amount"] for each in entries("minor(_c.price) > amount('20.000', 'JOD')")] == [
        "250.00",
        "0.00",
    ]


def test_a_day_after_today_is_tried_where_today_is_spoken_of_and_none_is_named() -> None:
    later = LATER_DAY.isoformat()
    assert later in [each["since"] for each in entries("date(_c.since) > today")]
    assert later not in [each["since"] for each in entries("date(_c.since) > today + days(3)")]
    assert later not in [each["since"] for each in entries("date(_c.since) > date('2000-01-01')")]


@pytest.mark.parametrize(
    ("around", "lengths"),
    [([], [0, 1, 2, 3]), ([3, 4], [0, 1, 2, 3, 4]), ([50, 51], [0, 1, 2, 3, 50]), ([0, 1], [0, 1, 2, 3])],
)
def test_lists_are_as_long_as_the_texts_count_within_reason(around: list[int], lengths: list[int]) -> None:
    found = lists(ALL_CARS).lists("mot.vehicles.cars", ["size(all_cars) > 3"], around)
    assert [len(each) for each in found if isinstance(each, list)] == lengths


def test_a_longer_list_has_each_kind_of_entry_in_turn() -> None:
    found = lists(ALL_CARS).lists("mot.vehicles.cars", ["all_cars.all(_c, _c.old)"], [])
    assert [[entry["old"] for entry in each] for each in found if isinstance(each, list)] == [
        [], [True], [False], [True, False], [True, False, True],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "varies"),
    [
        ("sum(pluck(all_cars, 'doors')) > 1", True),
        ("sum(pluck(registers.mot.vehicles.cars, 'doors')) > 1", True),
        ("sum(pluck(others, 'doors')) > 1", False),
    ],
)
def test_what_is_plucked_of_a_list_varies_too(text: str, varies: bool) -> None:
    found = lists(ALL_CARS).lists("mot.vehicles.cars", [text], [])
    doors = {entry["doors"] for each in found if isinstance(each, list) for entry in each}
    assert (len(doors) > 1) is varies


def names(text: str, *questions: Question, about: Question | None = None) -> dict[str, str]:
    return lists(*questions).names(text, about)


def test_a_name_stands_for_an_entry_of_its_list() -> None:
    path = "mot.vehicles.cars"
    assert names("car.old", CAR, COPIES) == {"car": path}
    assert names("_it.old", about=CAR) == {"_it": path}
    assert names("_it.boy", about=CHILDREN) == {}
    assert names("all_cars.exists(_c, _c.old)", ALL_CARS) == {"_c": path}
    assert names("registers.mot.vehicles.cars.filter(_c, _c.old)") == {"_c": path}
    assert names("children.map(_c, _c.boy)", CHILDREN) == {}
    assert names("'all_cars.exists(_c, true)' == ''", ALL_CARS) == {}


def unknown(text: str, *questions: Question, about: Question | None = None) -> list[tuple[str, str, list[str]]]:
    return [(name, step, list(known)) for name, step, known in lists(*questions).unknown(text, about)]


def test_what_an_entry_does_not_have_is_told_with_what_it_has() -> None:
    assert unknown("_it.girl", CHILDREN, about=CHILDREN) == [("children", "girl", ["name", "boy"])]
    assert unknown("_it.boy", CHILDREN, about=CHILDREN) == []
    assert unknown("trips.all(_t, _t.record.old && _t.name == 'x')", TRIPS) == []
    assert unknown("children.all(_t, _t.record != null)", CHILDREN) == [("children", "record", ["name", "boy"])]
    assert unknown("car.price.amounts == 'x'", CAR) == [("mot.vehicles.cars", "amounts", ["amount", "currency"])]


def group(question: Question, text: str) -> list[Any]:
    made = sampler(question)
    found = values(text, question.id, *made.questions.values())
    return [entry for each in found if isinstance(each, list) and len(each) == 1 for entry in each]


def test_parts_of_a_group_that_may_be_left_empty_are_tried_so() -> None:
    optional = replace(CHILDREN, ask=(replace(NAME, required=False), BOY))
    assert None in [each["name"] for each in group(optional, "children.all(_c, _c.name == 'A')")]
    assert None not in [each["name"] for each in group(CHILDREN, "children.all(_c, _c.name == 'A')")]
    several = replace(CHILDREN, ask=(replace(WAYS, required=False),))
    assert [] in [each["ways"] for each in group(several, "children.all(_c, size(_c.ways) > 0)")]
    hidden = replace(CHILDREN, ask=(replace(NAME, show_if=compile_expression("_it.boy", ("_it",))), BOY))
    assert None in [each["name"] for each in group(hidden, "children.all(_c, _c.name == 'A')")]


def test_a_group_of_records_is_tried_with_typical_records() -> None:
    assert {each["record"]["old"] for each in group(TRIPS, "trips.all(_t, _t.record.old)")} == {True, False}
    assert {each["name"] for each in group(TRIPS, "sum(pluck(trips, 'name')) == 'A'")} >= {"x", "A"}
