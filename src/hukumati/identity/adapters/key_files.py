"""Signing keys as PEM files, one for each ES256 key, named by the moment from which it signs.

A key is published as soon as its file exists and signs from its moment on, so that clients know it in time
(requirement 15).
The folder is read again only when it changed; keys are parsed once.
"""

import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.conf import settings
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import ECKey

ALGORITHM = "ES256"
CACHE_TIME = timedelta(hours=1)
OVERLAP = timedelta(days=1)
_NAME = re.compile(r"(\d{8}T\d{6}Z)-[A-Za-z0-9_-]+\.pem")
_STAMP = "%Y%m%dT%H%M%SZ"


class NoSigningKey(RuntimeError):
    """No key may sign now: `manage.py identity_setup` was not run, or its files are gone."""


@dataclass(frozen=True, slots=True)
class _Key:
    signs_from: datetime
    kid: str
    jwk: ECKey


def _parse(path: Path) -> _Key | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    jwk = ECKey.import_key(path.read_bytes())
    signs_from = datetime.strptime(match.group(1), _STAMP).replace(tzinfo=UTC)
    return _Key(signs_from, jwk.thumbprint(), jwk)


@lru_cache(maxsize=4)
def _read_folder(folder: Path, _changed_at: int) -> tuple[_Key, ...]:
    keys = (_parse(path) for path in folder.glob("*.pem"))
    return tuple(sorted((key for key in keys if key), key=lambda key: (key.signs_from, key.kid)))


class KeyFiles:
    """The signer whose keys lie in one folder, readable by its owner alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def sign(self, *, claims: dict[str, Any], now: datetime) -> str:
        """Return a compact JWS made with the newest key whose moment has come."""
        ready = [key for key in self._keys() if key.signs_from <= now]
        if not ready:
            raise NoSigningKey
        return jwt.encode({"alg": ALGORITHM, "kid": ready[-1].kid}, claims, ready[-1].jwk, algorithms=[ALGORITHM])

    def read(self, *, token: str) -> dict[str, Any] | None:
        """Return the claims of a token that one of these keys signed; None for any other text."""
        for key in self._keys():
            try:
                return dict(jwt.decode(token, key.jwk, algorithms=[ALGORITHM]).claims)
            except (JoseError, ValueError):
                continue
        return None

    def public_keys(self) -> list[dict[str, Any]]:
        """Return the public JWKs of all keys in the folder."""
        about = {"use": "sig", "alg": ALGORITHM}
        return [key.jwk.as_dict(private=False) | {"kid": key.kid} | about for key in self._keys()]

    def ensure_key(self, *, now: datetime) -> bool:
        """Make the first key, which signs at once; False if there is one already."""
        if self._keys():
            return False
        self._make(signs_from=now)
        return True

    def rotate(self, *, now: datetime) -> None:
        """Add a key that signs after one cache time, and remove keys replaced more than a day ago."""
        keys = self._keys()
        for old, successor in pairwise(keys):
            if successor.signs_from + OVERLAP < now:
                self._path(old).unlink(missing_ok=True)
        self._make(signs_from=now + CACHE_TIME if keys else now)

    def _keys(self) -> tuple[_Key, ...]:
        try:
            changed_at = self.folder.stat().st_mtime_ns
        except FileNotFoundError:
            return ()
        return _read_folder(self.folder, changed_at)

    def _path(self, key: _Key) -> Path:
        return self.folder / f"{key.signs_from.strftime(_STAMP)}-{key.kid}.pem"

    def _make(self, *, signs_from: datetime) -> None:
        jwk = ECKey.generate_key("P-256")
        path = self._path(_Key(signs_from, jwk.thumbprint(), jwk))
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(jwk.as_pem(private=True))
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
        _read_folder.cache_clear()


def token_signer() -> KeyFiles:
    """Return the signer of this deployment."""
    return KeyFiles(Path(settings.HUKUMATI.data_dir) / "identity")
