"""With which values expressions are evaluated before a folder may be published."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import (
    ExpressionSampler,
    applicant_names,
    register_paths,
)
from hukumati.catalogue.checks.register_lists import RegisterLists, check_list_reference, paths_of, put
from hukumati.catalogue.checks.request_checks import named_requests, unknown_requests
from hukumati.catalogue.folder.durations import parse_duration
from hukumati.catalogue.tests.samples import real_definition
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Duration, Expression, Form, Page, Question, compile_expression

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
                    },
                },
            },
            "count": {"type": "integer"},
        },
    },
)
CONTRACTS = {"mot.vehicles": CARS}
CAR = Question("car", "record", LABEL, of="mot.vehicles.cars", key="plate", show=("plate",))
ALL_CARS = Question("all_cars", "records", LABEL, of="mot.vehicles.cars", key="plate")
AGE = Question("copies", "number", LABEL, min=1, max=9)
CHILDREN = Question("children", "group", LABEL, ask=(Question("name", "text", LABEL), Question("boy", "yes_no", LABEL)))
NAMES = ("car", "all_cars", "copies", "children", "registers", "applicant", "today", "fee", "labels", "account", "case")


def sampler(*questions: Question) -> ExpressionSampler:
    form = Form(pages=(Page(id="one", title=LABEL, ask=questions),))
    return ExpressionSampler(replace(real_definition(), form=form, uses=("mot.vehicles",)), CONTRACTS)


def values(text: str, *questions: Question, name: str, silent: bool = False) -> list[object]:
    facts = sampler(*questions).facts([compile_expression(text, NAMES)], silent=silent)
    return [each[name] for each in facts]


def condition(text: str, *questions: Question) -> frozenset[object]:
    sampled = sampler(*questions).sample_condition(compile_expression(text, NAMES))
    assert sampled.failed == ""
    return sampled.values


def test_numbers_around_each_literal_within_the_bounds_are_tried() -> None:
    assert values("copies > 5 || copies == 9", AGE, name="copies") == [1, 4, 5, 6, 8, 9]
    assert condition("copies > 9", AGE) == {False}
    assert condition("copies >= 9", AGE) == {True, False}
    assert condition("copies < 1", AGE) == {False}


def test_an_answer_that_may_be_missing_is_tried_as_null() -> None:
    assert None not in values("copies > 5", AGE, name="copies")
    assert None in values("copies > 5", replace(AGE, required=False), name="copies")
    hidden = replace(AGE, show_if=compile_expression("true", ()))
    assert None in values("copies > 5", hidden, name="copies")


def test_numbers_inside_quotes_are_no_literals() -> None:
    assert values("string(copies) == '5'", AGE, name="copies") == [1, 9]


def test_the_first_failure_is_told() -> None:
    failing = sampler(replace(AGE, required=False)).sample_condition(compile_expression("copies > 5", NAMES))
    assert failing.failed
    assert failing.values == {True, False}
    assert sampler(AGE).first_failure(compile_expression("copies + 1", NAMES)) == ""
    assert sampler(replace(AGE, required=False)).first_failure(compile_expression("copies + 1", NAMES)) != ""


def test_a_date_written_as_text_is_an_instant() -> None:
    assert sampler().writes_an_instant(compile_expression("string(today)", NAMES))
    assert not sampler(AGE).writes_an_instant(compile_expression("string(copies)", NAMES))
    assert not sampler().writes_an_instant(compile_expression("today", NAMES))


def test_applicants_vary_in_what_is_named() -> None:
    found = values("applicant.age >= 18", name="applicant")
    assert [each["age"] for each in found if isinstance(each, dict)] == [17, 18, 19, 30]
    assert len(values("applicant.alive && applicant.sex == 'male'", name="applicant")) == 4
    silent = values("applicant.age >= 18", name="applicant", silent=True)[-1]
    assert isinstance(silent, dict)
    assert set(silent.values()) == {None}


def test_registers_vary_in_what_is_named_and_may_be_silent() -> None:
    found = values("registers.mot.vehicles.count > 50", name="registers", silent=True)
    counts = [each["mot"]["vehicles"] and each["mot"]["vehicles"]["count"] for each in found if isinstance(each, dict)]
    assert counts == [0, 1, 100, 49, 50, 51, None]


def test_entries_of_a_list_vary_in_what_is_read_of_them() -> None:
    assert condition("car.old", CAR) == {True, False}
    assert condition("car.doors > 7", CAR) == {True, False}
    assert condition("car.plate == 'abc'", CAR) == {True, False}
    assert condition("all_cars.exists(_c, _c.old)", ALL_CARS) == {True, False}
    assert condition("size(all_cars) > 10", ALL_CARS) == {True, False}
    assert condition("children.exists(_c, _c.boy)", CHILDREN) == {True, False}
    assert condition("size(children) == 4", CHILDREN) == {True, False}


def test_a_required_list_is_never_empty_in_a_sample() -> None:
    assert [] not in values("size(all_cars) > 1", ALL_CARS, name="all_cars")
    assert [] in values("size(all_cars) > 1", replace(ALL_CARS, required=False), name="all_cars")
    assert [] not in values("size(children) > 1", CHILDREN, name="children")
    assert None in values("car.old", replace(CAR, required=False), name="car")


def test_files_are_tried_as_one_and_as_many_as_allowed() -> None:
    papers = Question("papers", "files", LABEL, accept=("pdf",), max_files=3, required=False)
    facts = sampler(papers).facts([compile_expression("size(papers) > 0", ("papers",))])
    assert [len(each["papers"]) for each in facts if isinstance(each["papers"], list)] == [1, 3, 0]


def unknown(text: str, *questions: Question) -> list[tuple[str, str]]:
    lists = RegisterLists({question.id: question for question in questions}, CONTRACTS)
    return [(name, step) for name, step, _ in lists.unknown(text)]


def test_elements_that_entries_do_not_have_are_named() -> None:
    assert unknown("car.plate == 'x' && car.colour == 'y'", CAR) == [("mot.vehicles.cars", "colour")]
    assert unknown("all_cars.exists(_c, _c.wheels > 3)", ALL_CARS) == [("mot.vehicles.cars", "wheels")]
    assert unknown("registers.mot.vehicles.cars.all(_c, _c.doors > 3)") == []
    assert unknown("registers.mot.vehicles.cars.all(_c, _c.door > 3)") == [("mot.vehicles.cars", "door")]
    assert unknown("children.all(_c, _c.girl)", CHILDREN) == [("children", "girl")]
    assert unknown("children.all(_c, _c.boy)", CHILDREN) == []


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        (CAR, []),
        (AGE, []),
        (replace(CAR, of="mot.vehicles.lorries"), [("of", "lorries")]),
        (replace(CAR, of="moh.weather.days"), []),
        (replace(CAR, key="number"), [("key", "number")]),
        (replace(CAR, show=("plate", "colour")), [("show", "colour")]),
    ],
)
def test_a_record_refers_to_what_is_there(question: Question, wrong: list[tuple[str, str]]) -> None:
    found = check_list_reference(question, RegisterLists({}, CONTRACTS))
    assert [(word, name) for word, _, name, _ in found] == wrong


def test_only_lists_of_known_contracts_have_entries() -> None:
    lists = RegisterLists({}, CONTRACTS)
    assert lists.items("mot.vehicles.cars") is not None
    assert lists.items("mot.vehicles.count") is None
    assert lists.items("mot.vehicles") is None
    assert lists.items("mot") is None
    assert lists.items("moh.weather.days") is None
    assert lists.entries("moh.weather.days", ["_it"], [], []) == [{}]


def test_what_an_expression_reads_is_found_outside_quotes() -> None:
    assert paths_of("_d", "_d.birth.year > 1 && '_d.no' != _d.name.size()") == [("birth", "year"), ("name",)]
    assert paths_of("_d", "_d.size() > 1") == []
    assert register_paths("registers.mot.fines.total > 1 && 'registers.a.b' == ''") == [("mot.fines", ("total",))]
    assert register_paths("registers.mot.fines.list.size() > 1") == [("mot.fines", ("list",))]
    assert register_paths("registers.mot.fines != null") == [("mot.fines", ())]
    assert applicant_names("applicant.age > 1 && 'applicant.sex' == applicant.kind") == {"age", "kind"}
    assert named_requests(["requests.b.state == 'open'", "requests.a != null && 'requests.c' == ''"]) == ["a", "b"]


def test_what_expressions_say_of_requests_exists() -> None:
    known: Mapping[str, object] = {"report": 1}
    assert list(unknown_requests("requests.report.state == 'open' && requests.report != null", known)) == []
    assert [word for _, word, _ in unknown_requests("requests.raport.state == 'open'", known)] == ["raport"]
    assert [word for _, word, _ in unknown_requests("requests.report.status == 'open'", known)] == ["status"]


def test_an_element_is_changed_without_changing_the_sample() -> None:
    tree = {"a": {"b": 1, "c": 2}}
    assert put(tree, ("a", "b"), 9) == {"a": {"b": 9, "c": 2}}
    assert put(tree, (), 9) == 9
    assert put(None, ("a", "b"), 9) == {"a": {"b": 9}}
    assert tree == {"a": {"b": 1, "c": 2}}


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("1 day", Duration(1, "days")),
        ("7 days", Duration(7, "days")),
        ("2 years", Duration(730, "days")),
        ("1 year", Duration(365, "days")),
        ("2 working_days", Duration(2, "working_days")),
        ("1 working_hour", Duration(1, "working_hours")),
    ],
)
def test_a_duration_is_read_in_its_unit(text: str, duration: Duration) -> None:
    assert parse_duration(text) == duration


def test_several_days_are_tried_as_today() -> None:
    assert values("today > today", name="today") == [date(2026, 11, 23), date(2027, 1, 1), date(2028, 2, 29)]
    assert isinstance(compile_expression("today", NAMES), Expression)
