"""Times of the day as people write them, and every edge of the clock."""

import pytest

from hukumati.service_language.answers.measures import parse_time


@pytest.mark.parametrize(
    ("typed", "time"),
    [
        ("0:00", "00:00"),
        ("23:59", "23:59"),
        ("9.05", "09:05"),
        ("09:30:00", "09:30"),
        (" 9:30 ", "09:30"),
        ("1:00 am", "01:00"),
        ("12:59 AM", "00:59"),
        ("12:00 p.m.", "12:00"),
        ("11:59pm", "23:59"),
        ("٩:٣٠ م", "21:30"),
        ("12:00 ص", "00:00"),
    ],
)
def test_a_time_is_read_as_hours_and_minutes_of_twenty_four_hours(typed: str, time: str) -> None:
    assert parse_time(typed) == time


@pytest.mark.parametrize(
    "typed", ["", "24:00", "23:60", "9:30:01", "0:00 am", "0:59 م", "13:00 pm", "9:30 o'clock", "9", "9:3", "123:00"]
)
def test_what_is_no_time_is_no_text(typed: str) -> None:
    assert parse_time(typed) == ""
