"""A model field whose text is encrypted in the database."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from hukumati.identity.adapters.derived_secrets import decrypt, encrypt

if TYPE_CHECKING:
    TextField = models.TextField[str, str]
else:
    TextField = models.TextField


class EncryptedTextField(TextField):
    """Stores text encrypted; it cannot be searched, so look-ups use a keyed digest beside it."""

    def get_prep_value(self, value: str | None) -> str | None:
        """Encrypt what is written; the empty text stays empty."""
        return encrypt(value) if value else value

    def from_db_value(self, value: str | None, _expression: object, _connection: BaseDatabaseWrapper) -> str | None:
        """Decrypt what is read."""
        return decrypt(value) if value else value
