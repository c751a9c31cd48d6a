"""The door: send a message to a person, see what was sent about a thing.

A message goes by SMS if the contact has a telephone and the message a `sms`, and by e-mail if there are an address, a
subject and a body. It goes once per (key, channel), whatever happens: a second `send` with the same key does nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from hukumati.notifications.domain.delivery import Channel
from hukumati.notifications.domain.sms import sms_parts
from hukumati.notifications.queries import SentMessage, list_messages
from hukumati.notifications.use_cases.send import Part, enqueue

__all__ = ["Contact", "Message", "SentMessage", "list_messages", "send", "sms_parts"]


@dataclass(frozen=True, slots=True)
class Contact:
    """Where a person is reached: `phone` in E.164 (+970…), `language` "ar" or "en"."""

    phone: str | None
    email: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Message:
    """What is said; `body` is plain text, of which the part makes the text and the HTML of an e-mail."""

    sms: str | None
    subject: str | None = None
    body: str | None = None


def send(
    *,
    key: str,
    to: Contact,
    message: Message,
    about: str = "",
    secret: bool = False,
    expires_at: datetime | None = None,
) -> None:
    """Hand a message over in the caller's transaction; it is delivered by a job after the commit.

    `about` is what `list_messages` finds it by, e.g. a case reference; `key` and `about` are kept, so nothing personal
    belongs in them. A `secret` text (a one-time code) is erased
    after delivery, never listed, goes before others, and expires after ten minutes unless `expires_at` says else.
    """
    parts = []
    if to.phone and message.sms:
        parts.append(Part(Channel.SMS, to.phone, message.sms))
    if to.email and message.subject and message.body:
        parts.append(Part(Channel.EMAIL, to.email, message.body, message.subject))
    enqueue(key=key, parts=parts, language=to.language, about=about, secret=secret, expires_at=expires_at)
