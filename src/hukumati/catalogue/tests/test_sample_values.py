"""Values worth trying: on both sides of what an expression names, and inside the bounds of a question."""

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from hukumati.catalogue.checks.sample_values import (
    MOST_LITERALS,
    TODAY,
    combinations,
    days_in,
    literal_days_in,
    numbers_in,
    register_amounts_in,
    words_in,
)
from hukumati.catalogue.checks.typical_answers import ADDRESS, typical_answers
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Choice
from hukumati.service_language.tests.making import question

CHOICES = tuple(Choice(code, Bilingual(ar=code, en=code)) for code in ("a", "b", "c"))


def test_numbers_are_tried_with_their_neighbours_but_not_those_in_quotes() -> None:
    assert numbers_in(["copies > 5 && note == '7'", "copies < 6"]) == [4, 5, 6, 7]
    assert numbers_in([]) == []


def test_amounts_are_tried_in_minor_units_of_their_currency_or_of_each() -> None:
    assert numbers_in(["amount('20.00', 'ILS')"]) == [1999, 2000, 2001]
    assert numbers_in(["amount('20.005', 'JOD')"]) == [20004, 20005, 20006]
    assert {1999, 2000, 2001, 19999, 20000, 20001} <= set(numbers_in(["amount('20.00')"]))
    assert numbers_in(["amount('20.005')"]) == [20004, 20005, 20006]  # no amount in a currency of two decimals


def test_so_many_numbers_are_tried_and_no_more() -> None:
    text = " + ".join(str(10 * number) for number in range(1, MOST_LITERALS + 2))
    assert max(numbers_in([text])) == 10 * MOST_LITERALS + 1


def test_a_registers_amounts_are_tried_as_it_writes_them_and_one_above() -> None:
    assert register_amounts_in(["amount('20.00', 'ILS')"]) == [("20.00", "ILS"), ("20.01", "ILS")]
    assert register_amounts_in(["amount('x')"]) == []


def test_words_are_what_stands_in_quotes_of_either_kind() -> None:
    assert words_in(["q == 'b' || r == \"a\"", "s == 'b'"]) == ["a", "b"]


def near(*days: date) -> list[date]:
    return sorted({day + timedelta(by) for day in days for by in (-1, 0, 1)})


def test_days_are_tried_with_their_neighbours() -> None:
    assert days_in(["born > date('2026-01-01')"]) == near(date(2026, 1, 1))
    assert days_in(["born > date('2026-02-30')"]) == []
    assert literal_days_in(["today > date('2026-01-01') + days(3)"]) == near(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("number", "days"),
    [
        (0, []),
        (1, [TODAY + timedelta(1), TODAY - timedelta(1), date(2025, 11, 23), date(2027, 11, 23)]),
        (120, [TODAY + timedelta(120), TODAY - timedelta(120), date(1906, 11, 23), date(2146, 11, 23)]),
        (121, [TODAY + timedelta(121), TODAY - timedelta(121)]),
        (3660, [TODAY + timedelta(3660), TODAY - timedelta(3660)]),
        (3661, []),
    ],
)
def test_a_number_may_count_days_or_years_from_today(number: int, days: list[date]) -> None:
    assert days_in([f"years_between(born, today) > {number}"]) == near(*days)


def test_few_combinations_are_all_tried_in_order() -> None:
    domains = [[1, 2], [3, 4]]
    assert list(combinations(domains, 4)) == list(product(*domains))
    assert list(combinations([], 4)) == [()]


def test_of_many_combinations_as_many_are_tried_with_every_value_and_always_the_same() -> None:
    domains = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    found = list(combinations(domains, 12))
    assert len(found) == 12
    assert [set(values) for values in zip(*found, strict=True)] == [set(domain) for domain in domains]
    assert found == list(combinations(domains, 12))
    assert len(list(combinations([[1, 2], [3, 4]], 3))) == 3


def _file(kind: str, media: str) -> dict[str, object]:
    return {"id": "x", "name": f"x.{kind}", "media": media, "size": 1, "sha256": "x"}


PDF, JPEG = _file("pdf", "application/pdf"), _file("jpeg", "image/jpeg")


@pytest.mark.parametrize(
    ("kind", "said", "around", "text", "values"),
    [
        ("yes_no", {}, [], "", [True, False]),
        ("signature", {}, [], "", ["x"]),
        ("file", {"accept": ("pdf",)}, [], "", [[PDF]]),
        ("files", {"accept": ("pdf", "jpeg"), "max_files": 2}, [], "", [[PDF], [PDF, PDF], [JPEG]]),
        ("choice", {"options": CHOICES}, [], "", ["a", "b", "c"]),
        ("choice", {}, [], "", ["x"]),
        ("choices", {"options": CHOICES}, [1, 2, 3, 4], "", [["a"], ["b"], ["c"], ["a", "b"], ["a", "b", "c"]]),
        ("choices", {"options": CHOICES}, [], "", [["a"], ["b"], ["c"], ["a", "b", "c"]]),
        ("choices", {"options": CHOICES[:1]}, [], "", [["a"]]),
        ("number", {"min": 1, "max": 9}, [0, 1, 4, 9, 10], "", [1, 4, 9]),
        ("number", {"min": 3}, [2, 4], "", [3, 4]),
        ("number", {"max": 3}, [2, 4], "", [1, 2, 3]),
        ("number", {}, [-1], "", [-1, 1]),
        ("number", {"min": 5, "max": 4}, [], "", ["x"]),
        ("text", {"min": 3, "max": 5}, [2, 4, 6], "q == 'abcd' || q == 'ab'", ["abcd", "xxx", "xxxx", "xxxxx"]),
        ("text", {}, [0, 1, 2], "q == 'a'", ["x", "a", "xx"]),
        ("text", {"min": 5, "max": 4}, [], "", ["x"]),
        ("time", {}, [], "q > '09:30' || q == 'x'", ["00:00", "08:00", "13:30", "23:59", "09:30"]),
        ("decimal", {"decimals": 1, "min": "0.5", "max": "2"}, [], "q > 1.5", [0.5, 1.0, 1.4, 1.5, 1.6, 2.0]),
        ("decimal", {"decimals": 1}, [3], "", [1.0, 2.9, 3.0, 3.1]),
        ("date", {}, [], "", [date(1950, 1, 1), TODAY, date(2030, 1, 1)]),
        ("date", {"min": "today"}, [], "", [TODAY, date(2030, 1, 1)]),
        ("date", {"max": "2026-11-23"}, [], "", [date(1950, 1, 1), TODAY]),
        ("date", {"min": "2040-01-01", "max": "2035-01-01"}, [], "", [TODAY]),
    ],
)
def test_answers_are_typical_of_their_type_and_within_the_bounds(
    kind: str, said: dict[str, Any], around: list[int], text: str, values: list[object]
) -> None:
    assert typical_answers(question("q", kind, **said), around, [text]) == values


def test_the_longest_text_that_is_tried_has_two_thousand_letters() -> None:
    found = [len(str(each)) for each in typical_answers(question("q"), [2000, 2001], [])]
    assert found == [1, 2000]


def test_addresses_are_tried_in_the_places_that_are_named() -> None:
    found = typical_answers(question("q", "address"), [], ["q.governorate == 'PS-NBS' || q.street == 'Main'"])
    assert found[0] == ADDRESS
    assert {**ADDRESS, "governorate": "PS-NBS"} in found
    assert {**ADDRESS, "locality": "Main", "street": "Main"} in found
    assert len(found) == 4


def test_countries_are_tried_where_they_are_named() -> None:
    found = typical_answers(question("q", "foreign_address"), [], ["q.country == 'EG' || q.country == 'XX'"])
    assert [each["country"] for each in found if isinstance(each, dict)] == ["JO", "TR", "EG"]


def test_each_way_of_collecting_is_tried_with_the_places_that_are_named() -> None:
    ways = tuple(Choice(code, Bilingual(ar=code, en=code)) for code in ("download", "office", "home"))
    download, *offices, home, far = typical_answers(
        question("q", "collection", options=ways), [], ["q.place == 'RAM'"]
    )[:5]
    assert download == {"method": "download", "place": "X"}
    assert offices == [{"method": "office", "place": "X"}, {"method": "office", "place": "RAM"}]
    assert home == {"method": "home", "place": "X", "address": {**ADDRESS, "postcode": "P8401234"}}
    assert isinstance(far, dict)
    assert far["address"]["governorate"] == "PS-GZA"
