"""The tables of cases. Rules live in domain/ and the rooms; constraints live here."""

import uuid
from datetime import date
from typing import ClassVar, Final

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import CheckConstraint, ExpressionWrapper, F, Func, Index, Q, UniqueConstraint

from hukumati.service_language.api import MAX_FILE_BYTES

OPEN: Final = Q(closed_at__isnull=True)


class Case(models.Model):
    """One application. Everything but the clock and the links is the fold of its events."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=20, unique=True)
    service_code = models.CharField(max_length=20)
    version_id = models.UUIDField()
    provider = models.CharField(max_length=20)
    applicant_sub = models.CharField(max_length=255)
    applicant = models.JSONField()
    state = models.CharField(max_length=40)
    entered_by = models.CharField(max_length=40, blank=True)
    milestone = models.CharField(max_length=20)
    reached = models.JSONField(default=dict)
    last_seq = models.PositiveIntegerField(default=0)
    last_hash = models.BinaryField(max_length=32)
    answers = models.JSONField(default=dict)
    registers = models.JSONField(default=dict)
    pages = models.JSONField(default=list)
    documents = models.JSONField(default=list)
    declared = models.JSONField(default=dict)
    queued = models.JSONField(default=dict)
    reason = models.TextField(null=True)  # noqa: DJ001 - None: no decision yet
    requests = models.JSONField(default=dict)
    proposal = models.JSONField(null=True)
    prefill = models.CharField(max_length=12, default="none")
    prefilled_at = models.DateTimeField(null=True)
    bill_id = models.UUIDField(null=True, unique=True)
    single_open = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True)
    clock_left = models.DurationField(null=True)
    clock_from = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)
    draft_expires_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_case"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["service_code", "applicant_sub"],
                condition=Q(single_open=True, closed_at__isnull=True),
                name="cases_single_open",
            ),
            CheckConstraint(
                condition=Q(submitted_at__isnull=False) | Q(bill_id__isnull=True), name="cases_bill_after_submission"
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["applicant_sub", "-opened_at"], name="cases_of_applicant"),
            Index(fields=["provider", "state", "due_at"], name="cases_by_provider"),
            Index(
                fields=["service_code", "version_id", "state"],
                condition=Q(closed_at__isnull=True),
                name="cases_running",
            ),
            Index(
                fields=["due_at"],
                condition=Q(closed_at__isnull=True, due_at__isnull=False, late_at__isnull=True),
                name="cases_promises",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class LockedCase(Case):
    """A case whose row is locked until the transaction ends: only such a one is acted on.

    Made by `engine.case_row.lock_row` alone, with the holidays; `as_read` holds its columns as the database has them.
    """

    holidays: frozenset[date]
    as_read: dict[str, object]

    class Meta:
        proxy = True


class Event(models.Model):
    """What happened, in order: hash-chained within the case and never changed (a trigger refuses)."""

    pk = models.CompositePrimaryKey("case", "seq")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", db_index=False)
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=40)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40)
    actor = models.CharField(max_length=300)
    at = models.DateTimeField()
    payload_digest = models.BinaryField(max_length=32)
    prev_hash = models.BinaryField(max_length=32)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "cases_event"
        indexes: ClassVar = [BrinIndex(fields=["at"], name="cases_event_at")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action}"


class EventPayload(models.Model):
    """The data of an event with its salt: may be erased, never changed."""

    pk = models.CompositePrimaryKey("case", "seq")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="payloads", db_index=False)
    seq = models.PositiveIntegerField()
    salt = models.BinaryField(max_length=16)
    payload = models.JSONField()

    class Meta:
        db_table = "cases_event_payload"

    def __str__(self) -> str:
        return f"payload of {self.seq}"


DUE: Final = Func(
    F("due_at"),
    template="COALESCE(%(expressions)s, timestamptz '9999-01-01 00:00:00+00')",
    output_field=models.DateTimeField(),
)
IN_TIME: Final = ExpressionWrapper(Q(escalated_at__isnull=True), output_field=models.BooleanField())
BY_URGENCY: Final = (F("provider"), IN_TIME, DUE, F("opened_at"), F("id"))
"""The order of the inbox, and its index; the constant stands in the text, so that the two match."""


class Task(models.Model):
    """Work that waits for an official: of `provider` in `role`; the case is `ministry`'s."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tasks")
    seq = models.PositiveIntegerField()
    ministry = models.CharField(max_length=20)
    provider = models.CharField(max_length=20)
    role = models.CharField(max_length=40)
    queue = models.CharField(max_length=40, blank=True)
    claimed_by = models.CharField(max_length=60, blank=True)
    claimed_at = models.DateTimeField(null=True)
    escalated_at = models.DateTimeField(null=True)
    released_from = models.CharField(max_length=60, blank=True)
    assigned_by = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_task"
        constraints: ClassVar = [
            UniqueConstraint(fields=["case"], condition=Q(closed_at__isnull=True), name="cases_one_open_task")
        ]
        indexes: ClassVar = [
            Index(*BY_URGENCY, condition=Q(closed_at__isnull=True), name="cases_inbox"),
            Index(fields=["ministry"], condition=Q(closed_at__isnull=True), name="cases_supervised"),
            Index(fields=["released_from", "claimed_at"], condition=~Q(released_from=""), name="cases_task_lost"),
        ]

    def __str__(self) -> str:
        return f"task {self.id}"


class Timer(models.Model):
    """Something that happens by itself when its time comes, unless the case left the state before."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="timers")
    seq = models.PositiveIntegerField()
    action = models.CharField(max_length=20)
    to_state = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "cases_timer"
        indexes: ClassVar = [Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="cases_timers_due")]

    def __str__(self) -> str:
        return f"{self.action} at {self.due_at}"


class Effect(models.Model):
    """What an event causes outside of the case, once; `notice` is what a register is told: {key, message}."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="effects", db_index=False)
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    argument = models.CharField(max_length=60, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=60, blank=True)
    next_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    notice = models.JSONField(null=True)

    class Meta:
        db_table = "cases_effect"
        constraints: ClassVar = [UniqueConstraint(fields=["case", "seq", "name"], name="cases_effect_once")]
        indexes: ClassVar = [Index(fields=["next_at"], condition=Q(done_at__isnull=True), name="cases_effects_due")]

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file that belongs to a case: `question` is the form's question, or the side request ("request:12")."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="uploads")
    number = models.PositiveSmallIntegerField()
    question = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        db_table = "cases_upload"
        constraints: ClassVar = [
            CheckConstraint(condition=Q(size__gt=0, size__lte=MAX_FILE_BYTES), name="cases_upload_size"),
            UniqueConstraint(fields=["case", "number"], name="cases_upload_once"),
        ]

    def __str__(self) -> str:
        return f"upload {self.id}"


class Handover(models.Model):
    """The paper's way into the right hands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="handovers")
    seq = models.PositiveIntegerField()
    method = models.CharField(max_length=20)
    place = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20)
    tries = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    document_shown = models.CharField(max_length=40, blank=True)
    handed_by = models.CharField(max_length=60, blank=True)
    provider = models.CharField(max_length=20, blank=True)
    number = models.CharField(max_length=13, unique=True, null=True)  # noqa: DJ001 - unique, and only items that travel
    address = models.JSONField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        db_table = "cases_handover"
        constraints: ClassVar = [UniqueConstraint(fields=["case", "seq"], name="cases_handover_once")]
        indexes: ClassVar = [
            Index(
                fields=["place", "updated_at"],
                condition=~Q(place=""),
                name="cases_desk",
            ),
            Index(fields=["provider", "updated_at"], condition=Q(method="home"), name="cases_to_send"),
            Index(fields=["updated_at"], condition=Q(state="waiting"), name="cases_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.state}"


class ItemNumber(models.Model):
    """The running number from which an item's number is made; never used twice."""

    id = models.BigAutoField(primary_key=True)
    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="item_number")

    class Meta:
        db_table = "cases_item_number"

    def __str__(self) -> str:
        return str(self.id)


class Request(models.Model):
    """Something asked of somebody while the case goes on: a question of the officer's (`kind` "question", without a
    name), or a side request of the service. `party` is the digest of the ID number of a person asked to agree."""

    id = models.BigAutoField(primary_key=True)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="asked")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, default="question")
    name = models.CharField(max_length=40, blank=True)
    provider = models.CharField(max_length=20, blank=True)
    role = models.CharField(max_length=40, blank=True)
    party = models.CharField(max_length=64, blank=True)
    question = models.TextField()
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=10, default="open")
    outcome = models.CharField(max_length=40, blank=True)
    details = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=300, blank=True)
    due_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    remind_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "cases_request"
        constraints: ClassVar = [
            UniqueConstraint(fields=["case", "seq", "name"], name="cases_request_once"),
            UniqueConstraint(
                fields=["case", "name"],
                condition=Q(closed_at__isnull=True) & ~Q(name=""),
                name="cases_request_one_open",
            ),
        ]
        indexes: ClassVar = [
            Index(
                fields=["provider", "role", "due_at"],
                condition=Q(closed_at__isnull=True) & ~Q(role=""),
                name="cases_requests_inbox",
            ),
            Index(fields=["closes_at"], condition=OPEN & Q(closes_at__isnull=False), name="cases_requests_due"),
            Index(fields=["remind_at"], condition=OPEN & Q(remind_at__isnull=False), name="cases_requests_remind"),
            Index(fields=["party"], condition=OPEN & ~Q(party=""), name="cases_requests_of_party"),
        ]

    def __str__(self) -> str:
        return f"request {self.id}"


class Appointment(models.Model):
    """A seat in a calendar: a place, a time, and one of so many at once. Two people never hold the same seat."""

    id = models.BigAutoField(primary_key=True)
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="appointments")
    calendar = models.CharField(max_length=64)
    place = models.CharField(max_length=20)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="booked")
    booked_at = models.DateTimeField()

    class Meta:
        db_table = "cases_appointment"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["calendar", "place", "starts_at", "seat"],
                condition=~Q(state="cancelled"),
                name="cases_appointment_seat",
            ),
            UniqueConstraint(fields=["request"], condition=Q(state="booked"), name="cases_appointment_one"),
        ]
        indexes: ClassVar = [Index(fields=["place", "starts_at"], name="cases_appointments_of_day")]

    def __str__(self) -> str:
        return f"{self.calendar} {self.place} {self.starts_at}"


class Holiday(models.Model):
    """A day on which the offices rest; the Cabinet may move it."""

    day = models.DateField(primary_key=True)
    ar = models.CharField(max_length=120)
    en = models.CharField(max_length=120)
    source = models.CharField(max_length=20)

    class Meta:
        db_table = "cases_holiday"

    def __str__(self) -> str:
        return f"{self.day} {self.en}"
