"""Telling a register: the notice is on record first, then the network, then its outcome.

A notice has a key of its own, and the register records it once however often it is sent. What ends in a time-out is
unknown: it is told again under the same key, with the same message, until the register says what came of it.
"""

from hukumati.core.failpoints import hit
from hukumati.core.transactions import refuse_in_transaction
from hukumati.interoperability import wiring
from hukumati.interoperability.domain.messages import RegisterRequest, RegisterResponse
from hukumati.interoperability.domain.notice import Acknowledgement, NoticeContract, acknowledged
from hukumati.interoperability.errors import InteroperabilityError, RegisterUnavailable
from hukumati.interoperability.ports import NoResponse
from hukumati.interoperability.use_cases.query_register import check_headers, record_outcome, record_query


def tell_register(contract: NoticeContract, request: RegisterRequest) -> Acknowledgement:
    """Send a notice and record it; raises `InteroperabilityError`, ValueError for text that no header carries."""
    # a register may take seconds: no row may stay locked meanwhile
    refuse_in_transaction("A register is told outside of any transaction.")
    check_headers(request)
    record_query(contract.id, request)
    hit("interoperability.tell.before_call")
    response: RegisterResponse | None = None
    try:
        response = wiring.exchange().send(request)
        told = acknowledged(contract, response, key=request.key)
    except NoResponse as silence:
        record_outcome(request, RegisterUnavailable.code, "")
        raise RegisterUnavailable(contract.id, str(silence)) from silence
    except InteroperabilityError as error:
        record_outcome(request, error.code, response.request_id if response else "")
        raise
    hit("interoperability.tell.after_answer")
    record_outcome(request, "told", response.request_id)
    return told
