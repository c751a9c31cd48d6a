"""A day that people are told ends with that day in Palestine."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core.clock import ZONE, end_of_day, local_date

MOMENTS = st.integers(1_262_304_000, 2_208_988_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))


@pytest.mark.parametrize(
    ("moment", "days_later", "end"),
    [
        ("2026-11-28T15:44:00+00:00", 7, "2026-12-05T23:59:59+02:00"),
        ("2026-10-20T00:20:00+03:00", 7, "2026-10-27T23:59:59+02:00"),  # summer time ends on the 24th
        ("2026-03-25T23:50:00+02:00", 4, "2026-03-29T23:59:59+03:00"),  # and begins on the 28th
        ("2026-11-23T22:30:00+00:00", 0, "2026-11-24T23:59:59+02:00"),
        ("2014-10-20T12:00:00+00:00", 3, "2014-10-23T23:59:59+02:00"),  # the clock went back at midnight
    ],
)
def test_it_ends_with_the_last_second_of_the_day(moment: str, days_later: int, end: str) -> None:
    assert end_of_day(datetime.fromisoformat(moment), days_later=days_later) == datetime.fromisoformat(end)


@given(moment=MOMENTS, days_later=st.integers(0, 400))
def test_it_is_told_as_the_day_that_was_meant_and_the_next_second_is_another(moment: datetime, days_later: int) -> None:
    end = end_of_day(moment, days_later=days_later)
    assert local_date(end) == moment.astimezone(ZONE).date() + timedelta(days=days_later)
    assert local_date(end + timedelta(seconds=1)) > local_date(end)
    assert end >= moment
