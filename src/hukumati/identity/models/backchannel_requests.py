"""Sites that ask a person who is elsewhere (CIBA): requests, whom a site knows, and who does not want to be asked."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.models.accounts import Account
from hukumati.identity.models.clients import Client
from hukumati.identity.models.digests import DIGEST_BYTES
from hukumati.identity.models.polled_requests import PolledRequest


class BackchannelRequest(PolledRequest):
    """One request, found by the SHA-256 of its `auth_req_id`; without an account nobody is asked, and it expires.

    `levels` are those of which the approving sign-in must have one; `notification_token` is what the site wants to see
    when it is told of the decision.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    digest = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="backchannel_requests")
    message = EncryptedTextField(blank=True)
    levels = ArrayField(models.CharField(max_length=60), default=list)
    notification_token = EncryptedTextField(blank=True)

    class Meta:
        db_table = "identity_backchannel_request"


class KnownSubject(models.Model):
    """The `sub` by which a sector knows an account: kept for sites that name people by it, because it is one-way."""

    sub = models.CharField(max_length=43, primary_key=True)
    sector = models.CharField(max_length=60)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="known_subjects")

    class Meta:
        db_table = "identity_known_subject"

    def __str__(self) -> str:
        return self.sub


class SilencedSite(models.Model):
    """A site whose requests a person does not want to see."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="silenced_sites")
    client = models.ForeignKey(Client, on_delete=models.CASCADE)
    silenced_at = models.DateTimeField()

    class Meta:
        db_table = "identity_silenced_site"
        constraints: ClassVar = [models.UniqueConstraint(fields=["account", "client"], name="identity_silenced_once")]

    def __str__(self) -> str:
        return self.client_id
