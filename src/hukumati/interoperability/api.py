"""The door of interoperability: asks other agencies' registers through the exchange, under a contract.

InteroperabilityError
├── RegisterUnavailable   no answer now (network, time-out, a fault that may pass): unknown, may be asked again
├── RegisterRefused       refused for good: the caller has no right, or the service does not exist
│   └── ParameterRefused  what was to be asked is not of the form that the contract wants; nothing was asked
├── NoSuchRecord          the register knows no such person
├── AnswerMalformed       the answer does not keep its contract
├── NoSuchContract        nothing has this id
└── NoSuchElement         the data dictionary has no such element
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hukumati.core.digests import subject_digest
from hukumati.interoperability import asking, contract_files, dictionary_files, models
from hukumati.interoperability.adapters import security_server
from hukumati.interoperability.contract_files import Contract
from hukumati.interoperability.dictionary_files import SENSITIVITIES, TYPES, Element, ElementUse
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
from hukumati.interoperability.ports import Question

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
    "ask",
    "get_contract",
    "get_element",
    "list_contracts",
    "list_elements",
    "list_queries",
    "list_uses",
    "search_elements",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a register told: `values` keep the contract's schema; `request_id` finds the exchange in both logs."""

    contract: str
    values: dict[str, Any]
    received_at: datetime
    request_id: str


@dataclass(frozen=True, slots=True)
class Query:
    """That a register was asked about a person: `outcome` is "answered", an error's code, or None if unknown."""

    contract: str
    asked_at: datetime
    user: str
    purpose: str
    issue: str
    outcome: str | None


def ask(
    *,
    contract: str,
    subject_id: str,
    purpose: str,
    user: str,
    issue: str,
    parameters: Mapping[str, str] | None = None,
) -> Answer:
    """Ask a register about a person and wait for the answer (seconds): never inside a transaction.

    `purpose`, `user` (a pseudonym or a staff number) and `issue` (the case) are 1–100 printable ASCII characters.
    `parameters` are the contract's, all of them.
    """
    agreed = contract_files.find(contract)
    contract_files.refuse_unfit(agreed, parameters or {})
    question = Question(
        id=asking.new_question_id(instance=agreed.service.partition("/")[0]),
        service=agreed.service,
        path=agreed.path,
        subject_id=subject_id,
        purpose=purpose,
        user=user,
        issue=issue,
        parameters=dict(parameters or {}),
    )
    values, received_at, request_id = asking.ask(agreed, question, security_server.connected())
    return Answer(contract=contract, values=values, received_at=received_at, request_id=request_id)


def get_contract(contract_id: str) -> Contract:
    """Return a contract; raises `NoSuchContract`."""
    return contract_files.find(contract_id)


def list_contracts() -> tuple[Contract, ...]:
    """Return every contract, by id."""
    return tuple(contract_files.load().values())


def get_element(element_id: str) -> Element:
    """Return an element of the data dictionary; raises `NoSuchElement`."""
    return dictionary_files.find(element_id)


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
    """Return who asked what about a person, newest first."""
    subject = subject_digest(record="interoperability", subject=subject_id)
    rows = models.Query.objects.filter(subject=subject).select_related("outcome")
    return tuple(_query(row) for row in rows.order_by("-asked_at", "id"))


def _query(row: models.Query) -> Query:
    outcome = row.outcome.kind if hasattr(row, "outcome") else None
    return Query(row.contract, row.asked_at, row.user, row.purpose, row.issue, outcome)
