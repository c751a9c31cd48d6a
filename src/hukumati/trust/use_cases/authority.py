"""The certification authority of the demonstration: a root, an issuer of agency seals, and the offices' seals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509

from hukumati.trust.domain.certificates import Issuer, distinguished_name, make_certificate
from hukumati.trust.domain.offices import (
    ROOT_AUTHORITY,
    SEAL_AUTHORITY,
    Authority,
    Office,
    demonstration_name,
    seal_label,
)
from hukumati.trust.domain.profiles import ISSUING, ROOT, SEAL, Profile
from hukumati.trust.errors import KeyMissing
from hukumati.trust.ports import CertificateStore, KeyStore
from hukumati.trust.use_cases.key_handle import KeyHandle


@dataclass(frozen=True, slots=True)
class Stores:
    """The keys and certificates of one installation."""

    keys: KeyStore
    certificates: CertificateStore


def establish(*, stores: Stores, offices: Iterable[Office], now: datetime) -> tuple[str, ...]:
    """Create what is missing of the hierarchy and return the labels of the new certificates.

    A certificate whose key is missing is not issued again, because documents sealed with it exist: raises KeyMissing.
    Two processes may run this at once: keys and certificates are written once, and the second process uses them.
    """
    root = _authority(stores, ROOT_AUTHORITY, ROOT)
    issuing = _authority(stores, SEAL_AUTHORITY, ISSUING)
    created = [*root.establish(issued_by=root, now=now), *issuing.establish(issued_by=root, now=now)]
    for office in offices:
        created += _seal(stores, office).establish(issued_by=issuing, now=now)
    return tuple(created)


def require_key(*, keys: KeyStore, label: str, certificate: x509.Certificate) -> None:
    """Check that the store holds the private half of the certified key. Raises KeyMissing."""
    if keys.public_key(key_id=label) != certificate.public_key():
        raise KeyMissing(label)


def _authority(stores: Stores, authority: Authority, profile: Profile) -> "_Member":
    name = distinguished_name(organisation=authority.organisation, common_name=authority.common_name)
    return _Member(stores, authority.label, name, profile)


def _seal(stores: Stores, office: Office) -> "_Member":
    name = distinguished_name(
        organisation=demonstration_name(office.organisation), common_name=demonstration_name(office.common_name)
    )
    return _Member(stores, seal_label(office.code), name, SEAL)


@dataclass(frozen=True, slots=True)
class _Member:
    """One key of the hierarchy with the certificate that it has, or should have."""

    stores: Stores
    label: str
    name: x509.Name
    profile: Profile

    def establish(self, *, issued_by: "_Member", now: datetime) -> list[str]:
        """Return the label if a certificate was issued, and nothing if there is a usable one."""
        existing = self.stores.certificates.find(label=self.label)
        if existing is not None:
            require_key(keys=self.stores.keys, label=self.label, certificate=existing)
            return []
        self.stores.keys.create(key_id=self.label, curve=self.profile.curve)
        certificate = make_certificate(
            subject=self.name,
            public_key=self.stores.keys.public_key(key_id=self.label),
            profile=self.profile,
            issuer=issued_by.issuer(),
            now=now,
        )
        self.stores.certificates.add(label=self.label, certificate=certificate)
        return [self.label]

    def issuer(self) -> Issuer:
        return Issuer(name=self.name, key=KeyHandle(store=self.stores.keys, key_id=self.label), profile=self.profile)
