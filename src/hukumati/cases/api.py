"""The door of cases: a person's application, from draft to hand-over.

CasesError
├── NoSuchCase             404  no such case, or somebody else's
├── NotYours               403  an official, and not of this ministry or office
├── OwnCase                403  nobody works on their own case
├── ServiceNotOpen         409  the service takes no applications now (reason)
├── AlreadyOpen            409  one is under way (reference)
├── CaseMovedOn            409  another tab or colleague was faster: look again
├── NotPossibleHere        409  the state does not know this action
├── PaymentUnderWay        409  money is on its way: not withdrawn
├── ClaimedByOther         409  a colleague has taken it
├── DraftExpired           410  the draft was kept its time
├── DataMissing            422  something needed is not given (name)
├── AnswersInvalid         422  what is wrong, by question (errors)
├── AnswersMissing         422  the form is not complete (page)
│   └── RegisterNotAnswered  503  the register that fills it in has not answered
├── NotEligible            403  the service's rules (reason)
├── WrongCollectCode       422
└── TooManyTries           429
"""

from hukumati.cases.actors import Actor
from hukumati.cases.domain.milestones import MILESTONES, Milestone
from hukumati.cases.errors import (
    AlreadyOpen,
    AnswersInvalid,
    AnswersMissing,
    CaseMovedOn,
    CasesError,
    ClaimedByOther,
    DataMissing,
    DraftExpired,
    NoSuchCase,
    NotEligible,
    NotPossibleHere,
    NotYours,
    OwnCase,
    PaymentUnderWay,
    RegisterNotAnswered,
    ServiceNotOpen,
    TooManyTries,
    WrongCollectCode,
)
from hukumati.cases.queries import get_case, list_cases
from hukumati.cases.use_cases.answer_officer import answer_officer
from hukumati.cases.use_cases.desk import desk, hand_over, receive, send_back
from hukumati.cases.use_cases.fill_in import quote, save_page
from hukumati.cases.use_cases.officer import claim, decide, inbox, open_for_officer, release
from hukumati.cases.use_cases.open_case import open_case
from hukumati.cases.use_cases.prefill import prefill
from hukumati.cases.use_cases.submit import submit
from hukumati.cases.use_cases.withdraw import withdraw
from hukumati.cases.views import (
    ActionView,
    Applicant,
    CaseView,
    DeskItem,
    EventView,
    HandoverView,
    OfficerView,
    Quote,
    TaskView,
)

__all__ = [
    "MILESTONES", "ActionView", "Actor", "AlreadyOpen", "AnswersInvalid", "AnswersMissing", "Applicant", "CaseMovedOn",
    "CaseView", "CasesError", "ClaimedByOther", "DataMissing", "DeskItem", "DraftExpired", "EventView",
    "HandoverView", "Milestone", "NoSuchCase", "NotEligible", "NotPossibleHere", "NotYours", "OfficerView",
    "OwnCase", "PaymentUnderWay", "Quote", "RegisterNotAnswered", "ServiceNotOpen", "TaskView", "TooManyTries",
    "WrongCollectCode", "answer_officer", "claim", "decide", "desk", "get_case", "hand_over", "inbox", "list_cases",
    "open_case", "open_for_officer", "prefill", "quote", "receive", "release", "save_page", "send_back", "submit",
    "withdraw",
]  # fmt: skip
