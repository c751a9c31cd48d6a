"""Single checks at their edges: what is just right is passed, what is just wrong is found."""

from dataclasses import replace
from typing import Any

import pytest

from hukumati.catalogue.checks.conventions import check_delivery, check_guides, check_rules, check_unused
from hukumati.catalogue.checks.form_checks import check_labels, check_questions
from hukumati.catalogue.checks.text_checks import check_texts
from hukumati.catalogue.folder.parser import ParsedFolder, parse_folder
from hukumati.catalogue.tests.samples import real_folder
from hukumati.catalogue.tests.single_checks import certificate, flow_of, folder, problems, with_definition
from hukumati.service_language.api import (
    Action,
    Branch,
    Effect,
    Form,
    State,
    Table,
)
from hukumati.service_language.tests.making import page, question, table

COLOURS = "code,ar,en\nred,أحمر,Red\ngreen,أخضر,Green\n"


def asking(entry: str, colours: str = COLOURS) -> ParsedFolder:
    return parse_folder(folder=folder(form=f"pages: [{{id: one, title: name, ask: [{entry}]}}]\n", colours=colours))


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ("type: choices, list: colours, min: 2", []),
        ("type: choices, list: colours, min: 3", ["3 are to be chosen of a list of 2"]),
        ("type: text, max: 1", []),
        ("type: text, max: 0", ["max 0 allows no answer at all"]),
        ("type: number, max: 0", []),
        ("type: number, min: 1, max: 3, default: 1", []),
        ("type: number, min: 1, max: 3, default: 3", []),
        ("type: number, min: 1, max: 3, default: 0", ["the default 0 is not between min and max"]),
        ("type: number, min: 1, max: 3, default: 4", ["the default 4 is not between min and max"]),
        ("type: number, max: 3, default: -4", []),
        ("type: year_number, max: 3, default: 4", ["the default 4 is not between min and max"]),
        ("type: yes_no, min: 1", ["'min' has no meaning for a question of type yes_no"]),
        ("type: yes_no, max: 1", ["'max' has no meaning for a question of type yes_no"]),
        ("type: date, min: today, max: 2099-01-01", []),
        ("type: date, min: today, max: 2020-01-01", ["min is above max, today and for a year to come"]),
        ("type: date, min: 2099-01-01, max: today", ["min is above max, today and for a year to come"]),
        ("type: text, pattern: '[0-9]{4}', pattern_text: summary, max: 4", []),
        (
            "type: text, pattern: '[0-9]{4}', pattern_text: summary, max: 3",
            ["the pattern needs 4 letters and max allows 3"],
        ),
        ("type: text, pattern: '[0-9]{4}', pattern_text: summary, min: 4", []),
        (
            "type: text, pattern: '[0-9]{4}', pattern_text: summary, min: 5",
            ["the pattern allows 4 letters and min needs 5"],
        ),
        ("type: text, pattern: '[0-9]{8}', pattern_text: summary, check: luhn", []),
        (
            "type: text, pattern: 'A{3}', pattern_text: summary, check: luhn",
            ["nothing that has the pattern can have check digits by luhn"],
        ),
    ],
)
def test_bounds_and_patterns_leave_room_for_an_answer(entry: str, found: list[str]) -> None:
    assert problems(check_questions, asking(f"{{id: q, label: summary, {entry}}}")) == found


def test_choices_of_a_list_read_otherwise_in_each_language() -> None:
    entry = "{id: q, label: summary, type: choice, list: colours}"
    assert problems(check_labels, asking(entry)) == []
    alike = COLOURS.replace("Green", "Red") + "blue,أحمر,Blue\n"
    assert problems(check_labels, asking(entry, alike)) == [
        "'blue' reads 'أحمر', as 'red' does: nobody can tell them apart",
        "'green' reads 'Red', as 'red' does: nobody can tell them apart",
    ]


UNUSED = "nothing uses the text 'more'"
AR, EN = "name: خدمة\nsummary: خدمة للتجربة\n", "name: Service\nsummary: A service\n"


@pytest.mark.parametrize(
    ("more_ar", "more_en", "found"),
    [
        ("", "", []),
        ("more: س\n", "", ["'more' has no English text", UNUSED]),
        ("", "more: x\n", ["'more' has no Arabic text"]),
        ("more: س\n", "more: سؤال\n", ["'more' holds Arabic letters", UNUSED]),
        ("more: abc\n", "more: abc\n", ["'more' holds no Arabic", UNUSED]),
        ("more: ab\n", "more: ab\n", [UNUSED]),
        ("more: سؤال abc\n", "more: abc\n", [UNUSED]),
        ("more: '{reference}'\n", "more: '{reference}'\n", [UNUSED]),
        ("more: 'س {reference}'\n", "more: x\n", ["'more' has other placeholders than its Arabic", UNUSED]),
        ("more: 'س {a} {b}'\n", "more: 'x {b} {a}'\n", [UNUSED]),
        ("more: 'س {a'\n", "more: x\n", ["a brace in 'more' has no partner", UNUSED]),
        ("more: س\n", "more: 'x }'\n", ["a brace in 'more' has no partner", UNUSED]),
    ],
)  # fmt: skip
def test_texts_are_whole_in_both_languages(more_ar: str, more_en: str, found: list[str]) -> None:
    parsed = parse_folder(folder=folder(ar=AR + more_ar, en=EN + more_en))
    assert problems(check_texts, parsed) == found


@pytest.mark.parametrize(
    ("ar", "en", "found"),
    [
        ("## أ\n", "## A\n", []),
        ("## أ\n## ب\n", "## A\n", ["the guides have 2 sections in Arabic and 1 in English"]),
        ("أ\n", "A\n", ["the guide has no section", "the guide has no section"]),
        ("##أ\n", "## A\n", ["the guide has no section", "the guides have 0 sections in Arabic and 1 in English"]),
    ],
)
def test_guides_have_the_same_sections(ar: str, en: str, found: list[str]) -> None:
    assert problems(check_guides, parse_folder(folder=folder(guide_ar=ar, guide_en=en))) == found


def test_every_kind_of_file_that_nothing_refers_to_is_told() -> None:
    real = real_folder()
    copies = {
        "documents/extra.yaml": real.files["documents/certificate.yaml"],
        "documents/extra.typ": real.files["documents/certificate.typ"],
        "messages/extra.yaml": real.files["messages/ready.yaml"],
        "lists/extra.csv": real.files["lists/purposes.csv"],
        "rules/extra.csv": real.files["rules/fee.csv"],
    }
    assert problems(check_unused, parse_folder(folder=real)) == []
    assert problems(check_unused, parse_folder(folder=replace(real, files={**real.files, **copies}))) == [
        f"nothing uses the {kind} 'extra'" for kind in ("document", "message", "list", "table", "template")
    ]


def _done(*effects: str, **more: Any) -> State:
    return State("done", "ready", effects=tuple(Effect(each) for each in effects), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("collect", "effects", "is_asked", "places", "found"),
    [
        ((), (), False, (), []),
        ((), ("issue",), False, (), ["what is issued cannot be received"]),
        (("download",), ("issue",), False, (), []),
        (("download",), ("hand_over",), False, (), ["the flow hands over what is only downloaded"]),
        (("office",), ("hand_over",), True, ("offices",), []),
        (("office",), ("hand_over",), False, ("offices",), ["nobody is asked how to receive it"]),
        (("office", "download"), (), True, ("offices",), ["the flow never hands it over"]),
        (("office",), ("hand_over",), True, ("post_offices",), ["there is no place for office"]),
        (
            ("post_office", "home"),
            ("hand_over",),
            True,
            ("offices",),
            ["there is no place for post_office", "there is no place for home"],
        ),
        (("home",), ("hand_over",), True, ("post_offices",), []),
    ],
)
def test_what_is_issued_can_be_received(
    collect: tuple[str, ...], effects: tuple[str, ...], is_asked: bool, places: tuple[str, ...], found: list[str]
) -> None:
    asked = (question("how", "collection"),) if is_asked else (question("q"),)
    lists = {name: certificate().definition.lists["offices"] for name in places}
    form = Form(pages=(page("one", *asked),))
    parsed = with_definition(collect=collect, flow=flow_of(_done(*effects)), form=form, lists=lists)
    assert problems(check_delivery, parsed) == found


FEE = table("fee", ("", "amount('20.00')"))
NUMBERS = replace(FEE, gives={"fee": "number"})
PAID = {"paid": Action("paid", (Branch(None, "done"),))}


def _named(name: str, made: Table = FEE) -> dict[str, Table]:
    return {name: replace(made, name=name)}


@pytest.mark.parametrize(
    ("kind", "tables", "state", "found"),
    [
        ("paid", _named("fee"), State("s", "submitted", PAID), []),
        ("paid", _named("fee"), State("s", "submitted"), ["no state awaits payment"]),
        ("paid", {}, State("s", "submitted", PAID), ["a paid service has no fee table"]),
        ("paid", _named("second"), State("s", "submitted", PAID, charge="second"), []),
        ("free", {}, State("s", "submitted"), []),
        ("free", _named("fee"), State("s", "submitted"), ["a free service has a fee table"]),
        ("free", {}, State("s", "submitted", PAID), ["a free service awaits payment"]),
        ("free", _named("eligibility"), State("s", "submitted"), ["eligibility does not give eligible"]),
        ("paid", _named("fee", NUMBERS), State("s", "submitted", PAID), ["fee does not give fee"]),
        (
            "paid",
            _named("second", replace(FEE, gives={})),
            State("s", "submitted", PAID, charge="second"),
            ["second does not give fee"],
        ),
        (
            "paid",
            _named("fee") | _named("delivery", replace(FEE, currency="JOD")),
            State("s", "submitted", PAID),
            ["delivery is in JOD, the fee in ILS: a bill has one currency"],
        ),
        ("paid", _named("fee") | _named("delivery"), State("s", "submitted", PAID), []),
    ],
)  # fmt: skip
def test_a_paid_service_has_its_fee_and_a_free_one_has_none(
    kind: str, tables: dict[str, Table], state: State, found: list[str]
) -> None:
    assert problems(check_rules, with_definition(kind=kind, tables=tables, flow=flow_of(state))) == found
