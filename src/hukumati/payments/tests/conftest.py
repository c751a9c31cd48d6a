"""Fixtures of payments: the acquirer as a real process, a bill, and a payer at the hosted page."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import hypothesis
import pytest
from pydantic import SecretStr

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.models import Event as OutboxEvent
from hukumati.core.money import Money
from hukumati.payments import api
from hukumati.payments.channels.card.acquirer import disconnect
from hukumati.payments.models import Payment
from hukumati.payments.verify import find_violations

ACCEPTED = "4242424242424242"
DECLINED = "4000000000000002"
CHALLENGED = "4000000000003220"
RETURN_URL = "http://portal.localhost:8000/return"


hypothesis.settings.register_profile("unhurried", deadline=None)  # the machine is shared with other programs
hypothesis.settings.load_profile("unhurried")
SOURCE = Path(__file__).parents[3]
SECRET = "demonstration-only-not-a-secret"


@contextmanager
def running(name: str, folder: Path, *arguments: str) -> Iterator[str]:
    """Run a simulator as a process of its own and give its address."""
    command = [sys.executable, "-m", f"simulators.{name}", "--port", "0", "--data", str(folder), *arguments]
    secrets = ("ACQUIRER_API_KEY", "ACQUIRER_WEBHOOK_SECRET", "EBPP_PASSWORD")
    environment = {
        **os.environ,
        "PYTHONPATH": str(SOURCE),
        **{f"HUKUMATI_{secret}": SECRET for secret in secrets},
    }
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


class Acquirer:
    """The acquirer simulator's process, and a payer with a browser at it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._browser = httpx.Client(timeout=10, trust_env=False)

    def close(self) -> None:
        """Close the payer's browser."""
        self._browser.close()

    def fault(self, mode: str, *, times: int | None = 1, delay_seconds: float = 0) -> None:
        """Make the acquirer fail in a mode."""
        body = {"mode": mode, "times": times, "delay_seconds": delay_seconds}
        self._browser.post(f"{self.url}/_sim/faults", json=body).raise_for_status()

    def book(self) -> dict[str, Any]:
        """Return its own book."""
        answer: dict[str, Any] = self._browser.get(f"{self.url}/_sim/book").json()
        return answer

    def captured(self) -> dict[str, tuple[int, str]]:
        """Return what it took, by reference."""
        return {row["reference"]: (row["amount"], row["currency"]) for row in self.book()["captured"]}

    def type_card(self, page: str, number: str = ACCEPTED) -> httpx.Response:
        """Type a card on a hosted page; the answer leads back to the merchant."""
        return self._browser.post(page, data={"number": number, "expiry": "12/40", "code": "123"})

    def click(self, page: str, path: str, **fields: str) -> httpx.Response:
        """Press a button of a hosted page."""
        return self._browser.post(f"{page.partition('?')[0]}/{path}", data=fields)


@pytest.fixture(scope="session")
def acquirer_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Run the acquirer for all tests; it sends no notifications by itself."""
    folder: Path = tmp_path_factory.mktemp("acquirer")
    with running("acquirer", folder, "--webhook-url", "") as url:
        yield url


def use_acquirer(settings: Any, url: str) -> None:
    """Point the platform to an acquirer, and let it know the secrets of the tests."""
    secret = SecretStr(SECRET)
    settings.HUKUMATI = settings.HUKUMATI.model_copy(
        update={
            "acquirer_url": url,
            "acquirer_api_key": secret,
            "acquirer_webhook_secret": secret,
            "ebpp_password": secret,
        }
    )


@contextmanager
def payer_at(url: str) -> Iterator[Acquirer]:
    """Return a payer at the acquirer, and close all connections to it afterwards."""
    outside = Acquirer(url)
    yield outside
    outside.close()
    disconnect()


@pytest.fixture
def acquirer(acquirer_process: str, settings: Any) -> Iterator[Acquirer]:
    """Point the platform to an acquirer with an empty book; afterwards the invariants must hold."""
    use_acquirer(settings, acquirer_process)
    httpx.post(f"{acquirer_process}/_sim/reset", trust_env=False).raise_for_status()
    with payer_at(acquirer_process) as outside:
        yield outside
    assert find_violations() == []


@pytest.fixture
def new_bill() -> Callable[..., api.Bill]:
    """Return a function that issues a bill of 20.00 ILS: a fee of 15 and a stamp of 5."""

    def issue(**changes: Any) -> api.Bill:
        arguments: dict[str, Any] = {
            "key": f"case:{uuid4()}",
            "creditor": "moj",
            "title": Bilingual(ar="شهادة عدم محكومية", en="Non-conviction certificate"),
            "lines": [
                api.BillLine("fee", Bilingual(ar="رسم", en="Fee"), Money(1500, "ILS"), "1-10"),
                api.BillLine("stamp", Bilingual(ar="طابع", en="Stamp"), Money(500, "ILS"), "1-20"),
            ],
            "payer_initials": "ل. ح.",
            "due_at": now() + timedelta(days=7),
        }
        return api.issue_bill(**{**arguments, **changes})

    return issue


def start(bill: api.Bill) -> api.Checkout:
    """Begin a card payment as a new form of the portal does."""
    return api.start_payment(bill_id=bill.id, channel="card", return_url=RETURN_URL, idempotency_key=uuid4().hex)


def age(payment_id: Any, **by: float) -> None:
    """Make a payment older than it is."""
    row = Payment.objects.get(id=payment_id)
    Payment.objects.filter(id=payment_id).update(
        created_at=row.created_at - timedelta(**by),
        touched_at=row.touched_at - timedelta(**by),
        check_at=row.check_at - timedelta(**by) if row.check_at else None,
    )


def announced(bill: api.Bill) -> int:
    """Count how often BillPaid was announced for a bill."""
    return OutboxEvent.objects.filter(name="payments.BillPaid", payload__bill_id=str(bill.id)).count()
