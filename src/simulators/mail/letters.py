"""Letters as they arrived, kept raw and read when shown."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage, MIMEPart
from typing import Any

from simulators.base.store import Store

SCHEMA = """
CREATE TABLE IF NOT EXISTS letter (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
    sender TEXT NOT NULL, recipients TEXT NOT NULL, raw BLOB NOT NULL
);
"""
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a letter; `size` in bytes."""

    name: str
    type: str
    size: int


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter read: the envelope's recipients, the headers people see, the parts."""

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

    def described(self) -> dict[str, Any]:
        """Describe it in JSON values."""
        return {**asdict(self), "from": self.sender}


def keep(store: Store, *, sender: str, recipients: list[str], raw: bytes) -> int:
    """Keep a letter; return its id."""
    return store.insert(
        "INSERT INTO letter (at, sender, recipients, raw) VALUES (?, ?, ?, ?)",
        datetime.now(UTC).isoformat(),
        sender,
        " ".join(recipients),
        raw,
    )


def find(store: Store, letter_id: int) -> Letter | None:
    """Read one letter."""
    row = store.row("SELECT * FROM letter WHERE id = ?", letter_id)
    return _read(dict(row)) if row else None


def newest(store: Store, *, recipient: str) -> list[Letter]:
    """Read at most a hundred letters, newest first, of recipients that contain the text."""
    pattern = f"%{recipient.strip().replace('%', '').replace('_', '!_')}%"
    rows = store.rows(
        "SELECT * FROM letter WHERE recipients LIKE ? ESCAPE '!' ORDER BY id DESC LIMIT ?", pattern, SHOWN
    )
    return [_read(dict(row)) for row in rows]


def attachment_content(store: Store, letter_id: int, number: int) -> tuple[Attachment, bytes] | None:
    """Read an attachment by its place in the letter."""
    row = store.row("SELECT raw FROM letter WHERE id = ?", letter_id)
    parts = list(_attached(_parse(row["raw"]))) if row else []
    return (_attachment(parts[number]), _content(parts[number])) if number < len(parts) else None


def _read(row: dict[str, Any]) -> Letter:
    message = _parse(row["raw"])
    return Letter(
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
