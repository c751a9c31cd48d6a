"""Devices without a keyboard that wait for a person to approve them elsewhere."""

import uuid

from django.db import models

from hukumati.identity.models.digests import DIGEST_BYTES
from hukumati.identity.models.polled_requests import PolledRequest


class DeviceRequest(PolledRequest):
    """One device's request: its own code as SHA-256, the code that the person types as keyed digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    device_digest = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    user_digest = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    network = models.CharField(max_length=50)

    class Meta:
        db_table = "identity_device_request"
