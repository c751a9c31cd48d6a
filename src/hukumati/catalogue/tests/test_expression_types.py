"""What an expression puts together must go together: money with money of its currency, a code with the known codes."""

import re
from dataclasses import replace

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_types import NEVER_EQUAL, UNKNOWN_CODE, Clash, ExpressionTypes, Kind
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.folder.schema_nodes import SchemaNode
from hukumati.catalogue.tests.samples import asking_folder
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    Calculation,
    Choice,
    Definition,
    Form,
    Page,
    Question,
    compile_expression,
)

LABEL = Bilingual(ar="س", en="q")
MONEY: SchemaNode = {"type": "object", "properties": {"amount": {"type": "string"}, "currency": {"enum": ["JOD"]}}}
CAR_SHAPE: SchemaNode = {
    "type": "object",
    "properties": {
        "plate": {"type": "string"},
        "doors": {"type": "integer"},
        "weight": {"type": "number"},
        "old": {"type": "boolean"},
        "since": {"type": "string", "format": "date"},
        "note": {"type": ["string", "null"]},
        "either": {"type": ["string", "integer"]},
        "colour": {"enum": ["red", "blue", None], "type": ["string", "null"]},
        "price": MONEY,
        "owner": {"type": "object", "properties": {"name": {"type": "string"}}},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}
VEHICLES = RegisterContract(
    "mot.vehicles",
    {
        "type": "object",
        "properties": {
            "cars": {"type": "array", "items": CAR_SHAPE},
            "count": {"type": "integer"},
            "owed": MONEY,
            "fine": {"type": "object", "properties": {"amount": {}, "currency": {"const": "ILS"}}},
            "any": {"type": "object", "properties": {"amount": {}, "currency": {"enum": ["ILS", "JOD"]}}},
        },
    },
)
CODES = tuple(Choice(code, LABEL) for code in ("study", "work"))


def _question(name: str, kind: str, **more: object) -> Question:
    return Question(name, kind, LABEL, **more)  # type: ignore[arg-type]


QUESTIONS = (
    _question("rent", "money", currency="ILS"),
    _question("salary", "money", currency="JOD"),
    _question("copies", "number"),
    _question("born", "date"),
    _question("agrees", "yes_no"),
    _question("note", "text"),
    _question("purpose", "choice", options=CODES),
    _question("ways", "choices", options=CODES),
    _question("papers", "files"),
    _question("collect", "collection", options=CODES),
    _question("home", "address"),
    _question("car", "record", of="mot.vehicles.cars"),
    _question("all_cars", "records", of="mot.vehicles.cars"),
    _question("ghost", "record", of="moh.weather.days"),
    _question("gone", "record", of="mot.vehicles.lorries"),
    _question("members", "group", ask=(_question("name", "text"), _question("income", "money", currency="ILS"))),
    _question("trips", "group", each="all_cars", of="mot.vehicles.cars", ask=(_question("far", "number"),)),
)
NOTHING = compile_expression("0", ())
CALCULATIONS = {
    "total": Calculation("total", NOTHING, "money", "JOD"),
    "points": Calculation("points", NOTHING, "number"),
}


def definition() -> Definition:
    form = Form(pages=(Page("one", LABEL, QUESTIONS),))
    asking = parse_definition(folder=asking_folder())
    return replace(asking, form=form, uses=("mot.vehicles", "moh.weather"), calculations=CALCULATIONS)


TYPES = ExpressionTypes(definition(), {"mot.vehicles": VEHICLES})


def clashes(text: str, *, currency: str = "ILS", gives: str = "", entry: str = "") -> list[Clash]:
    about = TYPES.definition.form.question(entry) if entry else None
    return list(TYPES.clashes(text, currency=currency, gives=gives, entry=about))


def kind_of(text: str) -> str:
    """Return what an expression is by what it may not be compared with, "" where it may be compared with anything."""
    for other in ("1", "'x'"):
        for clash in clashes(f"({text}) == {other}"):
            found = re.match(r"a (\w+) is compared with a|(money) is compared with", clash.problem)
            if found:
                return found[1] or found[2]
    return ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1", "number"),
        ("1.5", "number"),
        ("'1'", "text"),
        ('"a"', "text"),
        ("true", "bool"),
        ("null", ""),
        ("today", "date"),
        ("fee", "money"),
        ("rent", "money"),
        ("copies", "number"),
        ("born", "date"),
        ("agrees", "bool"),
        ("note", "text"),
        ("purpose", "text"),
        ("papers[0]", ""),
        ("ways[0]", "text"),
        ("collect.method", "text"),
        ("collect.place", ""),
        ("home.governorate", "text"),
        ("home.street", ""),
        ("total", "money"),
        ("points", "number"),
        ("unheard_of", ""),
        ("applicant.age", "number"),
        ("applicant['age']", "number"),
        ("applicant.alive", "bool"),
        ("applicant.born_on", "date"),
        ("applicant.sex", "text"),
        ("requests.visit.state", "text"),
        ("requests.visit.outcome", "text"),
        ("registers.mot.vehicles.count", "number"),
        ("registers.mot.vehicles.nothing", ""),
        ("registers.mot.lorries.count", ""),
        ("registers.moh.weather.count", ""),
        ("registers.mot.vehicles.cars[0].plate", "text"),
        ("registers.mot.vehicles.cars[0].weight", "number"),
        ("registers.mot.vehicles.cars[0].old", "bool"),
        ("registers.mot.vehicles.cars[0].since", ""),
        ("registers.mot.vehicles.cars[0].note", "text"),
        ("registers.mot.vehicles.cars[0].either", ""),
        ("registers.mot.vehicles.cars[0].owner.name", "text"),
        ("registers.mot.vehicles.cars[0].tags[0]", "text"),
        ("car.plate", "text"),
        ("car.doors", "number"),
        ("all_cars[0].old", "bool"),
        ("ghost.plate", ""),
        ("gone.plate", ""),
        ("members[0].name", "text"),
        ("members[0].record", ""),
        ("trips[0].record.plate", "text"),
        ("trips[0].far", "number"),
        ("all_cars.map(_c, _c.doors)[0]", "number"),
        ("all_cars.map(_c, _c.old, _c.plate)[0]", "text"),
        ("all_cars.filter(_c, _c.old)[0].plate", "text"),
        ("all_cars.exists(_c, _c.old)", "bool"),
        ("all_cars.exists_one(_c, _c.old)", "bool"),
        ("all_cars.all(_c, _c.old)", "bool"),
        ("unheard_of.map(_c, _c.doors)[0]", ""),
        ("date('2026-01-01')", "date"),
        ("days(3)", ""),
        ("years_between(born, today)", "number"),
        ("size(all_cars)", "number"),
        ("string(copies)", "text"),
        ("int(note)", "number"),
        ("full_name(applicant)", "text"),
        ("note.contains('a')", "bool"),
        ("note.startsWith('a')", "bool"),
        ("note.endsWith('a')", "bool"),
        ("has(car.plate)", "bool"),
        ("agrees && agrees", "bool"),
        ("agrees || agrees", "bool"),
        ("copies > 1", "bool"),
        ("copies in [1, 2]", "bool"),
        ("minor(registers.mot.vehicles.owed)", "money"),
        ("minor()", "money"),
        ("sum([1, 2])", "number"),
        ("sum(members.map(_m, _m.income))", "money"),
        ("sum()", ""),
        ("sum(copies)", ""),
        ("share(rent, 2)", "money"),
        ("share()", ""),
        ("pluck(all_cars, 'plate')[0]", ""),
        ("[1, 2][0]", "number"),
        ("[1, 'a'][0]", ""),
        ("-copies", "number"),
        ("!agrees", "bool"),
        ("agrees ? 1 : 2", "number"),
        ("agrees ? 1 : null", "number"),
        ("agrees ? null : 1", "number"),
        ("agrees ? 1 : 'a'", ""),
        ("unheard_of()", ""),
        ("amount('20.00')", "money"),
        ("rent + rent", "money"),
        ("rent / rent", "number"),
        ("rent * 2", "money"),
        ("2 * rent", "money"),
        ("rent / 2", "money"),
        ("rent % 2", "money"),
        ("rent - null", "money"),
        ("rent + unheard_of", "money"),
        ("rent * unheard_of", "money"),
        ("rent / unheard_of", ""),
        ("rent % unheard_of", ""),
        ("copies + 1", "number"),
        ("note + 'x'", "text"),
        ("copies + note", ""),
        ("today - born", ""),
        ("born + days(3)", "date"),
        ("today - days(3)", "date"),
    ],
)  # fmt: skip
def test_the_kind_of_a_value_is_known_from_what_it_is_made_of(text: str, kind: str) -> None:
    assert kind_of(text) == kind


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        *((each, "text") for each in ("text", "long_text", "choice", "office", "iban", "id_number", "phone", "email")),
        *((each, "text") for each in ("postcode", "time", "web_address")),
        *((each, "number") for each in ("number", "decimal")),
        *((each, "bool") for each in ("yes_no", "declaration")),
        ("date", "date"),
        ("person_name", ""),
    ],
)
def test_an_answer_is_of_its_questions_kind(kind: str, found: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = replace(definition(), form=Form(pages=(Page("one", LABEL, (_question("rent", kind),)),)))
    monkeypatch.setattr(TYPES, "definition", asked)
    assert kind_of("rent") == found


BY_MONEY = "Write money as money: amount('20.00')."
DECIMALS = "Write it with its decimals: "
ONE_CURRENCY = "Put together amounts of one currency; amount('20.000', 'JOD') says another than the table's."


@pytest.mark.parametrize(
    ("text", "problem", "remedy"),
    [
        ("rent == 20", "money is compared with the number 20", BY_MONEY),
        ("20 < rent", "money is compared with the number 20", BY_MONEY),
        ("rent >= 7", "money is compared with the number 7", "Write money as money: amount('7.00')."),
        ("salary == 7", "money is compared with the number 7", "Write money as money: amount('7.000', 'JOD')."),
        ("rent != copies", "money is compared with a number", BY_MONEY),
        ("copies <= rent", "money is compared with a number", BY_MONEY),
        ("rent == '20'", "money is compared with a text", BY_MONEY),
        ("rent > 0.0", "money is compared with the number 0.0", BY_MONEY),
        (
            "rent == registers.mot.vehicles.owed",
            "money is compared with a register money",
            "Put minor(…) around the register's money.",
        ),
        ("rent == salary", "ILS and JOD are put together", ONE_CURRENCY),
        ("salary < rent", "ILS and JOD are put together", ONE_CURRENCY),
        ("rent == minor(registers.mot.vehicles.owed)", "ILS and JOD are put together", ONE_CURRENCY),
        ("salary == minor(registers.mot.vehicles.fine)", "ILS and JOD are put together", ONE_CURRENCY),
        ("rent == amount('20.000', 'JOD')", "ILS and JOD are put together", ONE_CURRENCY),
        ("agrees ? rent : salary", "ILS and JOD are put together", ONE_CURRENCY),
        ("rent + salary", "ILS and JOD are put together", ONE_CURRENCY),
        ("rent - salary", "ILS and JOD are put together", ONE_CURRENCY),
        ("rent + 3", "money is added to the number 3", "Write money as money: amount('3.00')."),
        ("3 + rent", "money is added to the number 3", "Write money as money: amount('3.00')."),
        ("rent - copies", "money is taken together with a number", BY_MONEY),
        ("rent * rent", "money is multiplied by money", "Multiply money by a number."),
        ("amount('abc')", "'abc' is not an amount in ILS", f"{DECIMALS}amount('20.00')."),
        ("amount('1.2345', 'JOD')", "'1.2345' is not an amount in JOD", f"{DECIMALS}amount('20.000')."),
    ],
)  # fmt: skip
def test_what_does_not_go_together_is_told_with_its_remedy(text: str, problem: str, remedy: str) -> None:
    assert clashes(text) == [Clash(problem, remedy)]


@pytest.mark.parametrize(
    "text",
    [
        "rent == 0",
        "0 < rent",
        "rent - 0 == rent",
        "rent == null",
        "null != rent",
        "rent == unheard_of",
        "rent == fee",
        "rent == amount('20')",
        "rent == amount('20.00', 'ILS')",
        "rent == minor(registers.mot.vehicles.any)",
        "salary == minor(registers.mot.vehicles.owed)",
        "salary == total",
        "rent * 3 / 2",
        "rent + null",
        "rent + unheard_of",
        "agrees ? rent : null",
        "agrees ? rent : amount('1.00')",
        "agrees ? rent : minor(unheard_of)",
        "amount('abc', 'XXX')",
        "amount(note)",
        "amount()",
        "days(3) == 3",
        "members == note",
        "copies == copies",
        "rent ==",
    ],
)
def test_what_goes_together_or_is_not_known_is_passed(text: str) -> None:
    assert clashes(text) == []


def test_amounts_are_in_the_currency_of_their_table() -> None:
    assert clashes("salary == amount('1.250')", currency="JOD") == []
    assert [each.remedy for each in clashes("rent == 20", currency="JOD")] == [
        "Write money as money: amount('20.00', 'ILS')."
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("rent", []),
        ("0", []),
        ("'x'", []),
        ("minor(unheard_of)", []),
        ("20", [Clash("the cell gives the number 20, not money", "Write amount('20.00').")]),
        ("copies", [Clash("the cell gives a number, not money", "Write amount('20.00').")]),
        ("salary", [Clash("the cell gives JOD, and the table is in ILS", "Give amounts of the table's currency.")]),
    ],
)
def test_a_cell_of_money_gives_money_of_the_tables_currency(text: str, told: list[Clash]) -> None:
    assert clashes(text, gives="money") == told
    assert clashes(text, gives="number") == []


@pytest.mark.parametrize(
    ("text", "code", "remedy"),
    [
        ("purpose == 'studyy'", "studyy", "Did you mean study?"),
        ("'studyy' != purpose", "studyy", "Did you mean study?"),
        ("purpose in ['study', 'worrk']", "worrk", "Did you mean work?"),
        ("'x' in ways", "x", "Known are: study, work."),
        ("ways[0] == 'x'", "x", "Known are: study, work."),
        ("ways.exists(_w, _w == 'x')", "x", "Known are: study, work."),
        ("collect.method == 'x'", "x", "Known are: study, work."),
        ("applicant.kind == 'tourist'", "tourist", "Known are: citizen, resident."),
        ("applicant.sex == 'man'", "man", "Known are: female, male."),
        ("applicant.governorate == 'PS-XXX'", "PS-XXX", ""),
        ("home.governorate == 'PS-XXX'", "PS-XXX", ""),
        ("requests.visit.state == 'close'", "close", ""),
        ("requests.visit.outcome == 'here'", "here", ""),
        ("car.colour == 'green'", "green", "Known are: blue, red."),
    ],
)
def test_a_code_that_is_nobodys_is_told_with_those_that_are(text: str, code: str, remedy: str) -> None:
    (told,) = clashes(text)
    assert (told.code, told.problem) == (UNKNOWN_CODE, f"{code!r} is compared with something that is never it")
    assert remedy in told.remedy


@pytest.mark.parametrize(
    "text",
    [
        "purpose == 'study'",
        "purpose in ['study', 'work']",
        "purpose == ''",
        "purpose == note",
        "'work' in ways",
        "'x' in note",
        "note in ['x']",
        "note == 'x'",
        "car.colour == 'red'",
        "car.plate == 'x'",
        "requests.visit.outcome == 'gone'",
        "[purpose][0] == 'x'",
        "(agrees ? purpose : purpose) == 'x'",
        "purpose + '!' == 'study!'",
        "home.street == 'x'",
    ],
)
def test_a_known_code_is_passed_and_so_is_a_text_that_can_be_anything(text: str) -> None:
    assert clashes(text) == []


def test_values_of_two_types_are_never_equal() -> None:
    (told,) = clashes("note == 1")
    assert told == Clash(
        "a text is compared with a number, and never is one", "Compare values of the same type.", NEVER_EQUAL
    )
    assert [each.problem[:35] for each in clashes("agrees != born")] == ["a bool is compared with a date, and"]


def test_unknown_codes_are_told_last() -> None:
    assert [each.code for each in clashes("purpose == 'x' && rent == 1")] == ["expression.money", UNKNOWN_CODE]


def test_an_entry_is_known_only_where_it_is_asked_about() -> None:
    assert [each.code for each in clashes("_it.plate == 1", entry="car")] == [NEVER_EQUAL]
    assert [each.code for each in clashes("_it.name == 1", entry="members")] == [NEVER_EQUAL]
    assert clashes("_it.name == 1", entry="car") == []
    assert clashes("_it.plate == 1") == []


def test_the_name_of_an_entry_hides_a_question_only_inside_its_macro() -> None:
    assert clashes("all_cars.exists(copies, copies.plate == 'x')") == []
    assert [each.code for each in clashes("all_cars.exists(copies, copies.old) && copies == 'x'")] == [NEVER_EQUAL]


def test_two_kinds_are_the_same_whatever_is_known_of_them_besides() -> None:
    text = Kind("text")
    assert replace(text, schema=SchemaNode({}), codes=("a",), bounds=(1, 2), parts={"x": text}) == text
    assert replace(text, currency="ILS") != text
