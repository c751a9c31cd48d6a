"""When an account was locked and unlocked, and by whom."""

import uuid

from django.db import models

from hukumati.identity.domain.locks import LockReason
from hukumati.identity.models.accounts import Account


class Lock(models.Model):
    """One lock of an account; `actor` and `unlocked_by` name an official, a system, or the account itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="locks")
    reason = models.CharField(max_length=12, choices=[(each.value, each.value) for each in LockReason])
    actor = models.CharField(max_length=60)
    detail = models.TextField(blank=True)
    locked_at = models.DateTimeField()
    unlocked_at = models.DateTimeField(null=True)
    unlocked_by = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        db_table = "identity_lock"

    def __str__(self) -> str:
        return self.reason
