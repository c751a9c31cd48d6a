"""Requests that wait for a person elsewhere while their client asks how they stand."""

from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.models.clients import Client
from hukumati.identity.models.grants import Grant


class PolledRequest(models.Model):
    """What requests of devices and of sites have in common: approved with a grant or denied, and redeemed once."""

    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    scopes = ArrayField(models.CharField(max_length=20))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    interval = models.PositiveSmallIntegerField()
    polled_at = models.DateTimeField(null=True)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, null=True)
    grant_id: UUID | None
    denied_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.pk)
