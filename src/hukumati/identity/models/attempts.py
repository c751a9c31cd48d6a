"""Sign-ins in progress."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.models.accounts import Account
from hukumati.identity.models.clients import Client
from hukumati.identity.models.digests import DIGEST_BYTES


class LoginAttempt(models.Model):
    """A sign-in in progress: the client's request, and the factors the person has passed in this browser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    browser_digest = models.BinaryField(max_length=DIGEST_BYTES, db_index=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    request = models.JSONField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT, null=True)
    factors = ArrayField(models.CharField(max_length=10), default=list)
    created_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)
    is_veiled = models.BooleanField(default=False)
    """There were too many tries: the code alone shows whether the password was right; without an account it was not."""

    class Meta:
        db_table = "identity_login_attempt"

    def __str__(self) -> str:
        return str(self.id)


class OneTimeCode(models.Model):
    """A code sent by SMS for one attempt; only its keyed digest is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attempt = models.ForeignKey(LoginAttempt, on_delete=models.CASCADE, related_name="codes")
    digest = models.BinaryField(max_length=DIGEST_BYTES)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_one_time_code"

    def __str__(self) -> str:
        return str(self.id)
