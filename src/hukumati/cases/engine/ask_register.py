"""Asking a register for a case, as its service says: about whom, and with which parameters."""

from datetime import datetime
from typing import Any

from hukumati.cases.engine.loading import facts_of
from hukumati.cases.models import Case
from hukumati.interoperability import api as interoperability
from hukumati.service_language import api as service_language
from hukumati.service_language.api import Asking, Definition


def ask_register(
    *, case: Case, definition: Definition, contract: str, user: str, now: datetime
) -> dict[str, Any] | None:
    """Ask; None where there is nothing to ask (a parameter is null).

    Network, so never in a transaction. Raises InteroperabilityError, ValueError where the answers make no
    question (an expression fails, a parameter has not the contract's form).
    """
    asking = _asking(case, definition, contract, now)
    if asking is None:
        return None
    answer = interoperability.ask(
        contract=contract,
        subject_id=asking.about or case.applicant["id_number"],
        purpose=case.service_code,
        user=user,
        issue=case.reference,
        parameters=asking.parameters or None,
    )
    return answer.values


def _asking(case: Case, definition: Definition, contract: str, now: datetime) -> Asking | None:
    if contract not in definition.ask_with and contract not in definition.ask_about:
        return Asking()  # the common way needs no facts
    return service_language.how_to_ask(definition=definition, contract=contract, facts=facts_of(case, definition, now))
