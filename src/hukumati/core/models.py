from typing import ClassVar

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q, UniqueConstraint


class Event(models.Model):
    """A fact that a part announced; written in the transaction that made it true."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=100)
    payload = models.JSONField()
    published_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_event"
        indexes: ClassVar = [models.Index(fields=["name", "published_at"], name="outbox_event_name_at")]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class Delivery(models.Model):
    """The delivery of an event to a handler; the row is unique, so that it happens once."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE)
    handler = models.CharField(max_length=150)
    delivered_at = models.DateTimeField()

    class Meta:
        db_table = "outbox_delivery"
        constraints: ClassVar = [UniqueConstraint(fields=["event", "handler"], name="outbox_delivery_once")]

    def __str__(self) -> str:
        return f"{self.handler} ← {self.event_id}"


class AuditEntry(models.Model):
    """One line of the audit trail; chained by hash to the line before it of the same subject."""

    subject = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    actor = models.CharField(max_length=100)
    action = models.CharField(max_length=100)
    details = models.JSONField()
    at = models.DateTimeField()
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_entry"
        constraints: ClassVar = [
            UniqueConstraint(fields=["subject", "number"], name="audit_entry_numbered"),
            models.CheckConstraint(condition=Q(number__gte=1), name="audit_entry_from_one"),
        ]
        indexes: ClassVar = [BrinIndex(fields=["at"], name="audit_entry_at")]  # lines come in the order of their times

    def __str__(self) -> str:
        return f"{self.action} {self.number}"


class SecurityEvent(models.Model):
    """Something that who guards the platform counts: a failed sign-in, a lock, a refusal. People are keyed digests."""

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=64, blank=True)
    origin = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "security_event"
        indexes: ClassVar = [models.Index(fields=["kind", "at"], name="security_event_kind_at")]

    def __str__(self) -> str:
        return self.kind


class Limit(models.Model):
    """How often something happened in the present window."""

    key = models.CharField(max_length=64, primary_key=True)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        db_table = "rate_limit"

    def __str__(self) -> str:
        return self.key


class Kept(models.Model):
    """Something kept for a while, encrypted: a form that could not be sent, the outcome of one that was."""

    key = models.CharField(max_length=64, primary_key=True)
    data = models.TextField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "kept"

    def __str__(self) -> str:
        return self.key
