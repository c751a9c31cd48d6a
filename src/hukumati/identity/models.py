"""Tables of identity. Secrets are stored as digests, personal texts encrypted."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField

DIGEST_BYTES = 32


class AccountState(models.TextChoices):
    """Whether an account may be used."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


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
    is_fictional = models.BooleanField(default=False)  # of the demonstration: its password is public
    is_staff = models.BooleanField(default=False)
    staff_provider = models.CharField(max_length=40, blank=True)
    staff_office = models.CharField(max_length=40, blank=True)
    staff_roles = ArrayField(models.CharField(max_length=20), default=list)
    created_at = models.DateTimeField()

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

    class Meta:
        db_table = "identity_login_session"

    def __str__(self) -> str:
        return str(self.id)


class ClientAuthMethod(models.TextChoices):
    """How a client authenticates at the token endpoint (RFC 7591 §2): one file each in `client_authentication/`."""

    CLIENT_SECRET_BASIC = "client_secret_basic"  # noqa: S105 — the name of a method


class Client(models.Model):
    """A relying party, with the one method it authenticates by and that method's credentials.

    `secret_digest` is the SHA-256 of a shared secret; `jwks` holds the public keys (RFC 7517 §5) of a client that signs
    instead of sharing a secret.
    """

    client_id = models.CharField(max_length=60, primary_key=True)
    token_endpoint_auth_method = models.CharField(max_length=30, choices=ClientAuthMethod)
    secret_digest = models.BinaryField(max_length=DIGEST_BYTES, null=True)
    jwks = models.JSONField(null=True)
    name_ar = models.TextField()
    name_en = models.TextField()
    redirect_uris = ArrayField(models.TextField())
    post_logout_redirect_uris = ArrayField(models.TextField())
    initiate_login_uri = models.TextField()
    scopes = ArrayField(models.CharField(max_length=20))
    sector = models.CharField(max_length=60)
    needs_consent = models.BooleanField(default=True)

    class Meta:
        db_table = "identity_client"

    def __str__(self) -> str:
        return self.client_id


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


class Grant(models.Model):
    """What one sign-in gave one client; every token points to a grant and is valid only while the grant is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    login_session = models.ForeignKey(LoginSession, on_delete=models.PROTECT, related_name="grants")
    scopes = ArrayField(models.CharField(max_length=20))
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_grant"

    def __str__(self) -> str:
        return str(self.id)


class Code(models.Model):
    """An authorization code, stored as SHA-256, redeemed once."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    redirect_uri = models.TextField()
    challenge = models.CharField(max_length=43)
    nonce = models.TextField(blank=True)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_code"

    def __str__(self) -> str:
        return str(self.grant_id)


class AccessToken(models.Model):
    """An opaque access token, stored as SHA-256."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_access_token"

    def __str__(self) -> str:
        return str(self.grant_id)
