"""How large values may be, from which the cost of an expression is counted."""

import pytest

from hukumati.service_language.expression_cost import BYTES_IN_UNIT, Shape


@pytest.mark.parametrize(
    ("value", "shape"),
    [
        (None, Shape(0, 0, 1)),
        (12, Shape(0, 0, 1)),
        ("x" * (BYTES_IN_UNIT - 1), Shape(0, 0, 1)),
        ("x" * BYTES_IN_UNIT, Shape(0, 0, 2)),
        ([], Shape(0, 0, 1)),
        ([1, [1, 2], "x" * BYTES_IN_UNIT], Shape(3, 3, 1)),
        ({"a": {"b": 1, "c": 2}, "d": 1}, Shape(2, 3, 1)),
        ((1, 2), Shape(2, 1, 1)),
    ],
)
def test_a_value_is_measured_by_its_entries_and_the_largest_of_them(value: object, shape: Shape) -> None:
    assert Shape.of(value) == shape


def test_a_shape_counts_all_that_is_in_it() -> None:
    assert Shape(count=3, each=4, own=5).total == 17
    assert Shape(count=3, each=4, own=5).entry == Shape(count=3, each=1, own=1)
    assert Shape(count=3, each=0).entry == Shape(count=0, each=1, own=1)


def test_two_shapes_follow_each_other_or_take_each_others_place() -> None:
    small, large = Shape(count=1, each=7, own=2), Shape(count=5, each=3, own=4)
    assert small.joined(large) == large.joined(small) == Shape(count=6, each=7, own=6)
    assert small.either(large) == large.either(small) == Shape(count=5, each=7, own=4)
