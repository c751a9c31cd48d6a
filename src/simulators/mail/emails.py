"""E-mails as they arrived: stored raw, parsed when shown."""

import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart

from simulators.base.json_values import JsonObject
from simulators.base.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS letter (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
    sender TEXT NOT NULL, recipients TEXT NOT NULL, raw BLOB NOT NULL
);
"""
MAX_EMAILS = 100


@dataclass(frozen=True, slots=True)
class Attachment:
    """An attached file; `size` in bytes."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Email:
    """A parsed e-mail: the recipients of its envelope, the headers people see, its parts."""

    id: int
    at: str
    sender: str
    to: tuple[str, ...]
    subject: str
    message_id: str
    language: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]

    def as_json(self) -> JsonObject:
        """Return its fields as JSON values."""
        return {**asdict(self), "from": self.sender}


def store_email(store: Store, *, sender: str, recipients: list[str], raw: bytes) -> int:
    """Store an e-mail and return its id."""
    return store.insert(
        "INSERT INTO letter (at, sender, recipients, raw) VALUES (?, ?, ?, ?)",
        datetime.now(UTC).isoformat(),
        sender,
        " ".join(recipients),
        raw,
    )


def find_email(store: Store, email_id: int) -> Email | None:
    """Return an e-mail by its id, or None."""
    row = store.row("SELECT * FROM letter WHERE id = ?", email_id)
    return _read(row) if row else None


def newest_emails(store: Store, *, recipient: str) -> list[Email]:
    """List at most a hundred e-mails, newest first, to recipients whose addresses contain the text."""
    pattern = f"%{recipient.strip().replace('%', '').replace('_', '!_')}%"
    rows = store.rows(
        "SELECT * FROM letter WHERE recipients LIKE ? ESCAPE '!' ORDER BY id DESC LIMIT ?", pattern, MAX_EMAILS
    )
    return [_read(row) for row in rows]


def attachment_content(store: Store, email_id: int, number: int) -> tuple[Attachment, bytes] | None:
    """Return an attachment and its bytes by its position in the e-mail, or None."""
    row = store.row("SELECT raw FROM letter WHERE id = ?", email_id)
    parts = list(_attached(_parse(row["raw"]))) if row else []
    return (_attachment(parts[number]), _content(parts[number])) if number < len(parts) else None


def _read(row: sqlite3.Row) -> Email:
    message = _parse(row["raw"])
    return Email(
        id=row["id"],
        at=row["at"],
        sender=row["sender"],
        to=tuple(row["recipients"].split()),
        subject=str(message.get("Subject", "")),
        message_id=str(message.get("Message-ID", "")),
        language=str(message.get("Content-Language", "")),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        attachments=tuple(_attachment(part) for part in _attached(message)),
    )


def _parse(raw: bytes) -> EmailMessage:
    return message_from_bytes(raw, policy=policy.default)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return (
        _content(part).decode(part.get_content_charset() or "utf-8", errors="replace").replace("\r\n", "\n")
        if part
        else ""
    )


def _attached(message: EmailMessage) -> Iterator[MIMEPart]:
    return (part for part in message.walk() if part.get_content_disposition() == "attachment")


def _attachment(part: MIMEPart) -> Attachment:
    return Attachment(part.get_filename() or "file", part.get_content_type(), len(_content(part)))


def _content(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
