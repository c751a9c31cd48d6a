"""The public keys that clients publish at their `jwks_uri`, as they were fetched last."""

from django.db import models


class FetchedKeys(models.Model):
    """A JWK Set (RFC 7517 §5) by its address; `tried_at` is the last try to fetch it, successful or not."""

    uri = models.TextField(primary_key=True)
    keys = models.JSONField(default=list)
    fetched_at = models.DateTimeField(null=True)
    tried_at = models.DateTimeField()

    class Meta:
        db_table = "identity_fetched_keys"

    def __str__(self) -> str:
        return self.uri
