"""The SMS channel."""

from typing import ClassVar, Final
from uuid import UUID

import structlog

from hukumati.core.bilingual import Bilingual
from hukumati.notifications.channels.base import Channel
from hukumati.notifications.channels.sms.parts import sms_parts
from hukumati.notifications.domain.message import Contact, Content, Message

MOST_PARTS: Final = 3

log = structlog.get_logger("hukumati.notifications")


class SmsChannel(Channel):
    """Text messages to telephones."""

    key: ClassVar[str] = "sms"
    label: ClassVar[Bilingual] = Bilingual(ar="رسالة نصية", en="Text message")
    repeats_secrets: ClassVar[bool] = False
    required_settings: ClassVar[tuple[str, ...]] = ("sms_url", "sms_username", "sms_password")

    def compose(self, *, contact: Contact, message: Message) -> Content | None:
        """Return the short text, for a person with a telephone."""
        if not contact.phone or not message.sms:
            return None
        return Content(address=contact.phone, text=message.sms)

    def inspect(self, *, notification: UUID, text: str) -> None:
        """Log a text that takes more parts than it should: each part is charged."""
        parts = sms_parts(text)
        if parts > MOST_PARTS:
            log.warning("notifications.sms_too_long", notification=str(notification), parts=parts)
