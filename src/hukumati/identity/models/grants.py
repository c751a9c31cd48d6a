"""What clients were granted; secrets are stored as digests."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from hukumati.identity.domain.sender_constraints import Possession
from hukumati.identity.models.accounts import Account, LoginSession
from hukumati.identity.models.clients import Client
from hukumati.identity.models.digests import DIGEST_BYTES, THUMBPRINT_LENGTH


class Grant(models.Model):
    """What one sign-in gave one client; every token points to a grant and is valid only while the grant is.

    One that is offline (`offline_access`) goes on after its login session. `claims` are those the client requested by
    name (OIDC Core §5.5) and was granted; `ends_at` is when it ends however often it is refreshed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    login_session = models.ForeignKey(LoginSession, on_delete=models.PROTECT, related_name="grants")
    scopes = ArrayField(models.CharField(max_length=20))
    claims = models.JSONField(default=dict, db_default={})
    is_offline = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    acting = models.JSONField(null=True)
    """For whom the holder of the account acts: a `domain.mandates.Chain`; none for those who act for themselves."""
    acr = models.CharField(max_length=60, blank=True, default="", db_default="")
    amr = ArrayField(models.CharField(max_length=10), null=True)
    auth_time = models.DateTimeField(null=True)
    """The sign-in as it was when it was granted: its session may reach another level later. None in older rows."""
    released_at = models.DateTimeField(null=True)
    """When the client first read claims by it, which the ledger tells once."""

    class Meta:
        db_table = "identity_grant"
        indexes: ClassVar = [
            GinIndex(
                fields=["acting"],
                opclasses=["jsonb_path_ops"],
                condition=models.Q(acting__isnull=False),
                name="identity_grants_acting",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class Code(models.Model):
    """An authorization code, stored as SHA-256, redeemed once; with a `jkt` only by the holder of that DPoP key."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    redirect_uri = models.TextField()
    challenge = models.CharField(max_length=43)
    nonce = models.TextField(blank=True)
    jkt = models.CharField(max_length=THUMBPRINT_LENGTH, blank=True, default="", db_default="")
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_code"

    def __str__(self) -> str:
        return str(self.grant_id)


class BoundToken(models.Model):
    """A token, stored as SHA-256; only whoever holds its key or its certificate may use it, where it has one."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE)
    expires_at = models.DateTimeField(db_index=True)
    jkt = models.CharField(max_length=THUMBPRINT_LENGTH, blank=True, default="", db_default="")
    x5t_s256 = models.CharField(max_length=THUMBPRINT_LENGTH, blank=True, default="", db_default="")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.grant_id)

    @property
    def required(self) -> Possession:
        """Return what its user must prove to possess."""
        return Possession(jkt=self.jkt, x5t_s256=self.x5t_s256)


class AccessToken(BoundToken):
    """An opaque access token; its own scopes, where they are fewer than the grant's."""

    scopes = ArrayField(models.CharField(max_length=20), null=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_access_token"


class RefreshToken(BoundToken):
    """A refresh token; where they are rotated it is used once, and its successors are those of the same grant."""

    issued_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_refresh_token"
