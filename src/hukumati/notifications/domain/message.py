"""A message, the person it is for, and what of it goes by one channel."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Contact:
    """A person's addresses: `phone` in E.164 (+970…), `language` "ar" or "en"."""

    phone: str | None
    email: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Message:
    """The texts of a message; `body` is plain text, of which the text and the HTML of an e-mail are made."""

    sms: str | None
    subject: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What goes by one channel to one address; `text` is plain."""

    address: str
    text: str
    subject: str = ""
