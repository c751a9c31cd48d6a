"""What points to fraud with an account, until an official has settled it."""

import uuid
from typing import ClassVar

from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.domain.fraud_signals import Kind
from hukumati.identity.models.accounts import Account


class FraudSignal(models.Model):
    """One kind of signs about one account: those that come while it is open are counted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Kind])
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="fraud_signals")
    count = models.PositiveIntegerField(default=1)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=40, blank=True, default="")
    reason = EncryptedTextField(blank=True, default="")
    """Why it was settled."""

    class Meta:
        db_table = "identity_fraud_signal"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "account"], condition=models.Q(settled_at=None), name="identity_signal_once_open"
            )
        ]

    def __str__(self) -> str:
        return self.kind
