"""How sites came to be registered, and what was refused to them lately."""

from typing import ClassVar

from django.db import models

from hukumati.identity.models.clients import Client


class ClientRegistration(models.Model):
    """The papers of a registered site: who asked for it and why, who approved it, and the change that waits.

    `metadata` is the JSON of `domain.client_registration.SiteMetadata` as it is in force, `pending` as it is asked for.
    """

    client = models.OneToOneField(Client, on_delete=models.CASCADE, primary_key=True, related_name="registration")
    metadata = models.JSONField()
    pending = models.JSONField(null=True)
    requested_by = models.CharField(max_length=40)
    requested_at = models.DateTimeField()
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)

    class Meta:
        db_table = "identity_client_registration"

    def __str__(self) -> str:
        return self.client_id


class ClientFault(models.Model):
    """A request of a site that was refused: the error's name alone, nothing of whoever the request was about."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="faults")
    endpoint = models.CharField(max_length=20)
    error = models.CharField(max_length=60)
    description = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "identity_client_fault"
        indexes: ClassVar = [models.Index(fields=["client", "-id"], name="identity_faults_of_client")]

    def __str__(self) -> str:
        return self.error
