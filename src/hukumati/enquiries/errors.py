"""The errors of enquiries. `api` shows them as one tree."""

from hukumati.core.bilingual import Bilingual
from hukumati.core.errors import HukumatiError


class EnquiriesError(HukumatiError):
    """An enquiry cannot be made."""

    code = "enquiries.error"
    status = 409


class NotAnEnquiry(EnquiriesError):
    """The service is applied for."""

    code = "enquiries.not_an_enquiry"
    status = 404


class EnquiryNotOpen(EnquiriesError):
    """The service answers no enquiries now."""

    code = "enquiries.not_open"

    def __init__(self, reason: Bilingual | None) -> None:
        super().__init__()
        self.reason = reason


class AskedTooOften(EnquiriesError):
    """The person has made this enquiry too often in a short time."""

    code = "enquiries.asked_too_often"
    status = 429
