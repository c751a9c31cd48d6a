"""Querying a register: the query is on record first, then the network, then its outcome."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from hukumati.core import audit
from hukumati.core.clock import now
from hukumati.core.digests import subject_digest
from hukumati.core.failpoints import hit
from hukumati.core.rows import add
from hukumati.core.transactions import refuse_in_transaction
from hukumati.interoperability import models, wiring
from hukumati.interoperability.domain.contract import Contract, JsonDict
from hukumati.interoperability.domain.messages import RegisterRequest, RegisterResponse
from hukumati.interoperability.domain.response import values_of
from hukumati.interoperability.errors import InteroperabilityError, RegisterUnavailable
from hukumati.interoperability.ports import NoResponse

_HEADER_TEXT = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a register answered: `values` keep the contract's schema; `request_id` finds the exchange in both logs."""

    contract: str
    values: JsonDict
    received_at: datetime
    request_id: str


def query_register(contract: Contract, request: RegisterRequest) -> Answer:
    """Send a request and record it; raises `InteroperabilityError`, ValueError for text that no header carries."""
    # a register may take seconds: no row may stay locked meanwhile
    refuse_in_transaction("A register is queried outside of any transaction.")
    check_headers(request)
    record_query(contract.id, request)
    hit("interoperability.ask.before_call")
    response: RegisterResponse | None = None
    try:
        response = wiring.exchange().send(request)
        values = values_of(contract, response, subject_id=request.subject_id, parameters=request.parameters)
    except NoResponse as silence:
        record_outcome(request, RegisterUnavailable.code, "")
        raise RegisterUnavailable(contract.id, str(silence)) from silence
    except InteroperabilityError as error:
        record_outcome(request, error.code, response.request_id if response else "")
        raise
    hit("interoperability.ask.after_answer")
    received_at = record_outcome(request, "answered", response.request_id)
    return Answer(contract.id, values, received_at, response.request_id)


def new_request_id(*, instance: str) -> str:
    """Return a new id as X-Road-Id carries it: the instance and a UUID."""
    return f"{instance}-{uuid4()}"


def check_headers(request: RegisterRequest) -> None:
    """Raise ValueError for text that no header carries."""
    also = [*(() if request.body is None else ("key",)), *(("consent",) if request.consent else ())]
    for name in ("subject_id", "purpose", "user", "issue", *also):
        if _HEADER_TEXT.fullmatch(getattr(request, name)) is None:
            raise ValueError(f"{name} must be 1 to 100 printable ASCII characters")


def record_query(contract_id: str, request: RegisterRequest) -> None:
    """Record that a request is about to be sent."""
    details = {"contract": contract_id, "purpose": request.purpose, "issue": request.issue, "query": request.id}
    details |= {"consent": request.consent} if request.consent else {}
    with transaction.atomic():
        add(
            models.Query(
                id=_key(request),
                subject=subject_digest(record="interoperability", subject=request.subject_id),
                contract=contract_id,
                asked_at=now(),
                user=request.user,
                purpose=request.purpose,
                issue=request.issue,
                notice=request.key,
            )
        )
        action = "register.asked" if request.body is None else "register.told"
        audit.record(subject=f"person:{request.subject_id}", actor=request.user, action=action, details=details)


def record_outcome(request: RegisterRequest, kind: str, request_id: str) -> datetime:
    """Record what came of a request, and return when."""
    received_at = now()
    add(models.Outcome(query_id=_key(request), kind=kind, request_id=request_id[:64], received_at=received_at))
    return received_at


def _key(request: RegisterRequest) -> UUID:
    return UUID(request.id.partition("-")[2])
