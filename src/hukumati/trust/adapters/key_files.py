"""Private keys as PEM files that only their owner may read: for development, tests and the demonstration."""

import os
import re
import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import AsymmetricPadding

from hukumati.core.files import write_exclusively
from hukumati.trust.errors import KeyMissing

FileStamp = tuple[int, int, int]
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_SUFFIX = ".key.pem"
_KEY_ID = re.compile(r"[a-z0-9][A-Za-z0-9._-]{0,99}")


class KeyFiles:
    """A KeyStore: one unencrypted PKCS #8 file `KEY_ID.key.pem` for each key in a folder."""

    def __init__(self, *, folder: Path) -> None:
        self.folder = folder
        self._prefix = f"{folder}/"
        self._parsed: dict[str, tuple[FileStamp, PrivateKey]] = {}
        self._lock = threading.Lock()

    def create(self, *, key_id: str, curve: ec.EllipticCurve) -> bool:
        """Generate a key and write its file unless there is one; return whether it was written."""
        return self._write(key_id, lambda: ec.generate_private_key(curve))

    def create_rsa(self, *, key_id: str, bits: int) -> bool:
        """Generate an RSA key and write its file unless there is one; return whether it was written."""
        return self._write(key_id, lambda: rsa.generate_private_key(public_exponent=65537, key_size=bits))

    def list_ids(self, *, prefix: str) -> tuple[str, ...]:
        """Return the identifiers that begin with the prefix, sorted."""
        try:
            changed_at = os.stat(self._prefix).st_mtime_ns  # noqa: PTH116 — read for every token, see _path
        except FileNotFoundError:
            return ()
        return _ids_in(self.folder, changed_at, prefix)

    def public_key(self, *, key_id: str) -> ec.EllipticCurvePublicKey:
        """Return the public half. Raises KeyMissing."""
        return self._elliptic(key_id).public_key()

    def rsa_public_key(self, *, key_id: str) -> rsa.RSAPublicKey:
        """Return the public half of an RSA key. Raises KeyMissing."""
        return self._rsa(key_id).public_key()

    def sign(self, *, key_id: str, data: bytes, digest: hashes.HashAlgorithm) -> bytes:
        """Return a DER-encoded ECDSA signature. Raises KeyMissing."""
        return self._elliptic(key_id).sign(data, ec.ECDSA(digest))

    def sign_rsa(self, *, key_id: str, data: bytes, digest: hashes.HashAlgorithm, padding: AsymmetricPadding) -> bytes:
        """Return an RSA signature. Raises KeyMissing."""
        return self._rsa(key_id).sign(data, padding, digest)

    def destroy(self, *, key_id: str) -> None:
        """Remove the key's file."""
        Path(self._path(key_id)).unlink(missing_ok=True)
        self._parsed.pop(key_id, None)
        _ids_in.cache_clear()

    def _path(self, key_id: str) -> str:
        """Return a key's path as text: building a Path takes longer than reading the file's status."""
        if _KEY_ID.fullmatch(key_id) is None:
            raise KeyMissing(key_id)
        return f"{self._prefix}{key_id}{_SUFFIX}"

    def _write(self, key_id: str, generate: Callable[[], PrivateKey]) -> bool:
        path = Path(self._path(key_id))
        is_created = not path.exists() and write_exclusively(path, _pem(generate()))
        _ids_in.cache_clear()  # two changes within one tick of the file system's clock look like one
        return is_created

    def _elliptic(self, key_id: str) -> ec.EllipticCurvePrivateKey:
        key = self._key(key_id)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise KeyMissing(key_id)
        return key

    def _rsa(self, key_id: str) -> rsa.RSAPrivateKey:
        key = self._key(key_id)
        if not isinstance(key, rsa.RSAPrivateKey):
            raise KeyMissing(key_id)
        return key

    def _key(self, key_id: str) -> PrivateKey:
        """Parse a key once, which costs more than a signature, but see at every use whether its file is unchanged."""
        path = self._path(key_id)
        stamp = _stamp(path, key_id)
        with self._lock:
            known = self._parsed.get(key_id)
            if known is None or known[0] != stamp:
                known = self._parsed[key_id] = (stamp, _load(path, key_id))
        return known[1]


@lru_cache(maxsize=16)
def _ids_in(folder: Path, _changed_at: int, prefix: str) -> tuple[str, ...]:
    """List a folder once per modification time, which changes with every file added or removed."""
    ids = (path.name.removesuffix(_SUFFIX) for path in folder.glob(f"[!.]*{_SUFFIX}"))
    return tuple(sorted(key_id for key_id in ids if key_id.startswith(prefix)))


def _stamp(path: str, key_id: str) -> FileStamp:
    try:
        found = os.stat(path)  # noqa: PTH116 — see _path
    except OSError as error:
        raise KeyMissing(key_id) from error
    return found.st_ino, found.st_mtime_ns, found.st_size


def _load(path: str, key_id: str) -> PrivateKey:
    try:
        key = serialization.load_pem_private_key(Path(path).read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise KeyMissing(key_id) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise KeyMissing(key_id)
    return key


def _pem(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
