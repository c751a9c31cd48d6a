"""The door of interoperability: queries other agencies' registers through the exchange, under a contract.

InteroperabilityError
├── RegisterUnavailable   no answer now (network, time-out, a fault that may pass): unknown, may be queried again
├── RegisterRefused       refused for good: the caller has no right, or the service does not exist
│   └── ParameterRefused  a parameter does not have the form that the contract demands; nothing was sent
├── NoSuchRecord          the register knows no such person
├── AnswerMalformed       the answer does not keep its contract
├── NoSuchContract        nothing has this id
└── NoSuchElement         the data dictionary has no such element
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from hukumati.core.digests import subject_digest
from hukumati.interoperability import contract_files, dictionary_files, models
from hukumati.interoperability.dictionary_files import SENSITIVITIES, TYPES, Element, ElementUse
from hukumati.interoperability.domain.contract import Contract, check_parameters
from hukumati.interoperability.domain.messages import RegisterRequest
from hukumati.interoperability.errors import (
    AnswerMalformed,
    InteroperabilityError,
    NoSuchContract,
    NoSuchElement,
    NoSuchRecord,
    ParameterRefused,
    RegisterRefused,
    RegisterUnavailable,
)
from hukumati.interoperability.use_cases import query_register as querying
from hukumati.interoperability.use_cases.query_register import Answer

__all__ = [
    "SENSITIVITIES",
    "TYPES",
    "Answer",
    "AnswerMalformed",
    "Contract",
    "Element",
    "ElementUse",
    "InteroperabilityError",
    "NoSuchContract",
    "NoSuchElement",
    "NoSuchRecord",
    "ParameterRefused",
    "Query",
    "RegisterRefused",
    "RegisterUnavailable",
    "get_contract",
    "get_element",
    "list_contracts",
    "list_elements",
    "list_queries",
    "list_uses",
    "query_register",
    "search_elements",
]


@dataclass(frozen=True, slots=True)
class Query:
    """One query about a person: `outcome` is "answered", an error's code, or None if unknown."""

    contract: str
    asked_at: datetime
    user: str
    purpose: str
    issue: str
    outcome: str | None


def query_register(
    *,
    contract: str,
    subject_id: str,
    purpose: str,
    user: str,
    issue: str,
    parameters: Mapping[str, str] | None = None,
) -> Answer:
    """Query a register about a person and wait for the answer (seconds): never inside a transaction.

    `purpose`, `user` (a pseudonym or a staff number) and `issue` (the case) are 1–100 printable ASCII characters.
    `parameters` are the contract's, all of them.
    """
    agreed = contract_files.get(contract)
    check_parameters(agreed, parameters or {})
    request = RegisterRequest(
        id=querying.new_request_id(instance=agreed.service.partition("/")[0]),
        service=agreed.service,
        path=agreed.path,
        subject_id=subject_id,
        purpose=purpose,
        user=user,
        issue=issue,
        parameters=dict(parameters or {}),
    )
    return querying.query_register(agreed, request)


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
    return Query(row.contract, row.asked_at, row.user, row.purpose, row.issue, outcome)
