"""Decimals with units, times of the day, web and foreign addresses, patterns and check digits, as people type them."""

from time import monotonic
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import CHECKS, PatternRefused, check_pattern, compile_expression
from hukumati.service_language.patterns import has_pattern
from hukumati.service_language.tests.making import definition, question, session

METRES = Bilingual("م²", "m²")
WRITE = Bilingual("اكتب حرفين وأربعة أرقام، مثل AB-1234", "Write two letters and four digits, for example AB-1234")


def read(kind: str, typed: object, **more: Any) -> Any:
    """Return the answer as it is kept, or the English of why it is refused."""
    cleaned = session(definition(question("q", kind, **more))).clean_page("one", {"q": typed})
    return cleaned.errors["q"].en if cleaned.errors else cleaned.answers["q"]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("83.5", "83.50"), ("٨٣٫٥", "83.50"), ("1,200.25", "1200.25"), ("7", "7.00"), ("0.10", "0.10"), ("-0.50", "-0.50"),
     ("83.500", "83.50"), (83.5, "83.50"), (7, "7.00"), ("１２.５", "12.50"), ("−3", "-3.00")],
)  # fmt: skip
def test_a_decimal_is_kept_with_its_decimals(typed: object, kept: str) -> None:
    assert read("decimal", typed, decimals=2) == kept
    assert read("decimal", kept, decimals=2) == kept


@pytest.mark.parametrize("typed", ["1,200", "1٬200", "١٬٢٠٠", "1 200", " 1200 "])
def test_a_whole_number_may_be_grouped_in_thousands(typed: str) -> None:
    assert read("number", typed) == 1200
    assert read("number", "12,00").startswith("Enter")


def test_the_name_of_a_month_is_no_day_and_no_year() -> None:
    form = session(definition(question("q", "date")))
    kept = form.clean_page("one", {"q_day": "5", "q_month": "شباط/فبراير", "q_year": "2026"})
    assert kept.answers["q"] == "2026-02-05"
    for day, year in (("March", "2026"), ("5", "March")):
        assert form.clean_page("one", {"q_day": day, "q_month": "3", "q_year": year}).errors


@pytest.mark.parametrize("typed", ["P123-4567", "p 123 4567", "P1234567.", "P123\u20114567"])
def test_a_postcode_may_be_grouped(typed: str) -> None:
    assert read("postcode", typed) == "P1234567"


def test_a_free_text_in_the_shapes_of_a_font_is_taken_as_letters() -> None:
    assert read("text", "\ufefb\u3000\uff21\x0b\ufdf2") == "لا A الله"
    assert read("long_text", "a\x0cb\rc") == "a\nb\nc"


@pytest.mark.parametrize("typed", ["83.555", "8 m", "1.2.3", "", "1e5", "nan", "83,5", True, ["1"]])
def test_what_is_no_decimal_is_refused(typed: object) -> None:
    assert read("decimal", typed, decimals=2).startswith("Enter")


def test_a_decimal_has_bounds_a_unit_and_is_a_number_in_expressions() -> None:
    area = question("q", "decimal", decimals=2, min="0.5", max=100, unit=METRES)
    asked = session(definition(area), {"q": "83.50"})
    assert asked.facts["q"] == 83.5
    assert asked.facts["labels"]["q"] == {"ar": "83.50 م²", "en": "83.50 m²"}
    assert "0.5" in asked.clean_page("one", {"q": "0.49"}).errors["q"].en
    assert "100" in asked.clean_page("one", {"q": "100.01"}).errors["q"].en


def test_a_share_by_a_decimal_is_exact() -> None:
    assert compile_expression("share(amount('1.00'), q, 1)", ["q"]).value({"q": 0.29}) == 29
    assert compile_expression("share(amount('0.03'), 1, q)", ["q"]).value({"q": 0.1}) == 30


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("9:30", "09:30"), ("٢:٣٠ م", "14:30"), ("12:05 am", "00:05"), ("12:00 pm", "12:00"), ("14.30", "14:30"),
     ("8:00 صباحًا", "08:00"), ("00:00", "00:00"), ("23:59", "23:59")],
)  # fmt: skip
def test_a_time_is_kept_with_twenty_four_hours(typed: str, kept: str) -> None:
    assert read("time", typed) == kept
    assert read("time", kept) == kept


@pytest.mark.parametrize("typed", ["24:00", "9", "13:00 pm", "0:30 am", "9:60", "noon", "9:5"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    assert read("time", typed) == "Enter a real time, for example 14:30"


def test_a_time_has_bounds() -> None:
    assert read("time", "7:59", min="08:00", max="15:00") == "The time must not be before 08:00"
    assert read("time", "3:01 pm", min="08:00", max="15:00") == "The time must not be after 15:00"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("example.org", "https://example.org/"), ("HTTP://Example.org/a b", ""), ("https://example.org:8443/x?y=1#z",) * 2,
     ("https://فلسطين.example/مرحبا", "https://xn--ygbi2ammx.example/%D9%85%D8%B1%D8%AD%D8%A8%D8%A7"),
     ("javascript:alert(1)", ""), ("https://bank.example@evil.example/", ""), ("ftp://example.org", ""),
     ("localhost", ""), ("https://example.org/%D9%85", "https://example.org/%D9%85")],
)  # fmt: skip
def test_a_web_address_is_kept_as_browsers_send_it(typed: str, kept: str) -> None:
    found = read("web_address", typed)
    assert found == (kept or "Enter a web address, for example https://www.example.com")


@given(st.text(max_size=60))
def test_a_web_address_that_was_kept_is_taken_again(typed: str) -> None:
    kept = read("web_address", typed or "x")
    if kept.startswith("http"):
        assert read("web_address", kept) == kept


def test_a_foreign_address_has_a_country_and_lines() -> None:
    made = session(definition(question("q", "foreign_address")))
    posted = {"q_country": "JO", "q_line_1": "  Queen Rania St. 5 ", "q_line_2": "", "q_line_3": "Amman 11183"}
    kept = {"country": "JO", "lines": ["Queen Rania St. 5", "Amman 11183"]}
    assert made.clean_page("one", posted).answers == {"q": kept}
    assert made.clean_page("one", {"q": kept}).answers == {"q": kept}
    assert made.clean_page("one", {**posted, "q_country": "PS"}).errors["q"].en == "Choose the country"
    assert "letters in that country" in made.clean_page("one", {"q_country": "JO"}).errors["q"].en
    facts = session(definition(question("q", "foreign_address")), {"q": kept}).facts
    assert facts["labels"]["q"]["en"] == "Queen Rania St. 5, Amman 11183, Jordan"


@pytest.mark.parametrize(
    "hostile", [{"country": "JO", "lines": "x"}, {"country": ["JO"], "lines": ["x"]}, {"lines": [1]}]
)
def test_a_hostile_foreign_address_is_refused(hostile: object) -> None:
    assert isinstance(read("foreign_address", hostile), str)


def test_a_text_has_the_pattern_and_says_what_to_write() -> None:
    permit: dict[str, Any] = {"pattern": "[A-Z]{2}-[0-9]{4}", "pattern_text": WRITE}
    assert read("text", "AB-1234", **permit) == "AB-1234"
    assert read("text", "AB–١٢٣٤", **permit) == "AB-1234"
    assert read("text", "AB-12345", **permit) == WRITE.en
    assert read("text", "xAB-1234", **permit) == WRITE.en


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        ("luhn", "4539 1488-0343 6467", "4539148803436468"),
        ("mod97", "abc123 92", "ABC12393"),
        ("id_number", "٤٠٠٠٠٠٠٠٦", "400000007"),
    ],
)
def test_check_digits_are_checked_and_only_the_code_is_kept(check: str, right: str, wrong: str) -> None:
    kept = read("text", right, check=check)
    assert CHECKS[check](kept), kept
    assert "digit is missing" in read("text", wrong, check=check)


@pytest.mark.parametrize("code", ["", "0", "AB", "1A", "٠٠"])
def test_what_is_no_row_of_two_ascii_digits_has_no_check_digit(code: str) -> None:
    assert not CHECKS["luhn"](code)


@pytest.mark.parametrize("code", ["", "97", "abc12392", "ABC 123 92", "0" * 119 + "98"])
def test_what_is_no_row_of_three_capitals_or_digits_has_no_check_digits(code: str) -> None:
    assert CHECKS["mod97"](code) is False


def test_the_longest_code_may_have_check_digits() -> None:
    assert CHECKS["mod97"]("0" * 118 + "98")


@given(st.from_regex("[0-9]{3,18}", fullmatch=True), st.data())
def test_one_wrong_digit_is_always_found(digits: str, data: st.DataObject) -> None:
    last = next(each for each in "0123456789" if CHECKS["luhn"](digits + each))
    right = digits + last
    place = data.draw(st.integers(0, len(right) - 1))
    other = data.draw(st.sampled_from([each for each in "0123456789" if each != right[place]]))
    assert not CHECKS["luhn"](right[:place] + other + right[place + 1 :])


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|aa)*b",
        "a*b*c*d*",
        "(?=a)a",
        r"(a)\1",
        "[",
        "a" * 121,
        "(a?){9}a",
        "(a+|b+)(c+|d+)",
        "(?i:(x+x+)+y)",
        "a{99999999999}",
        "(?:a.|.a){30}c",
        "(?:[ab]a|a[ab]){22}",
        "((a.|.a)(a.|.a)){3}",
        "(?:a.|.a)" * 5,
        "(?:(?:a.|.a){2}){3}c",
    ],
)
def test_a_pattern_that_may_run_for_long_is_refused(pattern: str) -> None:
    with pytest.raises(PatternRefused):
        check_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "[A-Z]{2}-[0-9]{4,6}",
        r"\d{2}/\d{4}",
        "(?:A|B)[0-9]+",
        "[\\u0621-\\u064a]{1,20}",
        ".*x",
        "(a+|b+)c+",
        "a+b+c+",
        "(?:A|B){20}[0-9]",
        "(?:AB|CD)(?:EF|GH)[0-9]{4}",
    ],
)
def test_an_ordinary_pattern_is_taken(pattern: str) -> None:
    check_pattern(pattern)


def test_a_long_text_has_no_pattern() -> None:
    check_pattern("a+", longest=200)
    with pytest.raises(PatternRefused, match="more than 200 letters"):
        check_pattern("a+", longest=201)


@pytest.mark.parametrize("pattern", ["a*a*a*[cd]", "(?:a.|.a)" * 4 + "a*a*a*[cd]", ".*a.*a.*a[0-9]"])
def test_the_worst_text_for_a_pattern_is_read_at_once(pattern: str) -> None:
    check_pattern(pattern)
    for letters in (200, 5000):
        begun = monotonic()
        assert not has_pattern("a" * letters, pattern)
        assert monotonic() - begun < 2
