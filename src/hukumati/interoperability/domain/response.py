"""What a register's response means: values, or one of this part's errors."""

import json
from collections.abc import Mapping
from typing import Final

from hukumati.interoperability.domain.contract import Contract, JsonDict, validate_answer
from hukumati.interoperability.domain.messages import RegisterResponse
from hukumati.interoperability.errors import AnswerMalformed, NoSuchRecord, RegisterRefused, RegisterUnavailable

LASTING: Final = frozenset({"access_denied", "unknown_service", "unknown_member", "invalid_security_server"})
"""Refusals that asking again does not change; every other failure of a server may pass."""
_BUSY: Final = frozenset({408, 425, 429})


def values_of(
    contract: Contract, response: RegisterResponse, *, subject_id: str, parameters: Mapping[str, str] | None = None
) -> JsonDict:
    """Return the values of a good answer; raises `InteroperabilityError` for every other response."""
    if response.error_type is not None:
        raise _refusal(contract, response.error_type)
    if response.status >= 500 or response.status in _BUSY:
        raise RegisterUnavailable(contract.id, f"status {response.status}")
    values = _parsed(response.body)
    # a 404 without this body is a wrong address, not an unknown person
    if response.status == 404 and isinstance(values, dict) and values.get("type") == "not_found":
        raise NoSuchRecord(contract.id)
    if response.status >= 400:
        raise RegisterRefused(contract.id, f"status_{response.status}")
    if response.status != 200:
        raise AnswerMalformed(contract.id, "status")
    return validate_answer(contract, values, subject_id=subject_id, parameters=parameters)


def _refusal(contract: Contract, error_type: str) -> RegisterUnavailable | RegisterRefused:
    is_servers = error_type.lower().startswith("server.")
    if is_servers and error_type.rpartition(".")[2] not in LASTING:
        return RegisterUnavailable(contract.id, error_type)
    return RegisterRefused(contract.id, error_type)


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):  # deeply nested JSON exhausts the stack
        return None
