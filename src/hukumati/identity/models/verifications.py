"""People whom officials saw in person."""

import uuid

from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.domain.in_person import Document, Method
from hukumati.identity.models.accounts import Account


class Verification(models.Model):
    """One look at a person and a document; a first one abroad counts when a second official confirmed it.

    `provider` is the government body of the first official, whose colleague is the second; `refused_at` says that the
    second did not confirm.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="verifications")
    officer = models.CharField(max_length=40)
    place = models.CharField(max_length=40)
    document = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Document])
    document_number = EncryptedTextField()
    method = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Method])
    id_number = EncryptedTextField(blank=True)
    born_on = models.DateField(null=True)
    seen_at = models.DateTimeField()
    second_officer = models.CharField(max_length=40, blank=True)
    confirmed_at = models.DateTimeField(null=True, db_index=True)
    provider = models.CharField(max_length=40, blank=True, default="", db_default="")
    document_expires_on = models.DateField(null=True)
    refused_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_verification"

    def __str__(self) -> str:
        return str(self.id)
