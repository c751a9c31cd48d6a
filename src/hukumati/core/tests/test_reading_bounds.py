"""The last byte and the last moment that are still read."""

import time

import pytest

from hukumati.core.http_answers import AnswerUnending, read_within
from hukumati.core.json import NotJson, parse_json
from hukumati.core.paging import Page


def test_an_answer_may_have_as_many_bytes_as_it_may_and_come_at_the_last_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 10.0)
    assert read_within([b"ab", b"c"], at_most=3, ends=10.0) == b"abc"
    assert read_within([], at_most=0, ends=0.0) == b""


@pytest.mark.parametrize(("at_most", "ends"), [(2, 10.0), (3, 9.9)])
def test_an_answer_that_is_larger_or_later_is_given_up(
    at_most: int, ends: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "monotonic", lambda: 10.0)
    with pytest.raises(AnswerUnending):
        read_within([b"ab", b"c"], at_most=at_most, ends=ends)


def test_json_may_be_as_large_as_it_may() -> None:
    assert parse_json(b'"abc"', largest=5) == "abc"
    with pytest.raises(NotJson):
        parse_json(b'"abc"', largest=4)


def test_a_page_tells_its_last_line_and_keeps_its_place_however_it_is_shown() -> None:
    page = Page(lines=(1, 2, 3), total=9, first=4, after="n6", before="n4")
    assert page.last == 6
    assert page.showing(str) == Page(lines=("1", "2", "3"), total=9, first=4, after="n6", before="n4")
    assert Page(lines=(), total=0).last == 0
