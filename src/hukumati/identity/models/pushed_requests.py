"""Authorization requests that clients pushed (RFC 9126)."""

from django.db import models

from hukumati.identity.models.clients import Client
from hukumati.identity.models.digests import DIGEST_BYTES


class PushedRequest(models.Model):
    """A request by the digest of its `request_uri`; `flow` is the one visit of the browser that used it up."""

    digest = models.BinaryField(max_length=DIGEST_BYTES, primary_key=True)
    client = models.ForeignKey(Client, on_delete=models.PROTECT)
    values = models.JSONField()
    is_signed = models.BooleanField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    flow = models.CharField(max_length=43, blank=True)

    class Meta:
        db_table = "identity_pushed_request"

    def __str__(self) -> str:
        return self.client_id
