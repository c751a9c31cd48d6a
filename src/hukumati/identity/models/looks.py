"""Officials who opened an account, each time for a reason."""

import uuid
from typing import ClassVar

from django.db import models

from hukumati.identity.adapters.encrypted_field import EncryptedTextField
from hukumati.identity.models.accounts import Account


class Look(models.Model):
    """One account that one official opened for one reason; pages name it, and nothing of the person.

    `search` is shared by the accounts that one search found.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="looks")
    search = models.UUIDField(default=uuid.uuid4)
    officer = models.CharField(max_length=40)
    reason = EncryptedTextField()
    begun_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "identity_look"
        indexes: ClassVar = [models.Index(fields=["officer", "expires_at"], name="identity_looks_of_official")]

    def __str__(self) -> str:
        return str(self.id)
