"""Accounts that people open by themselves, and the codes on paper by which they are verified."""

import uuid
from typing import ClassVar

from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.domain.registration import Check, ClaimKind
from hukumati.identity.models.accounts import Account
from hukumati.identity.models.digests import DIGEST_BYTES


class Registration(models.Model):
    """One account being opened: what was claimed, in one browser; `account` once it is open.

    `check_state` is what the register said; `asked_at` when it was first asked, so that asking again is not counted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    browser_digest = models.BinaryField(max_length=DIGEST_BYTES)
    kind = models.CharField(max_length=10, choices=[(each.value, each.value) for each in ClaimKind])
    id_number = EncryptedTextField(blank=True)
    born_on = EncryptedTextField()
    document = EncryptedTextField()
    name = EncryptedTextField(blank=True)
    country = models.CharField(max_length=2, blank=True)
    phone = EncryptedTextField()
    email = EncryptedTextField(blank=True)
    language = models.CharField(max_length=2)
    network = models.CharField(max_length=50)
    created_at = models.DateTimeField(db_index=True)
    proved_at = models.DateTimeField(null=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, null=True, related_name="registrations")
    check_state = models.CharField(max_length=16, choices=[(each.value, each.value) for each in Check])
    asked_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_registration"

    def __str__(self) -> str:
        return str(self.id)


class PaperPurpose(models.TextChoices):
    """What a code on paper is for."""

    LETTER = "letter"
    """It verifies: whoever holds it gets the mail of the registered address."""
    RECOVERY = "recovery"
    BINDING = "binding"
    """It binds a passkey of the highest level."""


class PaperCode(models.Model):
    """A code in a letter, or handed over in person; `code` is erased as soon as the letter is on its way."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="paper_codes")
    purpose = models.CharField(max_length=10, choices=PaperPurpose)
    digest = models.BinaryField(max_length=DIGEST_BYTES)
    code = EncryptedTextField(blank=True)
    id_number = EncryptedTextField(blank=True)
    """Whose registered address the letter goes to."""
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_paper_code"
        indexes: ClassVar = [
            models.Index(
                fields=["created_at"],
                condition=models.Q(purpose="letter", posted_at=None),
                name="identity_letters_to_post",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
