"""The error tree of cases (drawn atop api.py)."""

from collections.abc import Mapping

from hukumati.cases.domain.errors import CasesError, DataMissing, NotPossibleHere
from hukumati.core.bilingual import Bilingual

__all__ = [
    "AlreadyOpen",
    "AnswersInvalid",
    "AnswersMissing",
    "AssuranceTooLow",
    "CaseMovedOn",
    "CasesError",
    "ClaimedByOther",
    "DataMissing",
    "DraftExpired",
    "NoSuchCase",
    "NoSuchUpload",
    "NotAssignable",
    "NotEligible",
    "NotPossibleHere",
    "NotYours",
    "OwnCase",
    "OwnDecision",
    "PaymentUnderWay",
    "RegisterNotAnswered",
    "RequestClosed",
    "RequestsOpen",
    "ServiceNotOpen",
    "SlotTaken",
    "TooManyTries",
    "UploadRefused",
    "WrongCollectCode",
]  # fmt: skip


class UploadRefused(CasesError):
    """A file is not accepted; `message` says why."""

    code = "cases.upload_refused"
    status = 422

    def __init__(self, message: Bilingual) -> None:
        super().__init__()
        self.message = message


class NoSuchUpload(CasesError):
    """The case has no such file."""

    code = "cases.no_such_upload"
    status = 404


class RequestClosed(CasesError):
    """The side request was answered, missed or cancelled meanwhile."""

    code = "cases.request_closed"
    status = 409


class RequestsOpen(CasesError):
    """The case is not decided while a side request is open."""

    code = "cases.requests_open"
    status = 409


class AssuranceTooLow(CasesError):
    """The person signed in with a lower level of assurance than they are asked to agree with."""

    code = "cases.assurance_too_low"
    status = 403


class SlotTaken(CasesError):
    """The time is full, over, or none of the calendar's."""

    code = "cases.slot_taken"
    status = 409


class NoSuchCase(CasesError):
    """There is no such case, or it is somebody else's: the two are not told apart."""

    code = "cases.no_such_case"
    status = 404


class NotYours(CasesError):
    """An official asked for something of another ministry or office."""

    code = "cases.not_yours"
    status = 403


class OwnCase(CasesError):
    """Nobody works on their own case."""

    code = "cases.own_case"
    status = 403


class OwnDecision(CasesError):
    """Nobody decides on an objection to their own decision."""

    code = "cases.own_decision"
    status = 403


class ServiceNotOpen(CasesError):
    """The service accepts no applications now."""

    code = "cases.service_not_open"
    status = 409

    def __init__(self, reason: Bilingual | None) -> None:
        super().__init__()
        self.reason = reason


class AlreadyOpen(CasesError):
    """The person has an application for this service under way."""

    code = "cases.already_open"
    status = 409

    def __init__(self, reference: str) -> None:
        super().__init__()
        self.reference = reference


class CaseMovedOn(CasesError):
    """The case is no longer as the page showed it: another tab or another official was faster."""

    code = "cases.moved_on"
    status = 409


class RegistersChanged(CaseMovedOn):
    """With another day or other answers of registers the application is not what its owner checked: check it again."""

    code = "cases.registers_changed"


class AnswersInvalid(CasesError):
    """Some answers of the page are not acceptable; `errors` says why, by question."""

    code = "cases.answers_invalid"
    status = 422

    def __init__(self, errors: Mapping[str, Bilingual]) -> None:
        super().__init__()
        self.errors = dict(errors)


class AnswersMissing(CasesError):
    """The form is not complete; `page` is the first page to go back to."""

    code = "cases.answers_missing"
    status = 422

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page = page


class RegisterNotAnswered(AnswersMissing):
    """A register that fills the form in has not answered yet: the draft is kept, ask again."""

    code = "cases.register_not_answered"
    status = 503


class NotEligible(CasesError):
    """The rules of the service do not let this person apply."""

    code = "cases.not_eligible"
    status = 403

    def __init__(self, reason: Bilingual | None) -> None:
        super().__init__()
        self.reason = reason


class DraftExpired(CasesError):
    """The draft was kept its time and is gone."""

    code = "cases.draft_expired"
    status = 410


class PaymentUnderWay(CasesError):
    """Money is being paid or was paid: the application cannot be withdrawn now."""

    code = "cases.payment_under_way"
    status = 409


class ClaimedByOther(CasesError):
    """A colleague has taken this case."""

    code = "cases.claimed_by_other"
    status = 409


class NotAssignable(CasesError):
    """A supervisor gave a case to somebody who is no official of its work's ministry and role, or whose own it is."""

    code = "cases.not_assignable"
    status = 422


class WrongCollectCode(CasesError):
    code = "cases.wrong_collect_code"
    status = 422


class TooManyTries(CasesError):
    """Too many wrong collect codes: the hand-over is locked for a while."""

    code = "cases.too_many_tries"
    status = 429
