"""Certificates as PEM files: public, and never replaced."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hukumati.core.files import write_exclusively


class CertificateFiles:
    """A CertificateStore: one `LABEL.crt.pem` for each certificate in a folder."""

    def __init__(self, *, folder: Path) -> None:
        self.folder = folder

    def find(self, *, label: str) -> x509.Certificate | None:
        """Return the certificate; None if there is no such file, or it is not one."""
        try:
            return x509.load_pem_x509_certificate(self._path(label).read_bytes())
        except (OSError, ValueError):
            return None

    def add(self, *, label: str, certificate: x509.Certificate) -> None:
        """Write the certificate unless there is one; a file that is not a certificate is replaced."""
        path, content = self._path(label), certificate.public_bytes(Encoding.PEM)
        if not write_exclusively(path, content) and self.find(label=label) is None:
            path.unlink(missing_ok=True)
            write_exclusively(path, content)

    def _path(self, label: str) -> Path:
        return self.folder / f"{label}.crt.pem"
