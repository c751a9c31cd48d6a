"""The door: send a message to a person, list what was sent about a thing.

A message goes by every channel that has an address and a text for it: by SMS if the contact has a telephone and the
message an `sms`, by e-mail if there are an address, a subject and a body. It goes once per (key, channel), whatever
happens: a second `send` with the same key does nothing.

NotificationsError
└── UnknownChannel
"""

from datetime import datetime

from hukumati.notifications.channels.sms.parts import sms_parts
from hukumati.notifications.domain.message import Contact, Message
from hukumati.notifications.errors import NotificationsError, UnknownChannel
from hukumati.notifications.queries import SentMessage, list_messages
from hukumati.notifications.use_cases.send import enqueue

__all__ = [
    "Contact",
    "Message",
    "NotificationsError",
    "SentMessage",
    "UnknownChannel",
    "list_messages",
    "send",
    "sms_parts",
]


def send(
    *,
    key: str,
    to: Contact,
    message: Message,
    about: str = "",
    secret: bool = False,
    expires_at: datetime | None = None,
) -> None:
    """Enqueue a message in the caller's transaction; a job delivers it after the commit.

    `about` is what `list_messages` finds it by, e.g. a case reference; `key` and `about` are stored, so they must hold
    nothing personal. A `secret` text (a one-time code) is erased after delivery, never listed, goes before others, and
    expires after ten minutes unless `expires_at` says otherwise.
    """
    enqueue(key=key, contact=to, message=message, about=about, secret=secret, expires_at=expires_at)
