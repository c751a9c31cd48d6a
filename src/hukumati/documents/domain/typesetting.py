"""Templates: what they are given, what comes of them, and what may be wrong with them."""

from dataclasses import dataclass
from typing import TypedDict

from hukumati.core.json import JsonObject
from hukumati.core.languages import DocumentLanguage


@dataclass(frozen=True, slots=True)
class Template:
    """A service's `documents/NAME.typ`: its typst text, and NAME. `/lib/document.typ` is there to import."""

    source: str
    name: str


class DocumentFields(TypedDict):
    """What every template reads under `document`. Days are [year, month, day]; `qr` is an SVG text.

    `signatory` and `post` are the name and office of who answers for it; a legal basis that is not declared is None.
    """

    language: DocumentLanguage
    serial: str
    code: str
    qr: str
    verify_url: str
    issued: list[int]
    valid_until: list[int] | None
    issuer_ar: str
    issuer_en: str
    signatory_ar: str
    signatory_en: str
    post_ar: str
    post_en: str
    place_ar: str
    place_en: str
    legal_basis_ar: str | None
    legal_basis_en: str | None


@dataclass(frozen=True, slots=True)
class Typeset:
    """A compiled document. `particulars` is what the template registers for the verification page."""

    pdf: bytes
    particulars: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class TemplateSample:
    """A template and data to compile it with; `is_limited`: the document has a last day of validity.

    `has_photo`: it is compiled with a grey picture in the place of the holder's.
    """

    template: Template
    data: JsonObject
    is_limited: bool
    language: DocumentLanguage = "both"
    has_photo: bool = False


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """Why a template does not compile, and at which of its lines; 0 where that is not known."""

    message: str
    line: int
