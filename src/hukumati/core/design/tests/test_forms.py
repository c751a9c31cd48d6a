from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.design.forms import DatePartsField, OneChoiceField, SeveralChoicesField


@pytest.mark.parametrize(
    "typed",
    [
        ("27", "3", "1994"),
        ("٢٧", "٣", "١٩٩٤"),
        (" 27 ", "03", "1994 "),
        ("27", "آذار", "1994"),
        ("27", "اذار", "1994"),
        ("27", "March", "1994"),
    ],
)
def test_a_date_is_read_in_digits_of_either_script_and_by_the_months_name(typed: tuple[str, ...]) -> None:
    assert DatePartsField().clean(list(typed)) == date(1994, 3, 27)


@pytest.mark.parametrize(
    ("typed", "code", "parts"),
    [
        (("27", "", "1994"), "missing", ("month",)),
        (("", "", "1994"), "missing", ("day", "month")),
        (("31", "2", "1994"), "invalid", ("day",)),
        (("27", "13", "1994"), "invalid", ("month",)),
        (("آذار", "3", "1994"), "invalid", ("day",)),
        (("27", "3", "March"), "invalid", ("year",)),
        (("27", "3", "94"), "invalid", ("year",)),
        (("²", "3", "1994"), "invalid", ("day",)),
        (("1e1", "3", "19944"), "invalid", ("day", "year")),
        (("-1", "x" * 20, "1994"), "invalid", ("day", "month")),
    ],
)
def test_a_bad_date_says_which_parts_are_at_fault(typed: tuple[str, ...], code: str, parts: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError) as caught:
        DatePartsField().clean(list(typed))
    error = caught.value.error_list[0]
    assert error.code == code
    assert error.params == {"faulty_parts": parts}


def test_an_empty_date_is_none_or_asked_for() -> None:
    assert DatePartsField(required=False).clean(["", "", ""]) is None
    with pytest.raises(ValidationError, match=r"أدخل التاريخ|Enter a date"):
        DatePartsField().clean(["", "", ""])


@given(st.lists(st.text(max_size=30), min_size=3, max_size=3))
def test_no_text_makes_a_date_field_fail_otherwise_than_by_an_error(typed: list[str]) -> None:
    try:
        value = DatePartsField(required=False).clean(typed)
    except ValidationError:
        return
    assert value is None or isinstance(value, date)


def test_choices_remember_their_hints_and_what_they_reveal() -> None:
    one = OneChoiceField(choices=[("a", "A")], choice_hints={"a": "hint"}, reveals={"a": ["more"]})
    several = SeveralChoicesField(choices=[("a", "A")])
    assert (one.choice_hints, one.reveals) == ({"a": "hint"}, {"a": ("more",)})
    assert (several.choice_hints, several.reveals) == ({}, {})
    assert isinstance(one.widget, forms.RadioSelect)
    with pytest.raises(ValidationError):
        one.clean("b")
