"""What a register's response means: values, or one of this part's errors."""

from collections.abc import Mapping
from typing import Final

from hukumati.core.json import NotJson, parse_json
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
    require_answer(contract.id, response)
    return validate_answer(contract, parsed(response.body), subject_id=subject_id, parameters=parameters)


def require_answer(contract_id: str, response: RegisterResponse) -> None:
    """Raise `InteroperabilityError` unless the register itself answered with success."""
    if response.error_type is not None:
        raise _refusal(contract_id, response.error_type)
    if response.status >= 500 or response.status in _BUSY:
        raise RegisterUnavailable(contract_id, f"status {response.status}")
    # a 404 without this body is a wrong address, not an unknown person
    if response.status == 404 and _is_not_found(parsed(response.body)):
        raise NoSuchRecord(contract_id)
    if response.status >= 400:
        raise RegisterRefused(contract_id, f"status_{response.status}")
    if response.status != 200:
        raise AnswerMalformed(contract_id, "status")


def _is_not_found(values: object) -> bool:
    return isinstance(values, dict) and values.get("type") == "not_found"


def _refusal(contract_id: str, error_type: str) -> RegisterUnavailable | RegisterRefused:
    is_servers = error_type.lower().startswith("server.")
    if is_servers and error_type.rpartition(".")[2] not in LASTING:
        return RegisterUnavailable(contract_id, error_type)
    return RegisterRefused(contract_id, error_type)


def parsed(body: bytes) -> object:
    """Return the value that JSON holds; None where it is none."""
    try:
        return parse_json(body, largest=len(body))
    except NotJson:
        return None
