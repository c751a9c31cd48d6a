"""The offices that may seal, and the authorities that certify them."""

from dataclasses import dataclass
from typing import Final

from hukumati.core.bilingual import Bilingual

CODE_PATTERN: Final = r"^[a-z]{2,10}\.[a-z][a-z_]{1,39}$"
"""A provider's code (`services/shared/providers.yaml`), a dot, and the office's own name."""

_DEMONSTRATION: Final = " (demonstration)"
LONGEST_NAME: Final = 64 - len(_DEMONSTRATION)
"""X.520 allows organisation and common names of 64 characters (RFC 5280, appendix A.1)."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who answers for an office's documents: the name, and the post held."""

    name: Bilingual
    post: Bilingual


@dataclass(frozen=True, slots=True)
class Office:
    """One office of a provider.

    `title`, `signatory` and `place`, where it issues, are printed on its documents; the other names stand in its
    certificate.
    """

    code: str
    title: Bilingual
    signatory: Signatory
    place: Bilingual
    organisation: str
    common_name: str


@dataclass(frozen=True, slots=True)
class Authority:
    """One certification authority; `label` names its key and its certificate."""

    label: str
    organisation: str
    common_name: str


ROOT_AUTHORITY = Authority("root", "Hukumati demonstration", "Hukumati demonstration root")
SEAL_AUTHORITY = Authority("issuing-seals", "Hukumati demonstration", "Hukumati demonstration issuer of agency seals")


def seal_label(office: str) -> str:
    """Return the label under which an office's sealing key and certificate are held."""
    return f"seal-{office}"


def demonstration_name(name: str) -> str:
    """Return a certified name that no reader of the certificate can take for the real office's."""
    return f"{name}{_DEMONSTRATION}"
