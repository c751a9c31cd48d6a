"""Values as people read them, and the exact lines of a file's difference."""

from dataclasses import dataclass

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.core.money import Money
from hukumati.service_language.api import After, Choice, Effect, Expression
from hukumati.studio.comparison.field_labels import field_label
from hukumati.studio.comparison.files import MOST_LINES, FileDifference, Line, compare_files
from hukumati.studio.comparison.phrases import LONGEST_VALUE, Change, change, value_text

LABEL = Bilingual(ar="عنوان", en="label")


@dataclass(frozen=True)
class Sample:
    """A part of a definition, with empty fields."""

    amount: int = 2
    unit: str = "days"
    nothing: str = ""
    none: None = None
    empty: tuple[str, ...] = ()
    flag: bool = False


@pytest.mark.parametrize(
    ("value", "arabic", "english"),
    [
        (LABEL, "عنوان", "label"),
        (True, "نعم", "yes"),
        (False, "لا", "no"),
        (None, "لا شيء", "nothing"),
        ("", "لا شيء", "nothing"),
        ((), "لا شيء", "nothing"),
        ({}, "لا شيء", "nothing"),
        ([], "لا شيء", "nothing"),
        (7, "7", "7"),
        (("a", True), "a، نعم", "a, yes"),
        (["a", "b"], "a، b", "a, b"),
        ({"a": 1, "b": False}, "a: 1، b: لا", "a: 1, b: no"),
        (Expression("fee > 0", ("fee",)), "fee > 0", "fee > 0"),
        (Effect("notify", "your_turn"), "notify your_turn", "notify your_turn"),
        (Effect("refund"), "refund", "refund"),
        (After(14, "closed"), "بعد 14 يومًا إلى closed", "after 14 days to closed"),
        (Choice("x", LABEL), "عنوان", "label"),
        (Money(2000, "ILS"), "20.00\xa0₪", "20.00\xa0₪"),
        (Money(35000, "JOD"), "35.00\xa0د.أ.", "35.00\xa0JOD"),
        (Sample(), "amount: 2، unit: days", "amount: 2, unit: days"),
    ],
)
def test_a_value_is_written_for_people(value: object, arabic: str, english: str) -> None:
    assert value_text(value) == Bilingual(ar=arabic, en=english)


def test_a_long_value_is_shortened() -> None:
    assert value_text("x" * LONGEST_VALUE).en == "x" * LONGEST_VALUE
    shortened = value_text(Bilingual(ar="ا" * (LONGEST_VALUE + 1), en="y" * 500))
    assert shortened == Bilingual(ar="ا" * (LONGEST_VALUE - 1) + "…", en="y" * (LONGEST_VALUE - 1) + "…")


def test_a_change_is_a_sentence_in_both_languages() -> None:
    made = change("form", "كان {before}", "It was {before}", before=True)
    assert made == Change("form", Bilingual(ar="كان نعم", en="It was yes"))


def test_a_field_without_a_label_goes_by_its_name() -> None:
    assert field_label("code").en == "the code"
    assert field_label("unheard_of") == Bilingual(ar="«unheard_of»", en="“unheard_of”")


def test_a_difference_numbers_its_lines_and_shows_three_around_each_change() -> None:
    old = [f"line {number}" for number in range(1, 21)]
    new = [*old[:4], "changed", *old[5:18], "added", *old[18:]]
    (found,) = compare_files(old={"a": "\n".join(old), "same": "x"}, new={"a": "\n".join(new), "same": "x"})
    assert (found.path, found.kind) == ("a", "changed")
    assert found.lines == (
        Line("same", "line 2", 2, 2), Line("same", "line 3", 3, 3), Line("same", "line 4", 4, 4),
        Line("removed", "line 5", 5, None), Line("added", "changed", None, 5),
        Line("same", "line 6", 6, 6), Line("same", "line 7", 7, 7), Line("same", "line 8", 8, 8),
        Line("gap"),
        Line("same", "line 16", 16, 16), Line("same", "line 17", 17, 17), Line("same", "line 18", 18, 18),
        Line("added", "added", None, 19),
        Line("same", "line 19", 19, 20), Line("same", "line 20", 20, 21),
    )  # fmt: skip


def test_new_and_removed_files_are_listed_by_path() -> None:
    found = compare_files(old={"b": "x\n"}, new={"a": "y\n"})
    assert found == (
        FileDifference("a", "added", (Line("added", "y", None, 1),)),
        FileDifference("b", "removed", (Line("removed", "x", 1, None),)),
    )


def test_a_file_that_is_too_long_is_only_reported() -> None:
    longest = "x\n" * (MOST_LINES // 2)
    assert compare_files(old={"a": longest}, new={"a": longest[:-2] + "y\n"})[0].lines
    assert not compare_files(old={"a": longest}, new={"a": longest + "y\n"})[0].lines
