"""Which adapter fills which port in this deployment."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from hukumati.trust.adapters.certificate_files import CertificateFiles
from hukumati.trust.adapters.key_files import KeyFiles
from hukumati.trust.adapters.office_file import OfficeFile
from hukumati.trust.ports import CertificateStore, KeyStore, OfficeDirectory


def key_store() -> KeyStore:
    """Return the store of this deployment's private keys."""
    return _key_files(_folder())


def certificate_store() -> CertificateStore:
    """Return the store of this deployment's certificates."""
    return CertificateFiles(folder=_folder())


def office_directory() -> OfficeDirectory:
    """Return the directory of the offices that may seal."""
    return OfficeFile(path=settings.HUKUMATI.services_dir / "shared" / "seals.yaml")


def _folder() -> Path:
    return Path(settings.HUKUMATI.data_dir) / "trust"


@lru_cache(maxsize=4)
def _key_files(folder: Path) -> KeyFiles:
    # one for the process and folder, because it keeps the keys it has parsed
    return KeyFiles(folder=folder)
