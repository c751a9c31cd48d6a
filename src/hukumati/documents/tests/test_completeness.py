"""What a paper must not lack: which values are empty, and by which path a missing one is named."""

import pytest

from hukumati.core.json import JsonValue
from hukumati.documents.domain.completeness import missing_fields


@pytest.mark.parametrize("value", [None, "", " \u00a0\n", "\u200b\u200f", [], {}])
def test_what_says_nothing_is_missing_unless_it_may_be(value: JsonValue) -> None:
    assert missing_fields({"purpose": value}, optional=()) == ("purpose",)
    assert missing_fields({"purpose": value}, optional=("purpose",)) == ()


@pytest.mark.parametrize("value", [0, False, 0.0, "0", "-", " a ", "ع", [0], {"a": False}])
def test_what_says_something_is_there(value: JsonValue) -> None:
    assert missing_fields({"purpose": value}, optional=()) == ()


def test_a_missing_part_is_named_by_its_path_and_once() -> None:
    data: dict[str, JsonValue] = {
        "name": {"ar": "ليلى", "en": ""},
        "owners": [{"name": "a", "share": None}, {"name": "b", "share": " "}, {}],
        "remarks": ["", "x", None],
        "seal": None,
    }
    assert missing_fields(data, optional=()) == ("name.en", "owners.share", "owners", "remarks", "seal")
    assert missing_fields(data, optional=("owners.share", "seal")) == ("name.en", "owners", "remarks")


def test_an_optional_field_that_is_there_lacks_no_part() -> None:
    assert missing_fields({"purpose": {"ar": "سفر", "en": ""}}, optional=("purpose",)) == ("purpose.en",)


def test_the_letters_of_a_text_are_no_parts_of_it() -> None:
    assert missing_fields({"name": "a b"}, optional=()) == ()
