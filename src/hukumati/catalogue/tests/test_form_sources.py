"""What fills a question in fits its type, and what a schema refuses is told in words."""

from dataclasses import replace
from typing import Any

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.form_checks import check_sources
from hukumati.catalogue.checks.promise_checks import check_calendars, check_roles, check_tables_used
from hukumati.catalogue.folder.bounds import fits
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import MAX_FILE_BYTES, read_folder
from hukumati.catalogue.folder.parser import parse_folder
from hukumati.catalogue.folder.yaml_parser import MAX_BYTES, MAX_DEPTH, parse_yaml
from hukumati.catalogue.tests.samples import asking_folder
from hukumati.catalogue.tests.single_checks import certificate, flow_of, folder, problems, with_definition
from hukumati.service_language.api import Calendar, Form, Place, State, Work
from hukumati.service_language.tests.making import LABEL, page, question

CARS = RegisterContract(
    "mot.vehicles",
    {
        "type": "object",
        "properties": {
            "old": {"type": "boolean"},
            "since": {"type": "string", "format": "date"},
            "until": {"type": ["string", "null"], "format": "date"},
            "note": {"type": "string"},
            "count": {"type": "integer"},
            "keeper": {"type": "string"},
            "owner": {"type": "object", "properties": {"alive": {"type": "boolean"}}},
        },
    },
    {"keeper": "person.id_number"},
)


@pytest.mark.parametrize(
    ("kind", "source", "needed"),
    [
        ("phone", "account.phone", ""),
        ("text", "account.phone", "phone"),
        ("email", "account.email", ""),
        ("phone", "account.email", "email"),
        ("yes_no", "mot.vehicles.old", ""),
        ("text", "mot.vehicles.old", "yes_no"),
        ("text", "mot.vehicles.owner.alive", "yes_no"),
        ("date", "mot.vehicles.since", ""),
        ("text", "mot.vehicles.since", "date"),
        ("text", "mot.vehicles.until", "date"),
        ("text", "mot.vehicles.keeper", "id_number"),
        ("id_number", "mot.vehicles.keeper", ""),
        ("text", "mot.vehicles.note", ""),
        ("choice", "mot.vehicles.note", ""),
        ("text", "mot.vehicles.count", ""),
        ("text", "mot.vehicles.nothing", ""),
        ("text", "mot.vehicles", ""),
        ("text", "moh.weather.days", ""),
        ("text", None, ""),
    ],
)
def test_a_question_is_of_the_type_of_what_fills_it_in(kind: str, source: str | None, needed: str) -> None:
    parsed = with_definition(form=Form(pages=(page("one", question("q", kind, source=source)),)))
    found = problems(lambda each: check_sources(each, {"mot.vehicles": CARS}), parsed)
    assert found == ([f"{source} is of type {needed}, the question 'q' of type {kind}"] if needed else [])


def test_a_table_is_asked_by_the_platform_or_by_a_state() -> None:
    declared: Any = {"rules": dict.fromkeys(("eligibility", "fee", "delivery", "second", "third"))}
    service = replace(certificate().sources.service, value=declared)
    parsed = with_definition(flow=flow_of(State("s", "submitted", charge="second")))
    parsed = replace(parsed, sources=replace(parsed.sources, service=service))
    assert problems(check_tables_used, parsed) == ["nothing asks the table 'third'"]


@pytest.mark.parametrize(
    ("role", "found"),
    [
        ("officer", []),
        ("moj.officer", []),
        ("moh.officer", []),
        ("baker", ["nobody at moj has the role 'baker'"]),
        ("moh.baker", ["nobody at moh has the role 'baker'"]),
        ("nobody.baker", []),
    ],
)
def test_work_is_for_a_role_that_its_body_has(role: str, found: list[str]) -> None:
    parsed = with_definition(flow=flow_of(State("s", "in_review", work=Work(role, "single"))))
    assert problems(check_roles, parsed) == found


def test_an_appointment_is_held_at_an_office_of_the_provider() -> None:
    parsed = parse_folder(folder=asking_folder())
    offices = parsed.sources.places["offices"].rows
    own = next(each["code"] for each in offices if each["provider"] == "moj")
    other = next(each["code"] for each in offices if each["provider"] != "moj")
    (name,) = {each.calendar for each in parsed.definition.requests.values() if each.calendar}

    def held_at(*codes: str) -> list[str]:
        places = tuple(Place(code, LABEL) for code in codes)
        calendar = Calendar(name, places, ("sun",), "09:00", "13:00", 20, 2)
        return problems(check_calendars, with_definition(parsed, calendars={name: calendar}))

    assert held_at(own) == []
    assert held_at(other, own) == []
    assert held_at() == []
    (problem,) = held_at(other)
    assert problem.startswith(f"the calendar {name!r} is held at offices of ")
    assert problem.endswith(", not of moj")


@pytest.mark.parametrize(
    ("kind", "bound", "does_fit"),
    [
        ("time", "08:00", True),
        ("time", "8:00", False),
        ("time", 8, False),
        ("decimal", 8, True),
        ("decimal", "8.25", True),
        ("decimal", "8,25", False),
        ("date", "today", True),
        ("date", "soon", False),
        ("number", 3, True),
        ("number", "3", False),
    ],
)
def test_a_bound_has_the_form_of_its_type(kind: str, bound: int | str, does_fit: bool) -> None:
    assert fits(kind, bound) is does_fit


def refused(text: str | bytes) -> tuple[int, str]:
    """Return line and problem of the first mistake in a file of YAML."""
    with pytest.raises(FolderRefused) as caught:
        parse_yaml(file="x.yaml", data=text.encode() if isinstance(text, str) else text)
    return caught.value.mistakes[0].line, caught.value.mistakes[0].problem


def test_what_yaml_could_hide_is_told_with_its_sign_and_its_line() -> None:
    assert refused("a: 1\nb: &x 1\n") == (2, "anchor or alias &x is not allowed here")
    assert refused("a: 1\nb: *x\n") == (2, "anchor or alias *x is not allowed here")
    assert refused("a: 1\nb: [1,\n")[0] == 3
    assert refused("a: 1\nb: c: d\n")[0] == 2


def test_a_file_may_be_as_large_and_as_deep_as_the_limits_say() -> None:
    assert parse_yaml(file="x", data=b" " * MAX_BYTES).value is None
    assert parse_yaml(file="x", data=b"[" * MAX_DEPTH + b"]" * MAX_DEPTH).value
    assert refused(b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1)) == (
        1, f"nesting deeper than {MAX_DEPTH} is not allowed here",
    )  # fmt: skip


def test_a_file_of_a_folder_may_be_as_large_as_the_limit_says(tmp_path_factory: pytest.TempPathFactory) -> None:
    root = tmp_path_factory.mktemp("service")
    (root / "form.yaml").write_bytes(b"#" * MAX_FILE_BYTES)
    assert len(read_folder(path=root).own().files["form.yaml"]) == MAX_FILE_BYTES
    (root / "form.yaml").write_bytes(b"#" * (MAX_FILE_BYTES + 1))
    with pytest.raises(FolderRefused) as caught:
        read_folder(path=root)
    assert [each.code for each in caught.value.mistakes] == ["file.size"]


def of_form(text: str) -> list[tuple[int, str]]:
    parsed = parse_folder(folder=folder(form=text))
    return [(each.line, each.problem) for each in parsed.diagnostics.mistakes if each.code.startswith("schema.")]


def test_what_a_schema_refuses_is_told_in_words() -> None:
    one = "pages:\n  - {id: one, title: name, ask: [{id: note, type: %s, label: summary}]}\n"
    assert of_form(one % "text") == []
    assert of_form(one % "fone") == [(2, "'fone' is not allowed for 'type'")]
    assert of_form(one % ("x" * 57)) == [(2, f"'{'x' * 57}' is not allowed for 'type'")]
    assert of_form(one % ("x" * 58)) == [(2, f"'{'x' * 56}… is not allowed for 'type'")]
    assert of_form(one.replace("label: summary", "labell: summary") % "text")[0] == (
        2,
        "the word 'labell' is not known here",
    )
