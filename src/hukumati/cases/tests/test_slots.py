"""The times offered: those of the calendar, on working days, not too soon and not too late."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from hukumati.cases.domain.slots import slots, slots_of_day
from hukumati.cases.domain.working_time import WorkingCalendar

HEBRON = ZoneInfo("Asia/Hebron")
MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)  # 08:00 in Palestine


@dataclass(frozen=True)
class Opening:
    days: tuple[str, ...] = ("sun", "mon", "tue", "wed", "thu")
    opens: str = "09:00"
    closes: str = "10:00"
    slot_minutes: int = 30


def offered(until: datetime, after: datetime = MONDAY, holidays: frozenset[date] = frozenset()) -> list[str]:
    working = WorkingCalendar(HEBRON, holidays=holidays)
    found = slots(Opening(), after=after, until=until, working=working, zone=HEBRON)
    return [f"{slot.starts_at.astimezone(HEBRON):%a %d %H:%M}" for slot in found]


def test_the_hour_is_cut_into_slots_and_the_weekend_left_out() -> None:
    week = offered(MONDAY + timedelta(days=7))
    assert week[:3] == ["Mon 23 09:00", "Mon 23 09:30", "Tue 24 09:00"]
    assert not [slot for slot in week if slot.startswith(("Fri", "Sat"))]


def test_a_holiday_offers_nothing() -> None:
    assert not [
        slot for slot in offered(MONDAY + timedelta(days=3), holidays=frozenset({date(2026, 11, 24)})) if "24" in slot
    ]


def test_nobody_is_asked_to_come_within_the_hour_nor_after_the_time_is_over() -> None:
    assert offered(MONDAY + timedelta(hours=24), after=MONDAY + timedelta(minutes=30)) == ["Mon 23 09:30"]
    assert offered(MONDAY) == []


def test_a_slot_that_does_not_fit_before_closing_is_not_offered() -> None:
    assert len(slots_of_day(Opening(slot_minutes=40), date(2026, 11, 23), HEBRON)) == 1


@given(day=st.dates(date(2024, 1, 1), date(2030, 1, 1)), minutes=st.integers(5, 240))
def test_slots_follow_one_another_without_gap_or_overlap_whatever_daylight_saving_does(day: date, minutes: int) -> None:
    found = slots_of_day(Opening(closes="13:00", slot_minutes=minutes), day, HEBRON)
    assert all(first.ends_at == second.starts_at for first, second in itertools.pairwise(found))
    assert found[0].starts_at.astimezone(HEBRON).strftime("%H:%M") == "09:00"
    assert found[-1].ends_at.astimezone(HEBRON).strftime("%H:%M") <= "13:00"
