"""The clock of the offices: weekends, holidays, hours and daylight saving, which Ramadan moves."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.cases.domain.working_time import WorkingCalendar

HEBRON = ZoneInfo("Asia/Hebron")
PLAIN = WorkingCalendar(HEBRON)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2029, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.timedeltas(timedelta(0), timedelta(hours=400))
DAYS = st.dates(date(2024, 1, 1), date(2030, 6, 30))
CALENDARS = st.builds(
    WorkingCalendar,
    zone=st.just(HEBRON),
    opens=st.sampled_from([time(0), time(1, 30), time(8), time(9, 15)]),
    closes=st.sampled_from([time(14), time(15), time(23, 59)]),
    holidays=st.frozensets(DAYS, max_size=40),
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HEBRON)


def due(start: str, amount: int, unit: str = "working_days", calendar: WorkingCalendar = PLAIN) -> datetime:
    return calendar.due_at(start=at(start), amount=amount, unit=unit)


def test_two_working_days_from_wednesday_noon_end_with_sunday() -> None:
    assert due("2026-11-25T12:00", 2) == at("2026-11-29T23:59:59")


def test_days_by_the_calendar_pass_at_night_and_on_fridays_too() -> None:
    friday, sunday = at("2026-11-27T10:00"), at("2026-11-29T12:00")
    assert PLAIN.between(start=friday, end=sunday, unit="days") == timedelta(days=2, hours=2)
    assert PLAIN.between(start=sunday, end=friday, unit="days") == timedelta()


def test_what_comes_in_on_friday_counts_from_sunday_morning() -> None:
    assert due("2026-11-27T10:00", 1) == at("2026-11-29T23:59:59")


def test_what_comes_in_at_night_counts_from_the_morning() -> None:
    assert due("2026-11-23T22:00", 1) == at("2026-11-24T23:59:59")
    assert due("2026-11-24T03:00", 1) == at("2026-11-24T23:59:59")


def test_working_hours_go_over_the_night() -> None:
    assert due("2026-11-23T14:00", 2, "working_hours") == at("2026-11-24T09:00")


def test_calendar_days_do_not_stop_at_the_weekend() -> None:
    assert due("2026-11-26T10:00", 2, "days") == at("2026-11-28T23:59:59")


def test_a_holiday_is_no_working_day() -> None:
    independence = WorkingCalendar(HEBRON, holidays=frozenset({date(2026, 11, 15)}))
    assert due("2026-11-12T12:00", 1) == at("2026-11-15T23:59:59")
    assert due("2026-11-12T12:00", 1, calendar=independence) == at("2026-11-16T23:59:59")


def test_no_working_time_passes_at_the_weekend() -> None:
    assert PLAIN.between(start=at("2026-11-27T00:00"), end=at("2026-11-29T00:00")) == timedelta(0)


def test_nothing_is_left_of_a_promise_that_is_late() -> None:
    assert PLAIN.between(start=at("2026-11-23T10:00"), end=at("2026-11-22T10:00")) == timedelta(0)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("2026-03-26T14:00", "2026-03-29T14:00"),  # summer time begins on Saturday, 28 March 2026
        ("2026-10-22T14:00", "2026-10-25T14:00"),  # and ends on Saturday, 24 October 2026
        ("2025-04-10T14:00", "2025-04-13T14:00"),  # in 2025 Ramadan put it off to 12 April
        ("2040-08-30T14:00", "2040-09-02T14:00"),  # as foreseen for 2040: it ends for Ramadan
        ("2040-10-18T14:00", "2040-10-21T14:00"),  # and begins again after it
    ],
)
def test_a_working_day_ends_at_the_same_hour_of_the_wall_over_daylight_saving(before: str, after: str) -> None:
    working_day = PLAIN.promised(amount=1, unit="working_days")
    assert PLAIN.add(start=at(before), amount=working_day) == at(after)


def test_daylight_saving_changes_the_hour_in_utc() -> None:
    spring, summer = (PLAIN.hours(date(2026, 3, day))[0] for day in (26, 29))
    assert (spring.hour, summer.hour) == (6, 5)


@given(day=st.dates(date(2020, 1, 1), date(2050, 1, 1)))
def test_office_hours_stay_seven_hours_whatever_a_year_does_to_the_clock(day: date) -> None:
    opened, closed = PLAIN.hours(day)
    assert closed - opened == timedelta(hours=7)
    assert opened.astimezone(HEBRON).hour == 8


@given(calendar=CALENDARS, start=MOMENTS, amount=SPANS)
def test_the_time_added_is_the_time_between(calendar: WorkingCalendar, start: datetime, amount: timedelta) -> None:
    end = calendar.add(start=start, amount=amount)
    assert end >= start
    assert calendar.between(start=start, end=end) == amount


@given(calendar=CALENDARS, start=MOMENTS, amounts=st.tuples(SPANS, SPANS))
def test_the_clock_is_monotonic(
    calendar: WorkingCalendar, start: datetime, amounts: tuple[timedelta, timedelta]
) -> None:
    less, more = sorted(amounts)
    assert calendar.add(start=start, amount=less) <= calendar.add(start=start, amount=more)
    assert calendar.add(start=start, amount=less) <= calendar.add(start=start + more, amount=less)


@given(calendar=CALENDARS, start=MOMENTS, spans=st.lists(st.timedeltas(timedelta(0), timedelta(days=40)), max_size=6))
def test_the_parts_of_a_time_sum_to_the_whole(
    calendar: WorkingCalendar, start: datetime, spans: list[timedelta]
) -> None:
    moments = [start]
    for span in spans:
        moments.append(moments[-1] + span)
    parts = [calendar.between(start=a, end=b) for a, b in itertools.pairwise(moments)]
    assert sum(parts, timedelta()) == calendar.between(start=start, end=moments[-1])


@given(start=MOMENTS, amount=SPANS, holiday=DAYS)
def test_one_more_holiday_never_brings_a_promise_forward(start: datetime, amount: timedelta, holiday: date) -> None:
    more = WorkingCalendar(HEBRON, holidays=frozenset({holiday}))
    assert more.add(start=start, amount=amount) >= PLAIN.add(start=start, amount=amount)


def test_a_calendar_without_working_days_ends_too() -> None:
    never = WorkingCalendar(HEBRON, opens=time(8), closes=time(8))
    start = at("2026-11-23T10:00")
    assert never.add(start=start, amount=timedelta(hours=1)) > start
