"""Lists of choices and tables of rules as their files say them: what is read, and what is named with its line."""

import pytest

from hukumati.catalogue.folder.csv_parser import parse_csv
from hukumati.catalogue.folder.diagnostics import Diagnostics
from hukumati.catalogue.folder.table_parser import parse_list
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Choice

PLACES = "code,ar,en,governorate,address_ar,address_en,hours_ar,hours_en\n"


def _read(text: str) -> tuple[tuple[Choice, ...], list[tuple[int, str]]]:
    diagnostics = Diagnostics(texts={})
    choices = parse_list(source=parse_csv(file="x.csv", data=text.encode()), diagnostics=diagnostics)
    return choices, [(mistake.line, mistake.code) for mistake in diagnostics.mistakes]


def test_a_choice_of_three_columns_has_neither_place_nor_hours() -> None:
    (choice,), mistakes = _read("code,ar,en\na,نعم,yes\n")
    assert choice == Choice(code="a", label=Bilingual(ar="نعم", en="yes"), governorate="", address=None, hours=None)
    assert mistakes == []


def test_a_place_has_its_governorate_address_and_hours() -> None:
    (choice,), mistakes = _read(f"{PLACES}a,ا,A,PS-RBH,شارع,Street,صباحًا,mornings\n")
    assert choice.governorate == "PS-RBH"
    assert choice.address == Bilingual(ar="شارع", en="Street")
    assert choice.hours == Bilingual(ar="صباحًا", en="mornings")
    assert mistakes == []


@pytest.mark.parametrize("address", ["شارع,", ",Street", ","])
def test_an_address_in_one_language_is_none(address: str) -> None:
    (choice,), _ = _read(f"{PLACES}a,ا,A,PS-RBH,{address},صباحًا,mornings\n")
    assert choice.address is None
    assert choice.hours is not None


def test_codes_and_labels_that_are_missing_or_doubled_are_named_with_their_lines() -> None:
    choices, mistakes = _read("code,ar,en\na,ا,A\n,ب,B\na,ت,C\nd,,D\ne,ج,\n")
    assert [choice.code for choice in choices] == ["a", "", "a", "d", "e"]
    assert mistakes[:2] == [(3, "list.code"), (4, "list.code")]
    assert [line for line, _ in mistakes[2:]] == [5, 6]


@pytest.mark.parametrize("header", ["ar,en", "code,en", "code,ar"])
def test_a_list_without_one_of_its_columns_has_no_choices(header: str) -> None:
    assert _read(f"{header}\na,b\n") == ((), [(1, "list.column")])
