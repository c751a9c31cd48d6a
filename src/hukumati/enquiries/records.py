"""Who makes an enquiry, and what is made of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition, EnquiryResult


@dataclass(frozen=True, slots=True)
class Asker:
    """Who makes an enquiry: about themselves alone."""

    sub: str
    id_number: str
    phone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """An enquiry that was made: `result` is what the person reads.

    `number` is that of the access record, `refused` are contracts that cannot be asked at all, and `errors` what is
    wrong with what the person answered first.
    """

    number: str
    definition: Definition
    result: EnquiryResult
    asked_at: datetime
    refused: tuple[str, ...] = ()
    errors: Mapping[str, Bilingual] = field(default_factory=dict)

    @property
    def is_silent(self) -> bool:
        """Return whether a register did not answer: asking again may help."""
        return bool(self.result.silent) and not self.refused
