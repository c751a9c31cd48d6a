"""The tokens by which government bodies may ask for the registration of a site (RFC 7591 §1.2)."""

from django.db import models

from hukumati.identity.models.digests import DIGEST_BYTES


class RegistrationToken(models.Model):
    """An initial access token, stored as SHA-256; it is good for one registration."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    owner = models.CharField(max_length=40)
    issued_by = models.CharField(max_length=60)
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "identity_registration_token"

    def __str__(self) -> str:
        return self.owner
