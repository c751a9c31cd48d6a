"""Visits to the pages of one's own account, for tests."""

import re
from typing import Any

import pytest

from hukumati.identity.models import Account, LoginSession
from hukumati.identity.tests.browser import SMS, Browser
from hukumati.identity.use_cases import contact_codes, notices
from hukumati.notifications.api import Contact, Message, send

SENT: list[tuple[Contact, Message]] = []
"""What was sent to whom besides the codes of sign-ins, oldest first."""


def read_along(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read each message over the shoulder of the sender, which still sends it."""

    def send_and_note(*, to: Contact, message: Message, **more: Any) -> None:
        SENT.append((to, message))
        send(to=to, message=message, **more)

    SENT.clear()
    for module in (contact_codes, notices):
        monkeypatch.setattr(module, "send", send_and_note)


def text_to(address: str) -> str:
    """Return the newest text to an address."""
    return texts_to(address)[-1]


def texts_to(address: str) -> list[str]:
    """Return the texts to an address, oldest first."""
    found = []
    for contact, message in SENT:
        if contact.phone == address and message.sms:
            found.append(message.sms)
        if contact.email == address and message.body:
            found.append(message.body)
    return found


def code_to(address: str) -> str:
    """Return the newest code that was sent to an address."""
    codes = [found[0] for text in texts_to(address) if (found := re.search(r"\b\d{6}\b", text))]
    return codes[-1]


def link_to(address: str) -> str:
    """Return the path of the newest link "this was not me" that was sent to an address."""
    links = [found[0] for text in texts_to(address) if (found := re.search(r"/(?:en/)?not-me/[\w-]{43}", text))]
    return links[-1]


def signed_in(browser: Browser) -> LoginSession:
    """Sign the browser in and return the session."""
    SMS.clear()
    browser.sign_in()
    return LoginSession.objects.select_related("account").latest("auth_time")


def fresh(account: Account) -> Account:
    """Return the account as it is stored now."""
    return Account.objects.get(id=account.id)
