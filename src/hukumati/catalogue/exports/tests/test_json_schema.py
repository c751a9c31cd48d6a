# ruff: noqa: E501 - oddities are listed as they are
"""The generated schema accepts what the form accepts, and refuses what the form refuses."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hukumati.catalogue.exports.json_schema import SCHEMAS, answer_schema, formats, to_json_schema
from hukumati.catalogue.tests.samples import real_definition
from hukumati.catalogue.tests.specimen import specimen
from hukumati.service_language.api import ANSWER_READERS, Choice, Definition, Form, Page, Question
from hukumati.service_language.tests.making import COLOURS, LABEL, PERSON
from hukumati.service_language.tests.specimen import ADDRESS, FILL, IBAN, PHOTO, specimen_session

SPECIMEN, REAL = specimen(), real_definition()
PARTS = (
    Question(id="name", type="text", label=LABEL, max=20),
    Question(id="born", type="date", label=LABEL, required=False),
    Question(id="share", type="number", label=LABEL, min=1, max=9, required=False),
)
OPTIONS = {
    "collection": (*REAL.form.question("collect").options, Choice("home", LABEL)), "office": SPECIMEN.form.question("office").options,
}  # fmt: skip
BOUNDS: dict[str, dict[str, Any]] = {
    "text": {"min": 2, "max": 12}, "number": {"min": -5, "max": 500}, "money": {"min": 100, "max": 10_000},
    "decimal": {"decimals": 2}, "choices": {"max": 2}, "group": {"max": 3, "ask": PARTS}, "files": {"max_files": 2},
}  # fmt: skip
GOOD: dict[str, list[Any]] = {
    "text": ["شركة النور", "a b", "مُحَمَّد", "e\u0301e"], "long_text": ["a\nb\n\nc d", "x"], "number": [0, 7, 500, 3.0],
    "money": [100, 10_000, 150.0], "date": ["1990-05-12", "2200-12-31"], "yes_no": [True, False], "declaration": [True],
    "choice": ["red"], "choices": [["red"], ["green", "blue"]], "office": ["MOT-RAM"], "id_number": ["400000006"],
    "phone": ["+970599123456"], "email": ["layla@example.test"], "postcode": ["P840", "P8401234"], "iban": [IBAN],
    "decimal": ["83.50", "0.00", "-7.25"], "time": ["00:00", "14:30"],
    "web_address": ["https://example.org/", "http://xn--ygbi2ammx.example:81/a?b=c#d"],
    "foreign_address": [{"country": "JO", "lines": ["x"]}, {"country": "TR", "lines": ["a b", "x", "y"]}],
    "year_number": ["2026/1", "1999/40217"],
    "person_name": [PERSON["name"]], "address": [ADDRESS, {**ADDRESS, "postcode": None}],
    "collection": [{"method": "download", "place": None}, {"method": "office", "place": "MOJ-RAM"}, {"method": "home", "place": None, "address": ADDRESS}],
    "file": [[PHOTO]], "files": [[PHOTO], [PHOTO, {**PHOTO, "id": "00000000-0000-4000-8000-000000000002"}]],
    "group": [[{"name": "x", "born": None, "share": 2}], [{"name": "x", "born": "1990-05-12", "share": None}] * 3],
}  # fmt: skip
ODD = [
    "2026-1", "2026/01", "1/2026", "2026/0", "2026/123456789", "1826/1",
    "", " ", "a ", " a", "a  b", "a\n", "\n", "a\tb", "\u202ea", "a\u2028b", "\0", "\ud800", "\ue000", "\ufffe", "٤٢", "12", "-1",
    "2026-02-30", "1799-12-31", "2026-1-1", "1990-05-12\n", "400000007", "400000006\n", "+970599123456 ", "0599123456",
    "a..b@example.test", "a@b", "P84012", "P8401234\n", "PS92", "yes", "RED", "red", 0, 1, -6, 501, 99, 10_001, 1.5, 2.0, 1e30, True,
    False, None, [], {}, [None], ["red", "red"], ["red", "green", "blue"], [{}], [PHOTO, PHOTO], {"method": "download"},
    {"method": "office", "place": "RAM-01"}, {"method": "home", "place": None}, {**ADDRESS, "more": 1},
    [{"name": "x"}], [{"name": None, "born": None, "share": None}], {"ar": PERSON["name"]["ar"], "en": {}},
]  # fmt: skip
EXACT = sorted(set(ANSWER_READERS) - {"record", "records"})


def _question(kind: str, *, required: bool = True) -> Question:
    said = {"currency": "ILS", "accept": ("pdf", "jpeg"), "options": OPTIONS.get(kind, COLOURS), **BOUNDS.get(kind, {})}
    return Question(id="q", type=kind, label=LABEL, required=required, **said)


def _definition(question: Question) -> Definition:
    home = REAL if question.type == "collection" else SPECIMEN
    return replace(home, form=Form(pages=(Page(id="one", title=LABEL, ask=(question,)),)))


def _form_accepts(definition: Definition, value: Any) -> bool:
    """The form takes the value, and as it stands: what it would first tidy up is not what an application holds."""
    facts = specimen_session(definition)
    cleaned = facts.clean_page("one", {"q": value})
    return not cleaned.errors and _plain(cleaned.answers["q"]) == _plain(value)


def _plain(value: Any) -> str:
    """JSON without order: lists of codes are sorted by the form, and 1.0 is 1."""
    if isinstance(value, dict):
        return json.dumps({str(key): _plain(each) for key, each in value.items()}, sort_keys=True)
    if isinstance(value, list):
        return json.dumps(sorted(_plain(each) for each in value))
    return json.dumps(int(value) if isinstance(value, float) and value.is_integer() else value)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=15),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@st.composite
def _answers(draw: st.DrawFn, kind: str) -> Any:
    """Good answers, good ones spoilt somewhere, oddities, and any JSON."""
    value = draw(st.sampled_from([*GOOD[kind], *ODD]) | JSON)
    if isinstance(value, dict) and value and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(value)))
        return {**value, key: draw(st.sampled_from(ODD) | JSON)}
    if isinstance(value, list) and value and isinstance(value[0], dict) and draw(st.booleans()):
        key = draw(st.sampled_from([*value[0], "more"]))
        return [{**value[0], key: draw(st.sampled_from(ODD) | JSON)}, *value[1:]]
    if isinstance(value, str) and draw(st.booleans()):
        at = draw(st.integers(0, len(value)))
        return value[:at] + draw(st.text(max_size=2)) + value[at:]
    return value


@pytest.mark.parametrize("kind", EXACT)
@settings(max_examples=150)
@given(data=st.data())
def test_the_schema_accepts_exactly_what_the_form_accepts(kind: str, data: st.DataObject) -> None:
    question = _question(kind, required=data.draw(st.booleans()))
    definition = _definition(question)
    validator = Draft202012Validator(answer_schema(question, definition), format_checker=formats())
    value = data.draw(_answers(kind))
    assert validator.is_valid(value) == _form_accepts(definition, value), value


@pytest.mark.parametrize("kind", EXACT)
def test_good_answers_are_accepted_by_both(kind: str) -> None:
    definition = _definition(_question(kind))
    validator = Draft202012Validator(answer_schema(_question(kind), definition), format_checker=formats())
    accepted = [value for value in GOOD[kind] if _form_accepts(definition, value)]
    assert accepted
    assert [value for value in GOOD[kind] if validator.is_valid(value)] == accepted


def test_every_type_has_its_schema() -> None:
    assert set(SCHEMAS) == set(ANSWER_READERS)


def _whole(definition: Definition, fill: dict[str, Any]) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for page in definition.form.pages:
        facts = specimen_session(definition, answers)
        cleaned = facts.clean_page(page.id, fill)
        assert cleaned.errors == {}
        answers |= cleaned.answers
    return specimen_session(definition, answers).normalised_answers


def test_a_whole_application_keeps_the_schema_of_its_service() -> None:
    schema = to_json_schema(definition=SPECIMEN, number=3, portal="https://portal.example")
    Draft202012Validator.check_schema(schema)
    assert schema["$id"] == "https://portal.example/api/services/MOT-SPC/versions/3/schema.json"
    validator = Draft202012Validator(schema, format_checker=formats())
    answers = _whole(SPECIMEN, FILL)
    assert list(validator.iter_errors(answers)) == []
    assert not validator.is_valid({**answers, "more": 1})
    assert not validator.is_valid({key: value for key, value in answers.items() if key != "vehicle"})
    assert not validator.is_valid({**answers, "vehicle": ["6-1234-95"]})
    told = schema["properties"]["lien"]["description"]
    assert "Null unless vehicle != null" in told


def test_what_a_register_answers_is_left_to_it() -> None:
    schema = to_json_schema(definition=REAL, number=1, portal="https://portal.example")
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["id_number"]["description"].startswith("Answered by the register")
