"""Which adapter fills which port in this deployment."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

from hukumati.trust.adapters.anchor_files import AnchorFiles
from hukumati.trust.adapters.certificate_files import CertificateFiles
from hukumati.trust.adapters.key_files import KeyFiles
from hukumati.trust.adapters.office_file import OfficeFile
from hukumati.trust.ports import AnchorStore, CertificateStore, KeyStore, OfficeDirectory

_FOLDER: Final = "trust"


def key_store() -> KeyStore:
    """Return the store of this deployment's private keys."""
    return _key_files(settings.HUKUMATI.data_dir)


def certificate_store() -> CertificateStore:
    """Return the store of this deployment's certificates."""
    return CertificateFiles(folder=settings.HUKUMATI.data_dir / _FOLDER)


def anchor_files() -> AnchorStore:
    """Return where the anchors of the hash chains are written."""
    config = settings.HUKUMATI
    return AnchorFiles(folder=config.anchors_dir or config.data_dir / "anchors")


def office_directory() -> OfficeDirectory:
    """Return the directory of the offices that may seal."""
    return OfficeFile(path=settings.HUKUMATI.services_dir / "shared" / "seals.yaml")


@lru_cache(maxsize=4)
def _key_files(data_dir: Path) -> KeyFiles:
    # one per folder, because it caches the keys it has parsed
    return KeyFiles(folder=data_dir / _FOLDER)
