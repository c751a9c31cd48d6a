"""What people allowed sites to receive, and the questions about it that are open."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.models.accounts import Account, LoginSession
from hukumati.identity.models.clients import Client


class ConsentGiven(models.Model):
    """One version of what a person allows a site; the newest that was not withdrawn is in force."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="consents")
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    scopes = ArrayField(models.CharField(max_length=20))
    claims = ArrayField(models.CharField(max_length=60))
    version = models.PositiveIntegerField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_consent_given"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "client", "version"], name="identity_consent_version")
        ]

    def __str__(self) -> str:
        return f"{self.client_id} {self.version}"


class ConsentQuestion(models.Model):
    """A request that waits for the person's answer; only the login session that it was put to may answer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    login_session = models.ForeignKey(LoginSession, on_delete=models.CASCADE)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    request = models.JSONField()
    asked_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True)
    is_given = models.BooleanField(default=False)

    class Meta:
        db_table = "identity_consent_question"

    def __str__(self) -> str:
        return str(self.id)
