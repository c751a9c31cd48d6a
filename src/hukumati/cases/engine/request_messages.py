"""What the citizen is told about side requests, in the language of the application."""

from datetime import datetime

from hukumati.cases.domain.side_request_states import CITIZENS_KINDS
from hukumati.cases.engine.consent_messages import notify_party
from hukumati.cases.engine.loading import language_of
from hukumati.cases.engine.messages import case_url, contact_of
from hukumati.cases.models import Appointment, Case, Request
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import ZONE
from hukumati.core.design.formats import in_plain_spaces, weekday_date
from hukumati.notifications import api as notifications
from hukumati.service_language.api import CONSENT, Definition

OPENED = Bilingual(
    ar="الطلب {reference} بحاجة إلى إجراء منك حتى {day}: {url}",
    en="Application {reference} needs something from you by {day}: {url}",
)
DUE = Bilingual(
    ar="تذكير: ما زال الطلب {reference} ينتظر ردّك حتى {day}: {url}",
    en="Reminder: application {reference} still waits for your answer by {day}: {url}",
)
APPOINTMENT = Bilingual(
    ar="الطلب {reference}: موعدك يوم {day} الساعة {time} في {place}. {url}",
    en="Application {reference}: your appointment is on {day} at {time}, {place}. {url}",
)
CANCELLED = Bilingual(
    ar="الطلب {reference}: أُلغي موعدك. اختر موعدًا آخر حتى {day}: {url}",
    en="Application {reference}: your appointment is cancelled. Choose another by {day}: {url}",
)


def notify_of_request(case: Case, definition: Definition, row: Request) -> None:
    """Notify the person whose answer is awaited, in the caller's transaction; officials look into their inbox."""
    if row.kind == CONSENT:
        notify_party(case, definition, row, key="asked")
    if row.kind in CITIZENS_KINDS:
        _send(case, definition, row, OPENED, key="asked", day=row.due_at)


def remind(case: Case, definition: Definition, row: Request) -> None:
    """Remind the person of an open request, or of the appointment they chose."""
    if row.kind == CONSENT:
        notify_party(case, definition, row, key="due")
    if row.kind not in CITIZENS_KINDS:
        return
    booked = Appointment.objects.filter(request=row, state="booked").first()
    if booked is None:
        _send(case, definition, row, DUE, key="due", day=row.due_at)
    else:
        notify_of_appointment(case, definition, row, booked, key="remind")


def notify_of_appointment(case: Case, definition: Definition, row: Request, booked: Appointment, *, key: str) -> None:
    """Notify the citizen of the time and place of their appointment."""
    calendar = definition.calendars.get(booked.calendar)
    place = calendar.place(booked.place) if calendar else None
    where = place.label.of(language_of(case)) if place else booked.place
    clock = f"{booked.starts_at.astimezone(ZONE):%H:%M}"
    _send(case, definition, row, APPOINTMENT, key=f"{key}:{booked.id}", day=booked.starts_at, place=where, time=clock)


def notify_of_cancellation(case: Case, definition: Definition, row: Request, booked: Appointment) -> None:
    """Notify the citizen that an appointment was cancelled."""
    _send(case, definition, row, CANCELLED, key=f"cancelled:{booked.id}", day=row.due_at)


def _send(
    case: Case, definition: Definition, row: Request, text: Bilingual, *, key: str, day: datetime | None, **more: str
) -> None:
    language = language_of(case)
    url = case_url(case.reference, language)
    message = text.of(language).format(reference=case.reference, day=_day(day, language), url=url, **more)
    about = definition.requests[row.name].text.of(language)
    body = "\n\n".join(part for part in (message, about, row.question) if part)
    notifications.send(
        key=f"case:{case.reference}:request:{row.id}:{key}",
        to=contact_of(case, definition),
        message=notifications.Message(sms=message, subject=definition.name.of(language), body=body),
        about=f"case:{case.reference}",
    )


def _day(moment: datetime | None, language: str) -> str:
    return in_plain_spaces(weekday_date(moment, language=language)) if moment else ""
