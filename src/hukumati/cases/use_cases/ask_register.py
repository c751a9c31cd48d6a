"""Asking a register for a case, as its service says: about whom, and with which parameters."""

from datetime import datetime
from typing import Any

from hukumati.cases.models import Case
from hukumati.cases.use_cases.reading import facts_of
from hukumati.catalogue import api as catalogue
from hukumati.catalogue.api import Definition
from hukumati.interoperability import api as interoperability


def ask_register(
    *, case: Case, definition: Definition, contract: str, user: str, now: datetime
) -> dict[str, Any] | None:
    """This will ask; None where there is nothing to ask (a parameter is null).

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


def _asking(case: Case, definition: Definition, contract: str, now: datetime) -> catalogue.Asking | None:
    if contract not in definition.ask_with and contract not in definition.ask_about:
        return catalogue.Asking()  # the common way needs no facts
    return catalogue.how_to_ask(definition=definition, contract=contract, facts=facts_of(case, definition, now))
