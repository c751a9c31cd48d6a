"""A model field whose text is encrypted in the database."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from hukumati.identity.adapters.secret_key import seal, unseal

if TYPE_CHECKING:
    Text = models.TextField[str, str]
else:
    Text = models.TextField


class SealedTextField(Text):
    """Keeps text encrypted at rest; it cannot be searched, so look-ups use a keyed digest beside it."""

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt what is written; the empty text stays empty."""
        return seal(value) if value else value

    def from_db_value(self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper) -> str | None:
        """Decrypt what is read."""
        return unseal(value) if value else value
