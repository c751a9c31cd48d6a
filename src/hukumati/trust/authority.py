"""The certification authority of the demonstration: a root, an issuer of agency seals, and the offices' seals."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from hukumati.trust.adapters.certificate_files import CertificateFiles
from hukumati.trust.adapters.file_keys import FileKeys
from hukumati.trust.adapters.keys_elsewhere import KeyElsewhere
from hukumati.trust.domain.certificates import Issuer, distinguished_name, make_certificate
from hukumati.trust.domain.offices import OFFICES, ORGANISATION, ROOT_AUTHORITY, SEAL_AUTHORITY, Office
from hukumati.trust.domain.profiles import ISSUING, ROOT, SEAL, Profile
from hukumati.trust.ports import KeyMissing, KeyProvider


@dataclass(frozen=True, slots=True)
class Store:
    """The keys and certificates of one installation."""

    keys: KeyProvider
    certificates: CertificateFiles
    folder: Path

    @classmethod
    def at(cls, folder: Path) -> "Store":
        return cls(keys=FileKeys(folder=folder), certificates=CertificateFiles(folder=folder), folder=folder)


def seal_label(office: str) -> str:
    return f"seal-{office}"


def establish(*, store: Store, now: datetime) -> tuple[str, ...]:
    """Make what is missing of the hierarchy and return the labels it made.

    A certificate whose key is gone is not made anew: documents sealed with it exist. Raises KeyMissing.
    """
    made: list[str] = []
    with _alone(store.folder):
        root_name = distinguished_name(organisation=ORGANISATION, common_name=ROOT_AUTHORITY.common_name)
        store_root = _Member(store, ROOT_AUTHORITY.label, root_name, ROOT)
        issuing_name = distinguished_name(organisation=ORGANISATION, common_name=SEAL_AUTHORITY.common_name)
        issuing = _Member(store, SEAL_AUTHORITY.label, issuing_name, ISSUING)
        made += store_root.establish(under=store_root, now=now)
        made += issuing.establish(under=store_root, now=now)
        for office in OFFICES.values():
            made += _seal_member(store, office).establish(under=issuing, now=now)
    return tuple(made)


def _seal_member(store: Store, office: Office) -> "_Member":
    name = distinguished_name(organisation=office.organisation, common_name=office.common_name)
    return _Member(store, seal_label(office.code), name, SEAL)


@dataclass(frozen=True, slots=True)
class _Member:
    store: Store
    label: str
    name: x509.Name
    profile: Profile

    def establish(self, *, under: "_Member", now: datetime) -> list[str]:
        held = self.store.certificates.find(label=self.label)
        if held is not None:
            require_key(store=self.store, label=self.label, certificate=held)
            return []
        self.store.keys.create(label=self.label, curve=self.profile.curve)
        certificate = make_certificate(
            subject=self.name,
            public_key=self.store.keys.public_key(label=self.label),
            profile=self.profile,
            issuer=under.issuer(),
            now=now,
        )
        self.store.certificates.save(label=self.label, certificate=certificate)
        return [self.label]

    def issuer(self) -> Issuer:
        return Issuer(
            name=self.name, key=KeyElsewhere(provider=self.store.keys, label=self.label), profile=self.profile
        )


def require_key(*, store: Store, label: str, certificate: x509.Certificate) -> ec.EllipticCurvePublicKey:
    """Return the certified public key, if the provider holds its private half; raises KeyMissing."""
    public_key = store.keys.public_key(label=label)
    if public_key != certificate.public_key():
        raise KeyMissing(label)
    return public_key


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one process at a time build the hierarchy."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
