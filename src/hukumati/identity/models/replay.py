"""What was presented once and may not be presented again."""

from django.db import models

from hukumati.identity.models.digests import DIGEST_BYTES


class UsedIdentifier(models.Model):
    """The digest of an identifier that was used, kept until what it names would be refused anyway."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_used_identifier"

    def __str__(self) -> str:
        return bytes(self.digest).hex()
