"""Appointments: chosen, moved, given back, full, on holidays, and how many choose at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from hukumati.cases import api as cases
from hukumati.cases.background.verify import verify
from hukumati.cases.models import Appointment, Case, Event, Holiday, Request
from hukumati.cases.requests.deadlines import run_requests
from hukumati.cases.tests.asking import in_state
from hukumati.cases.tests.conftest import LAYLA, Citizen, Pay, soon
from hukumati.cases.tests.test_requests import service, state_of, the  # noqa: F401 - a fixture
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import ZONE, end_of_day, local_date
from hukumati.notifications import api as notifications

AtOnce = Callable[[list[Callable[[], None]]], list[str]]
RAM, NBS = "MOJ-RAM", "MOJ-NBS"


@dataclass
class Account(Citizen):
    """The same person in another account."""

    number: int = 0

    @property
    def sub(self) -> str:
        return f"sub-{self.number}"


@pytest.fixture
def invited(service: None, pay: Pay) -> Callable[[], Citizen]:  # noqa: F811
    """A function that brings another application to the state in which an appointment is asked for."""
    numbers = iter(range(1, 100))

    def invite() -> Citizen:
        person = Account(LAYLA, now=soon(), number=next(numbers))
        in_state(person, pay, "invited")
        return person

    return invite


def offered(person: Citizen, place: str = RAM) -> list[datetime]:
    asked = the(person, "biometrics").id
    found = cases.offer(reference=person.reference, sub=person.sub, request_id=asked, place=place, now=soon())
    return [slot.starts_at for day in found.days for slot in day.slots]


def book(person: Citizen, starts_at: datetime, place: str = RAM, now: datetime | None = None) -> None:
    asked = the(person, "biometrics").id
    cases.book(
        reference=person.reference, sub=person.sub, request_id=asked, place=place, starts_at=starts_at,
        now=now or soon(),
    )  # fmt: skip


def cancel(person: Citizen, now: datetime | None = None) -> None:
    asked = the(person, "biometrics").id
    cases.cancel_appointment(reference=person.reference, sub=person.sub, request_id=asked, now=now or soon())


def clerk(office: str = RAM) -> cases.Actor:
    name = Bilingual(ar="موظفة", en="Clerk")
    return cases.Actor(
        "clerk", "MOJ-0003", name, provider="moj", office=office, roles=frozenset({"clerk"}), id_number="700009991"
    )


def mark(person: Citizen, *, came: bool, office: str = RAM, now: datetime | None = None) -> None:
    chosen = the(person, "biometrics").appointment
    assert chosen is not None
    cases.mark_attendance(appointment_id=chosen.id, clerk=clerk(office), came=came, now=now or chosen.starts_at)


def test_times_are_offered_by_place_on_working_days_within_the_requests_time(invited: Callable[[], Citizen]) -> None:
    person = invited()
    times = offered(person)
    due_at = the(person, "biometrics").due_at
    assert due_at is not None
    assert times
    assert all(time.astimezone(ZONE).strftime("%H:%M") in {"09:00", "09:30"} for time in times)
    assert all(soon() < time < due_at for time in times)
    assert {time.astimezone(ZONE).strftime("%a") for time in times} == {"Sun", "Mon", "Tue", "Wed", "Thu"}
    assert offered(person, place="ELSEWHERE") == []


def test_a_chosen_time_is_confirmed_and_stands_in_the_offices_list_of_the_day(invited: Callable[[], Citizen]) -> None:
    person = invited()
    when = offered(person)[3]
    book(person, when)
    told = [message.text for message in notifications.list_messages(about=f"case:{person.reference}")]
    assert [text for text in told if "موعدك" in text and when.astimezone(ZONE).strftime("%H:%M") in text]
    listed = cases.agenda(clerk=clerk(), day=local_date(when), now=soon())
    assert [(each.reference, each.starts_at, each.state) for each in listed] == [(person.reference, when, "booked")]
    asked = the(person, "biometrics")
    assert asked.appointment is not None
    assert (asked.appointment.place_code, asked.appointment.place.en) == (RAM, "Ministry of Justice office, Ramallah")
    assert cases.agenda(clerk=clerk(NBS), day=local_date(when), now=soon()) == ()
    with pytest.raises(cases.NotYours):
        cases.agenda(
            clerk=cases.Actor("officer", "x", listed[0].place, roles=frozenset({"officer"}), id_number="700009991"),
            now=soon(),
        )


def test_the_same_choice_twice_is_one_and_another_choice_moves_it(invited: Callable[[], Citizen]) -> None:
    person = invited()
    first, second = offered(person)[:2]
    book(person, first)
    book(person, first)
    book(person, second, place=NBS)
    assert list(Appointment.objects.order_by("id").values_list("place", "starts_at", "state")) == [
        (RAM, first, "cancelled"),
        (NBS, second, "booked"),
    ]
    actions = Event.objects.filter(action__startswith="appointment").order_by("seq").values_list("action", flat=True)
    assert list(actions) == ["appointment_booked", "appointment_moved"]
    assert list(verify()) == []


def test_a_full_time_is_not_offered_and_cannot_be_taken_until_somebody_gives_it_back(
    invited: Callable[[], Citizen],
) -> None:
    people = [invited() for _ in range(3)]
    when = offered(people[0])[0]
    book(people[0], when)
    book(people[1], when)
    assert when not in offered(people[2])
    with pytest.raises(cases.SlotTaken):
        book(people[2], when)
    cancel(people[0])
    book(people[2], when)
    assert Appointment.objects.filter(state="booked").count() == 2


@pytest.mark.parametrize("wrong", ["past", "odd minute", "weekend", "after its time"])
def test_a_time_that_was_never_offered_cannot_be_taken(wrong: str, invited: Callable[[], Citizen]) -> None:
    person = invited()
    slot = offered(person)[0]
    saturday = next(slot + timedelta(days=n) for n in range(8) if (slot + timedelta(days=n)).weekday() == 5)
    times = {
        "past": slot - timedelta(days=7), "odd minute": slot + timedelta(minutes=1),
        "weekend": saturday, "after its time": slot + timedelta(days=35),
    }  # fmt: skip
    with pytest.raises(cases.SlotTaken):
        book(person, times[wrong])
    with pytest.raises(cases.SlotTaken):
        book(person, slot, place="ELSEWHERE")


def test_a_holiday_takes_its_times_away(invited: Callable[[], Citizen]) -> None:
    person = invited()
    when = offered(person)[0]
    Holiday.objects.create(day=local_date(when), ar="عطلة", en="Holiday", source="cabinet")
    assert local_date(when) not in {local_date(time) for time in offered(person)}
    with pytest.raises(cases.SlotTaken):
        book(person, when)


def test_a_time_given_back_leaves_the_request_open_and_a_week_to_choose_again(invited: Callable[[], Citizen]) -> None:
    person = invited()
    book(person, offered(person)[-1])
    late = soon(days=28)
    cancel(person, now=late)
    row = Request.objects.get(name="biometrics")
    assert (row.state, row.due_at) == ("open", end_of_day(late, days_later=7))
    assert row.closes_at == row.due_at
    with pytest.raises(cases.NotPossibleHere):
        cancel(person)


def test_whoever_has_chosen_is_reminded_before_and_not_closed_by_time(invited: Callable[[], Citizen]) -> None:
    person = invited()
    when = offered(person)[-1]
    book(person, when)
    Request.objects.filter(name="medical_report").update(remind_at=None, closes_at=None)
    assert run_requests(now=when - timedelta(days=2, minutes=1)) == 0
    assert run_requests(now=when - timedelta(days=2)) == 1
    assert run_requests(now=when + timedelta(days=50)) == 0
    assert the(person, "biometrics").is_open


def test_the_clerk_marks_who_came_once_and_only_at_the_place(invited: Callable[[], Citizen]) -> None:
    person = invited()
    book(person, offered(person)[0])
    with pytest.raises(cases.NotYours):
        mark(person, came=True, office=NBS)
    mark(person, came=True)
    mark(person, came=True)
    told = the(person, "biometrics")
    assert (told.state, told.outcome and told.outcome.en) == ("answered", "Attended the appointment")
    assert Event.objects.filter(action="request_answered").count() == 1
    with pytest.raises(cases.NotPossibleHere):
        mark(person, came=False)
    with pytest.raises(cases.RequestClosed):
        offered(person)


def test_nobody_is_marked_before_the_day_and_whoever_comes_on_it_is(invited: Callable[[], Citizen]) -> None:
    person = invited()
    when = offered(person)[-1]
    book(person, when)
    with pytest.raises(cases.NotPossibleHere):
        mark(person, came=False, now=when - timedelta(days=1))
    midnight = datetime.combine(local_date(when), datetime.min.time(), tzinfo=ZONE).astimezone(UTC)  # of Palestine
    with pytest.raises(cases.NotPossibleHere):
        mark(person, came=False, now=midnight - timedelta(seconds=1))
    mark(person, came=True, now=midnight)
    assert the(person, "biometrics").state == "answered"


def test_whoever_does_not_come_has_missed_it_and_the_case_goes_on(invited: Callable[[], Citizen]) -> None:
    person = invited()
    book(person, offered(person)[0])
    asked = the(person, "medical_report").id
    cases.refuse_request(reference=person.reference, sub=person.sub, request_id=asked, said="none", now=soon())
    mark(person, came=False)
    assert the(person, "biometrics").state == "missed"
    assert state_of(person) == "review"
    assert list(verify()) == []


def test_who_was_not_marked_stays_on_the_list_of_the_next_day(invited: Callable[[], Citizen]) -> None:
    person = invited()
    when = offered(person)[0]
    book(person, when)
    assert [each.reference for each in cases.agenda(clerk=clerk(), now=when + timedelta(days=3))] == [person.reference]


def test_withdrawal_gives_the_seat_back(invited: Callable[[], Citizen]) -> None:
    person = invited()
    book(person, offered(person)[0])
    cases.withdraw(reference=person.reference, sub=person.sub, now=soon())
    assert list(Appointment.objects.values_list("state", flat=True)) == ["cancelled"]


def test_the_table_itself_refuses_two_people_in_one_seat(invited: Callable[[], Citizen]) -> None:
    first, second = invited(), invited()
    book(first, offered(first)[0])
    held = Appointment.objects.get()
    other = Request.objects.get(case__reference=second.reference, name="biometrics")
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            request=other, calendar=held.calendar, place=held.place, starts_at=held.starts_at, ends_at=held.ends_at,
            seat=held.seat, booked_at=soon(),
        )  # fmt: skip


@pytest.fixture
def at_once() -> AtOnce:
    """A function that runs things at the same moment, each on a connection of its own, and tells how they ended."""

    def run(deeds: list[Callable[[], None]]) -> list[str]:
        barrier = Barrier(len(deeds))

        def one(deed: Callable[[], None]) -> str:
            try:
                barrier.wait(10)
                deed()
            except cases.CasesError as refused:
                return type(refused).__name__
            finally:
                connection.close()
            return "done"

        with ThreadPoolExecutor(len(deeds)) as pool:
            return list(pool.map(one, deeds))

    return run


def test_never_more_than_the_capacity_come_however_many_choose_at_once(
    invited: Callable[[], Citizen], at_once: AtOnce
) -> None:
    people = [invited() for _ in range(6)]
    for when in offered(people[0])[:3]:
        ends = at_once([lambda person=person, when=when: book(person, when) for person in people])  # type: ignore[misc]
        assert sorted(ends) == ["SlotTaken"] * 4 + ["done"] * 2
        assert Appointment.objects.filter(state="booked", starts_at=when).count() == 2
        assert sorted(Appointment.objects.filter(state="booked", starts_at=when).values_list("seat", flat=True)) == [
            0,
            1,
        ]
    assert Case.objects.count() == 6


def test_one_person_in_two_tabs_has_one_appointment(invited: Callable[[], Citizen], at_once: AtOnce) -> None:
    person = invited()
    times = offered(person)[:4]
    at_once([lambda when=when: book(person, when) for when in times])  # type: ignore[misc]
    assert Appointment.objects.filter(state="booked").count() == 1
    assert list(verify()) == []
