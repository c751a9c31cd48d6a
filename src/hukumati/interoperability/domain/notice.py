"""A contract under which a register is told something: the shape of the message, and of what it acknowledges."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Final

from jsonschema import Draft202012Validator, FormatChecker

from hukumati.core.bilingual import Bilingual
from hukumati.interoperability.domain.contract import Agreed, JsonDict
from hukumati.interoperability.domain.messages import RegisterResponse
from hukumati.interoperability.domain.response import parsed, require_answer
from hukumati.interoperability.errors import AnswerMalformed, NoticeMalformed, NoticeRefused

REFUSED: Final = frozenset({409, 422})
ACKNOWLEDGEMENT: Final = Draft202012Validator(
    {
        "type": "object",
        "required": ["key", "entry", "recorded_at"],
        "properties": {
            "key": {"type": "string"},
            "entry": {"type": "string", "minLength": 1, "maxLength": 100},
            "recorded_at": {"type": "string", "format": "date-time"},
        },
    },
    format_checker=FormatChecker(),
)


@dataclass(frozen=True, slots=True, eq=False)
class NoticeContract(Agreed):
    """What one register may be told: `schema` is that of the message, `refusals` why it may be refused."""

    refusals: dict[str, Bilingual]


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """That a register has recorded a notice, under its own `entry`; `request_id` finds the exchange in both logs."""

    contract: str
    key: str
    entry: str
    request_id: str


def check_message(contract: NoticeContract, message: JsonDict) -> None:
    """Refuse a message that does not keep the contract; raises `NoticeMalformed`, which never quotes it."""
    place = fault_in(contract, message)
    if place is not None:
        raise NoticeMalformed(contract.id, place)


def fault_in(contract: NoticeContract, message: object) -> str | None:
    """Return where a message does not keep the contract, None where it does."""
    fault = next(iter(_validator(contract).iter_errors(message)), None)
    return fault.json_path if fault else None


def acknowledged(contract: NoticeContract, response: RegisterResponse, *, key: str) -> Acknowledgement:
    """Return what the register acknowledged.

    Raises `NoticeRefused` and other refusals; `RegisterUnavailable` and `AnswerMalformed` leave unknown whether it was
    recorded.
    """
    _refuse(contract, response)
    require_answer(contract.id, response)
    values = parsed(response.body)
    if not isinstance(values, dict) or not ACKNOWLEDGEMENT.is_valid(values):
        raise AnswerMalformed(contract.id, "$")
    if values["key"] != key:
        raise AnswerMalformed(contract.id, "$.key")
    return Acknowledgement(contract.id, key, values["entry"], response.request_id)


def _refuse(contract: NoticeContract, response: RegisterResponse) -> None:
    values = parsed(response.body)
    if response.error_type is not None or response.status not in REFUSED or not isinstance(values, dict):
        return
    if values.get("type") == "refused":
        reason = str(values.get("reason", ""))
        raise NoticeRefused(contract.id, reason if reason in contract.refusals else "other")


def as_body(message: JsonDict) -> bytes:
    """Return the message as it travels: the same bytes for the same message."""
    return json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@cache
def _validator(contract: NoticeContract) -> Draft202012Validator:
    return Draft202012Validator(contract.schema, format_checker=FormatChecker())
