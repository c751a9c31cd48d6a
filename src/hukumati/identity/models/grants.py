"""What clients were granted; secrets are stored as digests."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.models.accounts import Account, LoginSession
from hukumati.identity.models.clients import Client
from hukumati.identity.models.digests import DIGEST_BYTES


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
