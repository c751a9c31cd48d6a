from pathlib import Path
from typing import Any

import pytest

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.authenticators import sms_code
from hukumati.identity.models import Account, LoginAttempt
from hukumati.identity.tests.browser import SMS, Browser, open_account
from hukumati.identity.tests.moments import NOON, REQUEST
from hukumati.identity.tests.population import population, population_pair  # noqa: F401 — fixtures
from hukumati.identity.use_cases.attempts import advance_attempt, begin_attempt
from hukumati.identity.use_cases.clients import register_clients
from hukumati.notifications.api import Message, send


@pytest.fixture(autouse=True)
def _sms_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reads each SMS over the shoulder of the sender, which still sends it."""

    def send_and_note(*, about: str, message: Message, **more: Any) -> None:
        SMS[about].append(message.sms or "")
        send(about=about, message=message, **more)

    SMS.clear()
    monkeypatch.setattr(sms_code, "send", send_and_note)


@pytest.fixture
def provider(data_folder: Path) -> None:
    """The provider is ready: clients, a key, and one account."""
    register_clients()
    wiring.token_signer().ensure_key(now=clock.now())
    open_account()


@pytest.fixture
def browser(provider: None) -> Browser:
    """A browser that has never been here."""
    return Browser()


@pytest.fixture
def account(provider: None) -> Account:
    """The account of Layla."""
    return Account.objects.get()


@pytest.fixture
def attempt(account: Account) -> LoginAttempt:
    """An attempt of hers, in which she has given her password."""
    begun, _ = begin_attempt(request=REQUEST, now=NOON)
    advance_attempt(attempt=begun, account=account, factors=["pwd"], start_next=lambda: None)
    return begun
