"""How a register is asked: the query is on record first, then the network, then what came of it."""

import re
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from hukumati.core import audit
from hukumati.core.clock import now
from hukumati.core.digests import subject_digest
from hukumati.core.failpoints import hit
from hukumati.core.rows import add
from hukumati.core.transactions import refuse_in_transaction
from hukumati.interoperability import domain, models
from hukumati.interoperability.contract_files import Contract
from hukumati.interoperability.errors import InteroperabilityError, RegisterUnavailable
from hukumati.interoperability.ports import Exchange, NoReply, Question, Reply

_HEADER_TEXT = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,98}[\x21-\x7e])?")


def ask(contract: Contract, question: Question, exchange: Exchange) -> tuple[dict[str, Any], datetime, str]:
    """Ask and keep the record; gives the values, when they came and the exchange's request id."""
    refuse_in_transaction("A register is asked outside of any transaction.")
    _check(question)
    _record_query(contract, question)
    hit("interoperability.ask.before_call")
    reply: Reply | None = None
    try:
        reply = exchange.bring(question)
        values = domain.judge(contract, reply, subject_id=question.subject_id, parameters=question.parameters)
    except NoReply as silence:
        _record_outcome(question, RegisterUnavailable.code, "")
        raise RegisterUnavailable(contract.id, str(silence)) from silence
    except InteroperabilityError as error:
        _record_outcome(question, error.code, reply.request_id if reply else "")
        raise
    hit("interoperability.ask.after_answer")
    received_at = _record_outcome(question, "answered", reply.request_id)
    return values, received_at, reply.request_id


def new_question_id(*, instance: str) -> str:
    """Make a query's id as X-Road-Id carries it: the instance and a UUID."""
    return f"{instance}-{uuid4()}"


def _check(question: Question) -> None:
    for name in ("subject_id", "purpose", "user", "issue"):
        if _HEADER_TEXT.fullmatch(getattr(question, name)) is None:
            raise ValueError(f"{name} must be 1 to 100 printable ASCII characters")


def _record_query(contract: Contract, question: Question) -> None:
    details = {"contract": contract.id, "purpose": question.purpose, "issue": question.issue, "query": question.id}
    with transaction.atomic():
        add(
            models.Query(
                id=_key(question),
                subject=subject_digest(record="interoperability", subject=question.subject_id),
                contract=contract.id,
                asked_at=now(),
                user=question.user,
                purpose=question.purpose,
                issue=question.issue,
            )
        )
        audit.record(
            subject=f"person:{question.subject_id}", actor=question.user, action="register.asked", details=details
        )


def _record_outcome(question: Question, kind: str, request_id: str) -> datetime:
    received_at = now()
    add(models.Outcome(query_id=_key(question), kind=kind, request_id=request_id[:64], received_at=received_at))
    return received_at


def _key(question: Question) -> UUID:
    return UUID(question.id.partition("-")[2])
