"""Relying parties: the sites that sign people in here."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from hukumati.identity.models.digests import DIGEST_BYTES


class ClientAuthMethod(models.TextChoices):
    """How a client authenticates at the token endpoint (RFC 7591 §2): one file each in `client_authentication/`."""

    CLIENT_SECRET_BASIC = "client_secret_basic"  # noqa: S105 — the name of a method
    CLIENT_SECRET_POST = "client_secret_post"  # noqa: S105 — the name of a method
    PRIVATE_KEY_JWT = "private_key_jwt"
    TLS_CLIENT_AUTH = "tls_client_auth"
    SELF_SIGNED_TLS_CLIENT_AUTH = "self_signed_tls_client_auth"
    NONE = "none"


class ClientState(models.TextChoices):
    """Whether a client may be used: one that registered itself waits until an operator approves it."""

    REQUESTED = "requested"
    ACTIVE = "active"
    SUSPENDED = "suspended"


class Client(models.Model):
    """A relying party, with the one method it authenticates by and that method's credentials.

    `secret_digest` is the SHA-256 of a shared secret; `jwks` holds the public keys (RFC 7517 §5) of a client that signs
    instead of sharing a secret. `settings` is the JSON of `domain.client_settings.ClientSettings`. `owner` is the code
    of the government body that runs the site, `legal_basis` the law that stands in for consent, empty where people are
    asked. `version` grows with each change, so that what is cached of a client can be compared.
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
    settings = models.JSONField(default=dict, db_default={})
    state = models.CharField(
        max_length=10, choices=ClientState, default=ClientState.ACTIVE, db_default=ClientState.ACTIVE
    )
    owner = models.CharField(max_length=40, blank=True, default="", db_default="")
    legal_basis = models.TextField(blank=True, default="", db_default="")
    is_sandbox = models.BooleanField(default=False, db_default=False)
    version = models.PositiveIntegerField(default=1, db_default=1)
    created_at = models.DateTimeField(null=True)
    registration_digest = models.BinaryField(max_length=DIGEST_BYTES, null=True)
    """The SHA-256 of the token by which the site reads and changes its own registration (RFC 7592)."""

    class Meta:
        db_table = "identity_client"

    def __str__(self) -> str:
        return self.client_id
