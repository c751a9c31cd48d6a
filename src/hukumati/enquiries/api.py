"""The door of enquiries: asks registers what they hold about a person, and lays the answer out as its service says.

EnquiriesError
├── NotAnEnquiry     the service is applied for
├── EnquiryNotOpen   it answers nobody now
└── AskedTooOften    the same enquiry too often in a short time

No answer is kept. What is kept is who looked at which register's data, for what purpose and when: in the audit trail of
the person, beside the exchange's own record of each query, under the same number.
"""

from collections.abc import Mapping
from datetime import datetime

from hukumati.enquiries.errors import AskedTooOften, EnquiriesError, EnquiryNotOpen, NotAnEnquiry
from hukumati.enquiries.records import Asker, Enquiry
from hukumati.enquiries.use_cases import enquire as _use_case
from hukumati.enquiries.use_cases.enquire import AT_MOST

__all__ = [
    "AT_MOST",
    "AskedTooOften",
    "Asker",
    "EnquiriesError",
    "Enquiry",
    "EnquiryNotOpen",
    "NotAnEnquiry",
    "enquire",
]


def enquire(*, service_code: str, asker: Asker, posted: Mapping[str, object] | None, now: datetime) -> Enquiry:
    """Ask the registers of an enquiry and lay the answer out: network, so never inside a transaction.

    `posted` is what the person answered to what is asked first, as it came; None before anything is.
    Raises NoSuchService (of the catalogue), NotAnEnquiry, EnquiryNotOpen, AskedTooOften.
    """
    return _use_case.enquire(service_code=service_code, asker=asker, posted=posted, now=now)
