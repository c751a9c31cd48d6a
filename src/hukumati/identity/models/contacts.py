"""How the holder of an account is reached: codes that prove an address, changes of it, and the way back from one."""

import uuid
from typing import ClassVar

from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.models.accounts import Account
from hukumati.identity.models.digests import DIGEST_BYTES


class Channel(models.TextChoices):
    """What kind of address it is."""

    PHONE = "phone"
    EMAIL = "email"


class CodePurpose(models.TextChoices):
    """What a code to an address was sent for."""

    CHANGE_PHONE = "change_phone"
    CHANGE_EMAIL = "change_email"
    REGISTER = "register"
    RECOVER = "recover"
    RECOVER_NEW_PHONE = "recover_new_phone"
    SIGN_IN = "sign_in"


class ContactCode(models.Model):
    """A code sent to an address that somebody says is theirs; only its keyed digest is stored.

    `subject` is what it was sent for: a login session, a registration, a recovery. Of a decoy nobody knows the
    code, because nothing was sent: pages do not show the difference.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=20, choices=CodePurpose)
    subject = models.UUIDField(db_index=True)
    address = EncryptedTextField(blank=True)
    digest = models.BinaryField(max_length=DIGEST_BYTES)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(db_index=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_contact_code"

    def __str__(self) -> str:
        return str(self.id)


class ContactChange(models.Model):
    """A change of an account's telephone or e-mail; the old address serves for recovery during the cooling-off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="contact_changes")
    channel = models.CharField(max_length=10, choices=Channel)
    old = EncryptedTextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        db_table = "identity_contact_change"
        indexes: ClassVar = [models.Index(fields=["account", "channel", "changed_at"], name="identity_contact_changes")]

    def __str__(self) -> str:
        return str(self.id)


class Disavowal(models.Model):
    """The link "this was not me" in one notice; stored as SHA-256, it works once, for a week."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.CASCADE)
    about = models.CharField(max_length=40)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_disavowal"

    def __str__(self) -> str:
        return self.about
