"""The rules of CAMARA's SIM Swap API, version 2 (github.com/camaraproject/SimSwap, Apache-2.0), without a process.

Two-legged tokens alone: the number stands in the request.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

DEFAULT_HOURS, MOST_HOURS = 240, 2400
NUMBER = re.compile(r"\+[1-9][0-9]{4,14}")


class Refused(Exception):
    """The operator refuses a request, with the API's `ErrorInfo`."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(code)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True)
class Check:
    """One question: the number, and how many hours to look back."""

    number: str
    hours: int


def read_check(body: bytes) -> Check:
    """Parse a request; raises `Refused`."""
    try:
        given = json.loads(body)
    except ValueError as error:
        raise _invalid("the body is no JSON") from error
    if not isinstance(given, dict):
        raise _invalid("the body is no object")
    if "phoneNumber" not in given:
        raise Refused(422, "MISSING_IDENTIFIER", "The phone number cannot be identified.")
    hours = given.get("maxAge", DEFAULT_HOURS)
    if isinstance(hours, bool) or not isinstance(hours, int):
        raise _invalid("maxAge is no whole number")
    if not 1 <= hours <= MOST_HOURS:
        raise Refused(400, "OUT_OF_RANGE", "Client specified an invalid range.")
    return Check(read_number(given["phoneNumber"]), hours)


def read_number(value: object) -> str:
    """Return a number in E.164; raises `Refused` for anything else."""
    if not isinstance(value, str) or not NUMBER.fullmatch(value):
        raise _invalid("phoneNumber does not match the pattern")
    return value


def was_swapped(at: datetime | None, check: Check, *, now: datetime) -> bool:
    """Return whether a swap was within the hours that are asked about."""
    return at is not None and now - at <= timedelta(hours=check.hours)


def _invalid(message: str) -> Refused:
    return Refused(400, "INVALID_ARGUMENT", message)
