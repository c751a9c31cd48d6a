"""What a reply means, pure: an answer, or one of this part's errors."""

import json
from collections.abc import Mapping
from typing import Any, Final

from hukumati.interoperability import contract_files
from hukumati.interoperability.contract_files import Contract
from hukumati.interoperability.errors import AnswerMalformed, NoSuchRecord, RegisterRefused, RegisterUnavailable
from hukumati.interoperability.ports import Reply

# Refusals that asking again does not change; every other failure of a server may pass.
LASTING: Final = frozenset({"access_denied", "unknown_service", "unknown_member", "invalid_security_server"})
_BUSY: Final = frozenset({408, 425, 429})


def judge(
    contract: Contract, reply: Reply, *, subject_id: str, parameters: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the values of a good answer; raises `InteroperabilityError` for every other reply."""
    if reply.error_type is not None:
        raise _refusal(contract, reply.error_type)
    if reply.status >= 500 or reply.status in _BUSY:
        raise RegisterUnavailable(contract.id, f"status {reply.status}")
    values = _parsed(reply.body)
    if reply.status == 404 and isinstance(values, dict) and values.get("type") == "not_found":
        raise NoSuchRecord(contract.id)
    if reply.status >= 400:
        raise RegisterRefused(contract.id, f"status_{reply.status}")
    if reply.status != 200:
        raise AnswerMalformed(contract.id, "status")
    return contract_files.accept(contract, values, subject_id=subject_id, parameters=parameters)


def _refusal(contract: Contract, error_type: str) -> RegisterUnavailable | RegisterRefused:
    is_servers = error_type.lower().startswith("server.")
    if is_servers and error_type.rpartition(".")[2] not in LASTING:
        return RegisterUnavailable(contract.id, error_type)
    return RegisterRefused(contract.id, error_type)


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
