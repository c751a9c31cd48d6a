"""The door of cases: a person's application, from draft to hand-over.

CasesError
├── NoSuchCase             404  no such case, or somebody else's
├── NoSuchUpload           404  the case has no such file
├── NotYours               403  an official, and not of this ministry or office
├── OwnCase                403  nobody works on their own case
├── OwnDecision            403  nobody decides on an objection to their own decision
├── ServiceNotOpen         409  the service takes no applications now (reason)
├── AlreadyOpen            409  one is under way (reference)
├── CaseMovedOn            409  another tab or colleague was faster: look again
│   └── RegistersChanged     409  registers say something else than when the form was filled in
├── NotPossibleHere        409  the state does not know this action
├── PaymentUnderWay        409  money is on its way: not withdrawn
├── RequestsOpen           409  not decided while a side request is open
├── AssuranceTooLow        403  agreed to at a lower level of assurance than demanded
├── SlotTaken              409  the time of an appointment is full or over
├── RequestClosed          409  the side request was answered or is over
├── ClaimedByOther         409  a colleague has taken it
├── DraftExpired           410  the draft was kept its time
├── DataMissing            422  something needed is not given (name)
├── AnswersInvalid         422  what is wrong, by question (errors)
├── AnswersMissing         422  the form is not complete (page)
│   └── RegisterNotAnswered  503  the register that fills it in has not answered
├── UploadRefused          422  a file is not accepted (message)
├── NotAssignable          422  not an official of the work's ministry and role
├── NotEligible            403  the service's rules (reason)
├── WrongCollectCode       422
└── TooManyTries           429
"""

from hukumati.cases.actors import Actor
from hukumati.cases.applying.answer_officer import answer_officer
from hukumati.cases.applying.discard import discard_draft
from hukumati.cases.applying.fill_in import quote, save_page
from hukumati.cases.applying.open_case import open_case
from hukumati.cases.applying.pay import send_payment_number
from hukumati.cases.applying.prefill import list_changed_questions, prefill
from hukumati.cases.applying.reopen import reopen
from hukumati.cases.applying.reuse import Reusable, find_reusable
from hukumati.cases.applying.submit import submit
from hukumati.cases.applying.uploads import (
    ANSWER,
    UploadContent,
    examine_upload,
    keep_upload,
    list_uploads,
    read_upload,
    read_upload_as_official,
    remove_upload,
)
from hukumati.cases.applying.withdraw import withdraw
from hukumati.cases.applying.withdrawal_money import WithdrawalMoney, money_if_withdrawn
from hukumati.cases.counting import running_cases
from hukumati.cases.domain.milestones import Milestone
from hukumati.cases.engine.kept_files import UploadView
from hukumati.cases.errors import (
    AlreadyOpen,
    AnswersInvalid,
    AnswersMissing,
    AssuranceTooLow,
    CaseMovedOn,
    CasesError,
    ClaimedByOther,
    DataMissing,
    DraftExpired,
    NoSuchCase,
    NoSuchUpload,
    NotAssignable,
    NotEligible,
    NotPossibleHere,
    NotYours,
    OwnCase,
    OwnDecision,
    PaymentUnderWay,
    RegisterNotAnswered,
    RegistersChanged,
    RequestClosed,
    RequestsOpen,
    ServiceNotOpen,
    SlotTaken,
    TooManyTries,
    UploadRefused,
    WrongCollectCode,
)
from hukumati.cases.officials.assignment import assign, assignees, lost_cases, take_over
from hukumati.cases.officials.case_review import open_for_officer
from hukumati.cases.officials.claims import claim, release
from hukumati.cases.officials.decisions import confirm, decide, send_proposal_back
from hukumati.cases.officials.desk import attempt, bag, desk, desk_item, dispatch, hand_over, receive, send_back
from hukumati.cases.officials.holidays import (
    HolidayView,
    confirm_holidays,
    list_holidays,
    propose_holidays,
    remove_holiday,
    set_holiday,
)
from hukumati.cases.officials.inbox import inbox, inbox_page, next_task
from hukumati.cases.officials.sheets import check_sheet, keep_sheet_file, list_sheet_files, remove_sheet_file
from hukumati.cases.queries import get_case, is_under_way, list_bills, list_cases
from hukumati.cases.request_views import (
    AppointmentView,
    AssignedRequest,
    CaseRequests,
    ConsentLine,
    ConsentView,
    DayOfSlots,
    Offer,
    OwnerView,
    Party,
    RequestLine,
    RequestView,
    ShownAnswer,
)
from hukumati.cases.requests.answering import answer_as_official, give_papers, mark_attendance, refuse_request
from hukumati.cases.requests.appointments import agenda, book, cancel_appointment, offer
from hukumati.cases.requests.consents import agree, decline, list_consents, open_consent
from hukumati.cases.requests.opening import open_request
from hukumati.cases.requests.queries import (
    case_requests,
    get_request,
    list_assigned_requests,
    list_requests,
    open_for_owner,
    read_request,
)
from hukumati.cases.views import (
    ActionView,
    Applicant,
    Assignee,
    CaseView,
    Closing,
    DeskItem,
    EventView,
    HandoverView,
    InboxFilter,
    LostCase,
    OfficerView,
    ProposalView,
    Quote,
    ReopenView,
    Representative,
    TaskView,
)

__all__ = [
    "ANSWER",
    "ActionView",
    "Actor",
    "AlreadyOpen",
    "AnswersInvalid",
    "AnswersMissing",
    "Applicant",
    "AppointmentView",
    "AssignedRequest",
    "Assignee",
    "AssuranceTooLow",
    "CaseMovedOn",
    "CaseRequests",
    "CaseView",
    "CasesError",
    "ClaimedByOther",
    "Closing",
    "ConsentLine",
    "ConsentView",
    "DataMissing",
    "DayOfSlots",
    "DeskItem",
    "DraftExpired",
    "EventView",
    "HandoverView",
    "HolidayView",
    "InboxFilter",
    "LostCase",
    "Milestone",
    "NoSuchCase",
    "NoSuchUpload",
    "NotAssignable",
    "NotEligible",
    "NotPossibleHere",
    "NotYours",
    "Offer",
    "OfficerView",
    "OwnCase",
    "OwnDecision",
    "OwnerView",
    "Party",
    "PaymentUnderWay",
    "ProposalView",
    "Quote",
    "RegisterNotAnswered",
    "RegistersChanged",
    "ReopenView",
    "Representative",
    "RequestClosed",
    "RequestLine",
    "RequestView",
    "RequestsOpen",
    "Reusable",
    "ServiceNotOpen",
    "ShownAnswer",
    "SlotTaken",
    "TaskView",
    "TooManyTries",
    "UploadContent",
    "UploadRefused",
    "UploadView",
    "WithdrawalMoney",
    "WrongCollectCode",
    "agenda",
    "agree",
    "answer_as_official",
    "answer_officer",
    "assign",
    "assignees",
    "attempt",
    "bag",
    "book",
    "cancel_appointment",
    "case_requests",
    "check_sheet",
    "claim",
    "confirm",
    "confirm_holidays",
    "decide",
    "decline",
    "desk",
    "desk_item",
    "discard_draft",
    "dispatch",
    "examine_upload",
    "find_reusable",
    "get_case",
    "get_request",
    "give_papers",
    "hand_over",
    "inbox",
    "inbox_page",
    "is_under_way",
    "keep_sheet_file",
    "keep_upload",
    "list_assigned_requests",
    "list_bills",
    "list_cases",
    "list_changed_questions",
    "list_consents",
    "list_holidays",
    "list_requests",
    "list_sheet_files",
    "list_uploads",
    "lost_cases",
    "mark_attendance",
    "money_if_withdrawn",
    "next_task",
    "offer",
    "open_case",
    "open_consent",
    "open_for_officer",
    "open_for_owner",
    "open_request",
    "prefill",
    "propose_holidays",
    "quote",
    "read_request",
    "read_upload",
    "read_upload_as_official",
    "receive",
    "refuse_request",
    "release",
    "remove_holiday",
    "remove_sheet_file",
    "remove_upload",
    "reopen",
    "running_cases",
    "save_page",
    "send_back",
    "send_payment_number",
    "send_proposal_back",
    "set_holiday",
    "submit",
    "take_over",
    "withdraw",
]  # fmt: skip
