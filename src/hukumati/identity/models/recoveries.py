"""Accounts that their holders get back."""

import uuid

from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.domain.recovery import Loss
from hukumati.identity.domain.registration import Check
from hukumati.identity.models.accounts import Account
from hukumati.identity.models.digests import DIGEST_BYTES


class Recovery(models.Model):
    """One recovery in one browser; without an account it is somebody's guess, and looks the same.

    `effective_at` is when it takes effect unless it is cancelled before, and unless the register says no.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    browser_digest = models.BinaryField(max_length=DIGEST_BYTES)
    loss = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Loss])
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="recoveries")
    document = EncryptedTextField(blank=True)
    new_phone = EncryptedTextField(blank=True)
    password_hash = models.TextField(blank=True)
    language = models.CharField(max_length=2)
    network = models.CharField(max_length=50)
    created_at = models.DateTimeField(db_index=True)
    known_channel_at = models.DateTimeField(null=True)
    """When the code came back from the channel on record; of a lost telephone the new one is proved besides."""
    proved_at = models.DateTimeField(null=True)
    check_state = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Check])
    asked_at = models.DateTimeField(null=True)
    effective_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_recovery"

    def __str__(self) -> str:
        return str(self.id)
