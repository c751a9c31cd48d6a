"""Kannel's sendsms as measured on Kannel 1.4.5: GET with a query, or POST with X-Kannel-* headers and the text as body.

A form in the body is refused there ("Invalid content-type"), and so it is here.
"""

from dataclasses import dataclass

from starlette.requests import Request

MAX_PARTS = 3
UCS2, GSM = 2, 0
PART_UNITS = {GSM: (160, 153), UCS2: (70, 67)}


class Refused(Exception):
    """The gateway refuses the request, with a status and Kannel's text."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status, self.message = status, message


@dataclass(frozen=True, slots=True)
class Submission:
    """A message that a client submits; `account` is the client's own reference."""

    username: str
    password: str
    to: str
    sender: str
    text: str
    coding: int
    account: str


async def read_submission(request: Request) -> Submission:
    """Parse the query of a GET, or headers and body of a POST; raises `Refused`."""
    if request.method == "GET":
        return _submission(dict(request.query_params))
    kind, _, parameter = request.headers.get("content-type", "").partition(";")
    if kind.strip().lower() != "text/plain":
        raise Refused(400, "Invalid content-type")
    prefix = "x-kannel-"
    values = {name.removeprefix(prefix): value for name, value in request.headers.items() if name.startswith(prefix)}
    charset = parameter.partition("=")[2].strip() or "UTF-8"
    return _submission({**values, "text": _decode(await request.body(), charset)})


def _decode(body: bytes, charset: str) -> str:
    try:
        return body.decode(charset)
    except (LookupError, UnicodeDecodeError) as error:
        raise Refused(400, "Charset or body malformed, rejected") from error


def _submission(values: dict[str, str]) -> Submission:
    coding = values.get("coding", "0")
    return Submission(
        username=values.get("username", ""),
        password=values.get("password", ""),
        to=values.get("to", ""),
        sender=values.get("from", ""),
        text=values.get("text", ""),
        coding=UCS2 if coding == "2" else GSM,
        account=values.get("account", ""),
    )


def check_submission(submission: Submission, *, username: str, password: str) -> None:
    """Raise `Refused` for what Kannel refuses, with its text."""
    if (submission.username, submission.password) != (username, password):
        raise Refused(403, "Authorization failed for sendsms")
    if not submission.to:
        raise Refused(400, "Missing receiver(s) number(s), rejected")
    if not submission.to.removeprefix("+").isdecimal():
        raise Refused(400, "Number(s) has/have been denied by white- and/or black-lists.")
    if not submission.sender:
        raise Refused(400, "Sender missing and no global set, rejected")


def units(text: str, coding: int) -> int:
    """Return the length of a text: UTF-16 units in UCS-2, characters otherwise."""
    return len(text.encode("utf-16-be")) // 2 if coding == UCS2 else len(text)


def parts(text: str, coding: int) -> int:
    """Return the number of parts in which a text is sent."""
    single, joined = PART_UNITS[coding]
    length = units(text, coding)
    return 1 if length <= single else -(-length // joined)


def delivered_text(text: str, coding: int) -> str:
    """Return the text, cut after three parts as by a gateway with max-messages = 3."""
    if parts(text, coding) <= MAX_PARTS:
        return text
    limit = PART_UNITS[coding][1] * MAX_PARTS
    if coding == UCS2:
        return text.encode("utf-16-be")[: limit * 2].decode("utf-16-be", errors="ignore")
    return text[:limit]
