"""The door of interoperability: asks and tells other agencies' registers through the exchange, under a contract.

InteroperabilityError
├── RegisterUnavailable   no answer now (network, time-out, a fault that may pass): unknown, may be queried again
├── RegisterRefused       refused for good: the caller has no right, or the service does not exist
│   ├── ParameterRefused  a parameter does not have the form that the contract demands; nothing was sent
│   ├── NotAgreed         the register's owner has not agreed to this use; nothing was sent
│   ├── NoticeMalformed   what it was to be told does not keep the contract; nothing was sent
│   └── NoticeRefused     the register read what it was told and does not record it
├── NoSuchRecord          the register knows no such person
├── AnswerMalformed       the answer does not keep its contract
├── NoSuchContract        nothing has this id
└── NoSuchElement         the data dictionary has no such element
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hukumati.core.digests import subject_digest
from hukumati.interoperability import agreement_files, contract_files, dictionary_files, models
from hukumati.interoperability.dictionary_files import SENSITIVITIES, TYPES, Element, ElementUse
from hukumati.interoperability.domain.agreement import Agreement, Grounds, Use
from hukumati.interoperability.domain.contract import Contract, JsonDict, check_parameters
from hukumati.interoperability.domain.messages import RegisterRequest
from hukumati.interoperability.domain.notice import Acknowledgement, NoticeContract, as_body, check_message, fault_in
from hukumati.interoperability.errors import (
    AnswerMalformed,
    InteroperabilityError,
    NoSuchContract,
    NoSuchElement,
    NoSuchRecord,
    NotAgreed,
    NoticeMalformed,
    NoticeRefused,
    ParameterRefused,
    RegisterRefused,
    RegisterUnavailable,
)
from hukumati.interoperability.use_cases import query_register as querying
from hukumati.interoperability.use_cases import tell_register as telling
from hukumati.interoperability.use_cases.query_register import Answer
from hukumati.interoperability.use_cases.require_agreement import require_agreement

__all__ = [
    "SENSITIVITIES",
    "TYPES",
    "Acknowledgement",
    "Agreement",
    "Answer",
    "AnswerMalformed",
    "Contract",
    "Element",
    "ElementUse",
    "Grounds",
    "InteroperabilityError",
    "NoSuchContract",
    "NoSuchElement",
    "NoSuchRecord",
    "NotAgreed",
    "NoticeContract",
    "NoticeMalformed",
    "NoticeRefused",
    "ParameterRefused",
    "Query",
    "RegisterRefused",
    "RegisterUnavailable",
    "find_notice_fault",
    "get_contract",
    "get_element",
    "get_notice_contract",
    "list_agreements",
    "list_contracts",
    "list_elements",
    "list_notice_contracts",
    "list_queries",
    "list_uses",
    "query_register",
    "search_elements",
    "tell_register",
]


@dataclass(frozen=True, slots=True)
class Query:
    """One query about a person: `outcome` is "answered" or "told", an error's code, or None if unknown.

    `is_notice`: the register was told something rather than asked.
    """

    contract: str
    asked_at: datetime
    user: str
    purpose: str
    issue: str
    outcome: str | None
    is_notice: bool = False


def query_register(
    *,
    contract: str,
    subject_id: str,
    grounds: Grounds,
    user: str,
    issue: str,
    parameters: Mapping[str, str] | None = None,
) -> Answer:
    """Query a register about a person and wait for the answer (seconds): never inside a transaction.

    Raises `NotAgreed` where its owner has not agreed to it on these `grounds`; their purpose travels with the question,
    and the reference of the person's consent where it rests on one.
    The purpose, `user` (a pseudonym or a staff number) and `issue` (the case) are 1–100 printable ASCII characters.
    `parameters` are the contract's, all of them.
    """
    agreed = contract_files.get(contract)
    check_parameters(agreed, parameters or {})
    use = Use(contract, subject_id, grounds, has_parameters=bool(agreed.parameters))
    require_agreement(use, user=user, issue=issue)
    request = RegisterRequest(
        id=querying.new_request_id(instance=agreed.service.partition("/")[0]),
        service=agreed.service,
        path=agreed.path,
        subject_id=subject_id,
        purpose=grounds.purpose,
        user=user,
        issue=issue,
        parameters=dict(parameters or {}),
        consent=grounds.consent_of(subject_id),
    )
    return querying.query_register(agreed, request)


def tell_register(
    *, contract: str, message: JsonDict, key: str, grounds: Grounds, user: str, issue: str
) -> Acknowledgement:
    """Tell a register something and wait until it acknowledges (seconds): never inside a transaction.

    The register records it once for each `key` (1–100 printable ASCII characters), whose message is always the same.
    Raises `NoticeMalformed`, `NoticeRefused` and the refusals of `query_register`, `NotAgreed` among them; after
    `RegisterUnavailable` and `AnswerMalformed` it is unknown whether it was recorded: tell it again under the same key.
    """
    agreed = contract_files.get_notice(contract)
    check_message(agreed, message)
    require_agreement(Use(contract, message[agreed.subject], grounds), user=user, issue=issue)
    request = RegisterRequest(
        id=querying.new_request_id(instance=agreed.service.partition("/")[0]),
        service=agreed.service,
        path=agreed.path,
        subject_id=message[agreed.subject],
        purpose=grounds.purpose,
        user=user,
        issue=issue,
        body=as_body(message),
        key=key,
        consent=grounds.consent_of(message[agreed.subject]),
    )
    return telling.tell_register(agreed, request)


def list_agreements() -> tuple[Agreement, ...]:
    """Return every agreement of a register's owner, on record."""
    return agreement_files.load()


def get_notice_contract(contract_id: str) -> NoticeContract:
    """Return a contract under which a register is told something; raises `NoSuchContract`."""
    return contract_files.get_notice(contract_id)


def list_notice_contracts() -> tuple[NoticeContract, ...]:
    """Return every contract under which a register is told something, by id."""
    return tuple(contract_files.load_notices().values())


def find_notice_fault(*, contract: str, message: object) -> str | None:
    """Return where a message does not keep its contract (`$.plate`), None where it does; raises `NoSuchContract`."""
    return fault_in(contract_files.get_notice(contract), message)


def get_contract(contract_id: str) -> Contract:
    """Return a contract; raises `NoSuchContract`."""
    return contract_files.get(contract_id)


def list_contracts() -> tuple[Contract, ...]:
    """Return every contract, by id."""
    return tuple(contract_files.load().values())


def get_element(element_id: str) -> Element:
    """Return an element of the data dictionary; raises `NoSuchElement`."""
    return dictionary_files.get(element_id)


def list_elements() -> tuple[Element, ...]:
    """Return the whole data dictionary, by id."""
    return tuple(dictionary_files.load().values())


def search_elements(*, text: str) -> tuple[Element, ...]:
    """Find elements by words of their ids, names and definitions, Arabic or English; all for no word."""
    return dictionary_files.search(text)


def list_uses(*, element: str) -> tuple[ElementUse, ...]:
    """List the fields and parameters of contracts that are an element; raises `NoSuchElement`."""
    return dictionary_files.uses_of(element)


def list_queries(*, subject_id: str) -> tuple[Query, ...]:
    """Return who queried which register about a person, newest first."""
    subject = subject_digest(record="interoperability", subject=subject_id)
    rows = models.Query.objects.filter(subject=subject).select_related("outcome")
    return tuple(_query(row) for row in rows.order_by("-asked_at", "id"))


def _query(row: models.Query) -> Query:
    outcome = row.outcome.kind if hasattr(row, "outcome") else None
    return Query(row.contract, row.asked_at, row.user, row.purpose, row.issue, outcome, bool(row.notice))
