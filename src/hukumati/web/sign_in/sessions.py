"""Sessions in the database, encrypted. Every page reads one: plain SQL costs a third of the ORM."""

import json
from typing import Any, Final

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import VALID_KEY_CHARS, CreateError, UpdateError
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from hukumati.core.encryption import CannotDecrypt, decrypt, encrypt
from hukumati.core.json import canonical_json

KEY_LENGTH: Final = 32
_PURPOSE: Final = "session"
_READ: Final = "SELECT session_data FROM django_session WHERE session_key = %s AND expire_date > %s"
_CREATE: Final = """
INSERT INTO django_session (session_data, expire_date, session_key) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""
_UPDATE: Final = "UPDATE django_session SET session_data = %s, expire_date = %s WHERE session_key = %s"
_DELETE: Final = "DELETE FROM django_session WHERE session_key = %s"


class SessionStore(db.SessionStore):
    """Django's session store, with one statement for each operation."""

    def load(self) -> dict[str, Any]:
        """Read and verify the session's data; nothing for one that does not exist or has expired."""
        with connection.cursor() as cursor:
            cursor.execute(_READ, [self.session_key, timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row[0])

    def save(self, must_create: bool = False) -> None:
        """Write the session.

        Raises CreateError where a new one's key is taken, UpdateError where it was deleted meanwhile (signed out).
        """
        if self.session_key is None:
            self.create()
            return
        data = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]  # not in the stubs
        with connection.cursor() as cursor:
            cursor.execute(_CREATE if must_create else _UPDATE, [data, self.get_expiry_date(), self.session_key])
            if cursor.rowcount != 1:
                raise CreateError if must_create else UpdateError

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the session as it rests: names, numbers and tokens of people are in it."""
        return encrypt(canonical_json(session_dict), purpose=_PURPOSE)

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """Return the session of a row; nothing of one that this installation did not write."""
        try:
            text = session_data.decode() if isinstance(session_data, bytes) else session_data
            session: dict[str, Any] = json.loads(decrypt(text, purpose=_PURPOSE))
        except CannotDecrypt:
            return {}
        return session

    def delete(self, session_key: str | None = None) -> None:
        """Delete a session, by default this one."""
        key = self.session_key if session_key is None else session_key
        if key is not None:
            with connection.cursor() as cursor:
                cursor.execute(_DELETE, [key])

    def _get_new_session_key(self) -> str:
        """Return a random key; one that is taken already, which never happens, is refused when it is inserted."""
        return get_random_string(KEY_LENGTH, VALID_KEY_CHARS)
