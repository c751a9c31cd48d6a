"""Devices without a keyboard that wait for a person to approve them elsewhere."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.models.clients import Client
from hukumati.identity.models.digests import DIGEST_BYTES
from hukumati.identity.models.grants import Grant


class DeviceRequest(models.Model):
    """One device's request: its own code as SHA-256, the code that the person types as keyed digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    device_digest = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    user_digest = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    scopes = ArrayField(models.CharField(max_length=20))
    network = models.CharField(max_length=50)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    interval = models.PositiveSmallIntegerField()
    polled_at = models.DateTimeField(null=True)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, null=True)
    denied_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_device_request"

    def __str__(self) -> str:
        return str(self.id)
