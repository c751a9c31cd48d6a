"""Certificates as PEM files beside the keys: public, and never replaced."""

import secrets
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding


class CertificateFiles:
    def __init__(self, *, folder: Path) -> None:
        self.folder = folder

    def find(self, *, label: str) -> x509.Certificate | None:
        try:
            return x509.load_pem_x509_certificate(self._path(label).read_bytes())
        except (OSError, ValueError):
            return None

    def save(self, *, label: str, certificate: x509.Certificate) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = self.folder / f".{label}.{secrets.token_hex(8)}"
        draft.write_bytes(certificate.public_bytes(Encoding.PEM))
        draft.replace(self._path(label))

    def _path(self, label: str) -> Path:
        return self.folder / f"{label}.crt.pem"
