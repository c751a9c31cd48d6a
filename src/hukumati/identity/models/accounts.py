"""Accounts and their login sessions; personal texts are encrypted."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.models.digests import DIGEST_BYTES


class AccountState(models.TextChoices):
    """Whether an account may be used."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LOCKED = "locked"
    """By its holder, or by an official: until the holder is seen in person, or recovers it."""
    DECEASED = "deceased"
    MERGED = "merged"


class Account(models.Model):
    """One person, or one official; found by the keyed digest of the login."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    login_digest = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    login = EncryptedTextField()
    id_number = EncryptedTextField(blank=True)
    name_ar = EncryptedTextField()
    name_en = EncryptedTextField()
    phone = EncryptedTextField(blank=True)
    email = EncryptedTextField(blank=True)
    born_on = models.DateField(null=True)
    password_hash = models.TextField()
    state = models.CharField(max_length=10, choices=AccountState, default=AccountState.ACTIVE)
    proofing = models.CharField(
        max_length=10,
        choices=[(each.value, each.value) for each in Proofing],
        default=Proofing.MATCHED.value,
        db_default=Proofing.MATCHED.value,
    )
    """How the holder was identified: the highest level that any sign-in of theirs can have."""
    is_fictional = models.BooleanField(default=False)  # of the demonstration: its password is public
    is_staff = models.BooleanField(default=False)
    staff_provider = models.CharField(max_length=40, blank=True)
    staff_office = models.CharField(max_length=40, blank=True)
    staff_roles = ArrayField(models.CharField(max_length=20), default=list)
    created_at = models.DateTimeField()
    language = models.CharField(max_length=2, default="ar", db_default="ar")
    """Of messages: "ar" or "en"."""
    phone_digest = models.BinaryField(max_length=DIGEST_BYTES, null=True, db_index=True)
    """Keyed, to find the accounts that a text message is from; filled by a job where an older release left it empty."""

    passkey_declined_at = models.DateTimeField(null=True)
    """When its holder was invited to add a passkey, and said: not now."""

    class Meta:
        db_table = "identity_account"
        indexes: ClassVar = [
            models.Index(fields=["staff_provider"], condition=models.Q(is_staff=True), name="identity_officials")
        ]

    def __str__(self) -> str:
        return str(self.id)


class LoginSession(models.Model):
    """One sign-in of one browser; its id is the `sid` of tokens, its cookie is stored as SHA-256."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="login_sessions")
    cookie_digest = models.BinaryField(max_length=DIGEST_BYTES, unique=True)
    acr = models.CharField(max_length=60)
    amr = ArrayField(models.CharField(max_length=10))
    auth_time = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    network = models.CharField(max_length=50, blank=True, default="", db_default="")
    """The wide network in which the browser was (/16 or /48): it tells home from abroad, and no house."""
    device = models.CharField(max_length=60, blank=True, default="", db_default="")
    """The browser and the system, as people call them."""
    is_confirmed = models.BooleanField(default=False, db_default=False)
    """Whether a code by e-mail came besides the other factors."""
    passkey = models.ForeignKey("identity.Passkey", on_delete=models.SET_NULL, null=True, related_name="sessions")
    """The one that was signed in with."""

    class Meta:
        db_table = "identity_login_session"

    def __str__(self) -> str:
        return str(self.id)
