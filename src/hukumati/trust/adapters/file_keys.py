"""Keys as PEM files that only their owner may read: for development, tests and the demonstration."""

import os
import secrets
import threading
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from hukumati.trust.ports import KeyMissing

Stamp = tuple[int, int, int]


class FileKeys:
    def __init__(self, *, folder: Path) -> None:
        self.folder = folder
        self._parsed: dict[str, tuple[Stamp, ec.EllipticCurvePrivateKey]] = {}
        self._lock = threading.Lock()

    def create(self, *, label: str, curve: ec.EllipticCurve) -> None:
        if not self._path(label).exists():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_once(self._path(label), _pem(ec.generate_private_key(curve)))

    def public_key(self, *, label: str) -> ec.EllipticCurvePublicKey:
        return self._key(label).public_key()

    def sign(self, *, label: str, data: bytes, digest: hashes.HashAlgorithm) -> bytes:
        return self._key(label).sign(data, ec.ECDSA(digest))

    def _path(self, label: str) -> Path:
        return self.folder / f"{label}.key.pem"

    def _key(self, label: str) -> ec.EllipticCurvePrivateKey:
        """Parse a key once, but notice at every use when its file is gone or replaced."""
        stamp = _stamp(self._path(label))
        with self._lock:
            known = self._parsed.get(label)
            if known is None or known[0] != stamp:
                known = self._parsed[label] = (stamp, _load(self._path(label)))
        return known[1]


def _stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except OSError as error:
        raise KeyMissing(path.stem) from error
    return found.st_ino, found.st_mtime_ns, found.st_size


def _load(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise KeyMissing(path.stem) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyMissing(path.stem)
    return key


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_once(path: Path, content: bytes) -> None:
    """Put the whole file in place at once and never over another: a link fails where a rename replaces."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink(missing_ok=True)
