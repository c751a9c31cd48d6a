from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from hukumati.notifications.domain.delivery import State


class Notification(models.Model):
    """One message by one channel; address and text wait in `encrypted` and are erased when it is closed."""

    id = models.UUIDField(primary_key=True)
    key = models.CharField(max_length=200)
    channel = models.CharField(max_length=20)
    about = models.CharField(max_length=100, blank=True)
    secret = models.BooleanField()
    text = models.TextField(blank=True)
    subject = models.CharField(max_length=300, blank=True)
    language = models.CharField(max_length=2)
    encrypted = models.BinaryField(null=True)
    state = models.CharField(max_length=10, choices=[(state.value, state.value) for state in State])
    attempts = models.PositiveSmallIntegerField(default=0)
    unknowns = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notification"
        indexes: ClassVar = [
            Index(fields=["about", "created_at"], name="notification_about"),
            Index(fields=["expires_at"], name="notification_waiting", condition=Q(closed_at=None)),
        ]
        constraints: ClassVar = [
            UniqueConstraint(fields=["key", "channel"], name="notification_once"),
            CheckConstraint(
                condition=Q(closed_at=None, encrypted__isnull=False) | Q(closed_at__isnull=False, encrypted=None),
                name="notification_erased_when_closed",
            ),
            CheckConstraint(condition=Q(secret=False) | Q(text="", subject=""), name="notification_secret_not_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.id}"
