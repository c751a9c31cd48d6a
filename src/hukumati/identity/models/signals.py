"""Shared signals: which sites may receive them, their streams, what waits in them, and the tokens of sites."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.domain.signal_streams import Delivery, Status
from hukumati.identity.models.clients import Client
from hukumati.identity.models.digests import DIGEST_BYTES, THUMBPRINT_LENGTH


class ServiceToken(models.Model):
    """An access token of a site itself, for nobody's data (RFC 6749 §4.4), stored as SHA-256."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    scopes = ArrayField(models.CharField(max_length=20))
    expires_at = models.DateTimeField(db_index=True)
    jkt = models.CharField(max_length=THUMBPRINT_LENGTH, blank=True)
    x5t_s256 = models.CharField(max_length=THUMBPRINT_LENGTH, blank=True)

    class Meta:
        db_table = "identity_service_token"

    def __str__(self) -> str:
        return self.client_id


class SignalReceiver(models.Model):
    """A site that an operator allowed to receive signals."""

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="signals")
    allowed_by = models.CharField(max_length=100)
    allowed_at = models.DateTimeField()

    class Meta:
        db_table = "identity_signal_receiver"

    def __str__(self) -> str:
        return self.client_id


class SignalStream(models.Model):
    """The one event stream of a site (SSF 1.0 §8.1.1); `failing_since` is when it first took nothing any more."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    receiver = models.OneToOneField(SignalReceiver, on_delete=models.CASCADE, related_name="stream")
    delivery = models.CharField(max_length=5, choices=[(each.value, each.value) for each in Delivery])
    endpoint_url = models.TextField(blank=True)
    authorization_header = EncryptedTextField(blank=True)
    events_requested = ArrayField(models.CharField(max_length=200), default=list)
    description = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=10, choices=[(each.value, each.value) for each in Status])
    status_reason = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_signal_stream"

    def __str__(self) -> str:
        return str(self.id)


class LeftOutSubject(models.Model):
    """A person about whom a site wants no signals any more (SSF 1.0 §8.1.3), by their `sub` there."""

    stream = models.ForeignKey(SignalStream, on_delete=models.CASCADE, related_name="left_out")
    sub = models.CharField(max_length=THUMBPRINT_LENGTH)

    class Meta:
        db_table = "identity_left_out_subject"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["stream", "sub"], name="identity_left_out_subject_once")
        ]

    def __str__(self) -> str:
        return str(self.stream_id)


class WaitingSignal(models.Model):
    """A security event token that its receiver has not acknowledged; it is signed anew whenever it is sent.

    One `about_stream` itself is sent while the stream is paused, too.
    """

    jti = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    stream = models.ForeignKey(SignalStream, on_delete=models.CASCADE, related_name="waiting")
    claims = models.JSONField()
    about_stream = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_waiting_signal"
        indexes: ClassVar = [models.Index(fields=["stream", "made_at"], name="identity_waiting_in_order")]

    def __str__(self) -> str:
        return str(self.jti)
