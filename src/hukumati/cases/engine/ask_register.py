"""Querying a register for a case, as its service says: about whom, and with which parameters."""

from datetime import datetime

from hukumati.cases.engine.consents import consented_in
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.models import Case
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Definition, RegisterQuery


def ask_register(
    *, case: Case, definition: Definition, contract: str, user: str, now: datetime
) -> dict[str, object] | None:
    """Ask; None where there is nothing to ask (a parameter is null).

    Network, so never in a transaction. Raises InteroperabilityError, ValueError where the answers make no
    question (an expression fails, a parameter has not the contract's form).
    """
    query = _query(case, definition, contract, now)
    if query is None:
        return None
    answer = interoperability.query_register(
        contract=contract,
        subject_id=query.about or case.applicant["id_number"],
        grounds=grounds_of(case, definition, now),
        user=user,
        issue=case.reference,
        parameters=query.parameters or None,
    )
    return answer.values


def grounds_of(case: Case, definition: Definition, now: datetime) -> interoperability.Grounds:
    """Return what a case may rest the use of a contract on."""
    return interoperability.Grounds(
        provider=case.provider,
        purpose=case.service_code,
        applicant_id=case.applicant["id_number"],
        evidence=case.registers,
        consented=consented_in(case, definition, now),
    )


def _query(case: Case, definition: Definition, contract: str, now: datetime) -> RegisterQuery | None:
    if contract not in definition.ask_with and contract not in definition.ask_about:
        return RegisterQuery()  # the common way needs no facts
    return session_of(case, definition, now).register_query(contract)
