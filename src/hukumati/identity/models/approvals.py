"""Sign-ins that are approved from another device."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.models.accounts import Account
from hukumati.identity.models.attempts import LoginAttempt
from hukumati.identity.models.digests import DIGEST_BYTES


class DeviceApproval(models.Model):
    """One QR code with its number, shown by a browser that signs in; `account` is who decided, `number` the right one.

    `network` and `device` describe the browser to whoever decides.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    attempt = models.ForeignKey(LoginAttempt, on_delete=models.CASCADE)
    number = models.PositiveSmallIntegerField()
    choices = ArrayField(models.PositiveSmallIntegerField())
    network = models.CharField(max_length=50, blank=True)
    device = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    decided_at = models.DateTimeField(null=True)
    is_approved = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_device_approval"

    def __str__(self) -> str:
        return str(self.id)
