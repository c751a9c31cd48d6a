"""The e-mail channel."""

from typing import ClassVar

from hukumati.core.bilingual import Bilingual
from hukumati.notifications.channels.base import Channel
from hukumati.notifications.domain.message import Contact, Content, Message


class EmailChannel(Channel):
    """E-mail with a subject, as text and HTML."""

    key: ClassVar[str] = "email"
    label: ClassVar[Bilingual] = Bilingual(ar="بريد إلكتروني", en="E-mail")
    required_settings: ClassVar[tuple[str, ...]] = ("smtp_host", "smtp_port", "mail_from")

    def compose(self, *, contact: Contact, message: Message) -> Content | None:
        """Return subject and body, for a person with an e-mail address."""
        if not contact.email or not message.subject or not message.body:
            return None
        return Content(address=contact.email, text=message.body, subject=message.subject)
