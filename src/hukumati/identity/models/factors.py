"""What people prove who they are with, beside their password: passkeys, apps, codes on paper."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.models.accounts import Account, LoginSession
from hukumati.identity.models.attempts import LoginAttempt
from hukumati.identity.models.digests import DIGEST_BYTES


class Passkey(models.Model):
    """A public key credential of an account (Web Authentication Level 3 §4); its private key never leaves its owner.

    `is_backup_eligible` says that it may be copied to other devices, `is_attested` that its maker vouched for it by a
    certificate this installation trusts, `is_bound_in_person` that its owner was seen when it was added.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="passkeys")
    credential_id = models.BinaryField(max_length=1023, unique=True)
    public_key = models.BinaryField(max_length=2000)
    name = EncryptedTextField()
    sign_count = models.BigIntegerField(default=0)
    aaguid = models.CharField(max_length=36)
    transports = ArrayField(models.CharField(max_length=20), default=list)
    is_backup_eligible = models.BooleanField()
    is_backed_up = models.BooleanField()
    is_attested = models.BooleanField(default=False)
    is_bound_in_person = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    """Its counter went back: there is a copy of it somewhere."""

    class Meta:
        db_table = "identity_passkey"

    def __str__(self) -> str:
        return str(self.id)


class PasskeyChallenge(models.Model):
    """Random bytes that a passkey signs once: for one sign-in, or in one login session; stored as SHA-256."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    attempt = models.ForeignKey(LoginAttempt, on_delete=models.CASCADE, null=True)
    session = models.ForeignKey(LoginSession, on_delete=models.CASCADE, null=True)
    passkey = models.ForeignKey(Passkey, on_delete=models.CASCADE, null=True)
    """The one that signed it."""
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_passkey_challenge"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(attempt=None) ^ models.Q(session=None), name="identity_challenge_of_one"
            )
        ]

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:12]


class TotpSecret(models.Model):
    """The secret that an authenticator app shares with us (RFC 6238); until it is confirmed, it signs nobody in."""

    account = models.OneToOneField(Account, on_delete=models.PROTECT, primary_key=True, related_name="totp_secret")
    secret = EncryptedTextField()
    last_step = models.BigIntegerField(default=0)
    """The half minute of the last code that was accepted: none before it is accepted any more."""
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_totp_secret"

    def __str__(self) -> str:
        return str(self.account_id)


class RecoveryCode(models.Model):
    """A code for the day on which the telephone is lost; stored as a keyed digest."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="recovery_codes")
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_recovery_code"

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:12]


class CodeSheet(models.Model):
    """A sheet of printed codes that an official handed to somebody without a telephone."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="code_sheets")
    issued_by = models.CharField(max_length=80)
    issued_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_code_sheet"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(revoked_at=None), name="identity_one_sheet_in_use"
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class SheetCode(models.Model):
    """One numbered code of a sheet; stored as a keyed digest."""

    sheet = models.ForeignKey(CodeSheet, on_delete=models.CASCADE, related_name="codes")
    number = models.PositiveSmallIntegerField()
    digest = models.BinaryField(max_length=DIGEST_BYTES)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_sheet_code"
        constraints: ClassVar = [models.UniqueConstraint(fields=["sheet", "number"], name="identity_sheet_number")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.number}"


class KeyInvitation(models.Model):
    """A link by which an official binds two security keys; the link is stored as SHA-256, and so is its challenge."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="key_invitations")
    invited_by = models.CharField(max_length=80)
    challenge_digest = models.BinaryField(max_length=DIGEST_BYTES, null=True)
    keys_bound = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_key_invitation"

    def __str__(self) -> str:
        return bytes(self.digest).hex()[:12]
