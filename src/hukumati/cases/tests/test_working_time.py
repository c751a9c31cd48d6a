from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hukumati.cases.domain.working_time import add_working_time, due_at, working_time_between

HEBRON = ZoneInfo("Asia/Hebron")
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(ZoneInfo("UTC")))  # noqa: DTZ001


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HEBRON)


def test_two_working_days_from_wednesday_noon_end_on_sunday_noon() -> None:
    assert due_at(start=at("2026-11-25T12:00"), amount=2, unit="working_days", zone=HEBRON) == at("2026-11-29T12:00")


def test_what_comes_in_on_friday_counts_from_sunday() -> None:
    assert due_at(start=at("2026-11-27T10:00"), amount=1, unit="working_days", zone=HEBRON) == at("2026-11-30T00:00")


def test_calendar_days_do_not_stop_at_the_weekend() -> None:
    assert due_at(start=at("2026-11-26T10:00"), amount=2, unit="days", zone=HEBRON) == at("2026-11-28T10:00")


def test_no_working_time_passes_at_the_weekend() -> None:
    assert working_time_between(start=at("2026-11-27T00:00"), end=at("2026-11-29T00:00"), zone=HEBRON) == timedelta(0)


def test_nothing_is_left_of_a_promise_that_is_late() -> None:
    assert working_time_between(start=at("2026-11-23T10:00"), end=at("2026-11-22T10:00"), zone=HEBRON) == timedelta(0)


@given(start=MOMENTS, hours=st.integers(1, 400))
def test_the_time_added_is_the_time_between_even_over_daylight_saving(start: datetime, hours: int) -> None:
    amount = timedelta(hours=hours)
    end = add_working_time(start=start, amount=amount, zone=HEBRON)
    assert working_time_between(start=start, end=end, zone=HEBRON) == amount
