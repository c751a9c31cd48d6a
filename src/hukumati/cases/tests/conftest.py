"""What the tests of cases share: the published service, the registers, a citizen, officials, and a clock."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.background.run_effect import run_effect
from hukumati.cases.background.verify import verify
from hukumati.cases.models import Case, Effect
from hukumati.cases.tests.edge import Edge
from hukumati.core.bilingual import Bilingual
from hukumati.core.models import Event as Fact
from hukumati.core.money import Money
from hukumati.core.outbox import deliver
from hukumati.payments import api as payments
from hukumati.payments.tests.cash_references import issue_cash_reference

NOW = datetime.now(UTC).replace(microsecond=0)
IN_2026 = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # when the young man of the demonstration is seventeen
FOLDER = "services/moj/non-conviction-certificate"
LAYLA, KHALED, DEAD, YOUNG = "400000006", "900000001", "923456784", "402223309"
DOWNLOAD = {"collect_method": "download"}
POST_OFFICE = {"collect_method": "post_office", "collect_post_office": "RAM-01"}
COUNTER = {"collect_method": "office", "collect_office": "MOJ-RAM"}


@pytest.fixture
def edge(settings: Any) -> Iterator[Edge]:
    config = settings.HUKUMATI
    outside = Edge(config.people_file)
    settings.HUKUMATI = config.model_copy(update={"exchange_url": outside.url})
    yield outside
    outside.close()


@pytest.fixture
def service(transactional_db: None, data_folder: Path, edge: Edge) -> None:
    """The service as it is published from its folder, and a key to seal with."""
    call_command("service_publish", FOLDER, verbosity=0)
    call_command("trust_setup", verbosity=0)


@dataclass
class Citizen:
    """A person at the portal, with the time they see."""

    id_number: str
    now: datetime = NOW
    reference: str = ""
    language: str = "ar"
    view: cases.CaseView = field(init=False)
    service_code: str = "MOJ-NCC"

    @property
    def sub(self) -> str:
        return f"sub-{self.id_number}"

    def applicant(self) -> cases.Applicant:
        name = Bilingual(ar="ليلى الزيتوني", en="Layla Zaytouni")
        return cases.Applicant(self.sub, self.id_number, name, "+970599000101", "layla@example.test", self.language)

    def open(self) -> cases.CaseView:
        self.view = cases.open_case(service_code=self.service_code, applicant=self.applicant(), now=self.now)
        self.reference = self.view.reference
        self.view = cases.prefill(reference=self.reference, sub=self.sub, now=self.now)
        return self.view

    def save(self, page: str, raw: dict[str, Any], seen_seq: int | None = None) -> cases.CaseView:
        self.view = cases.save_page(
            reference=self.reference,
            sub=self.sub,
            page_id=page,
            raw=raw,
            seen_seq=self.view.last_seq if seen_seq is None else seen_seq,
            now=self.now,
        )
        return self.view

    def fill(self, collect: dict[str, str] | None = None, purpose: str = "travel") -> cases.CaseView:
        self.open()
        self.save("about-you", {"phone": "0599000101"})
        self.save("purpose", {"purpose": purpose})
        return self.save("delivery", collect or DOWNLOAD)

    def submit(self, seen_seq: int | None = None) -> cases.CaseView:
        seen = self.view.last_seq if seen_seq is None else seen_seq
        self.view = cases.submit(reference=self.reference, sub=self.sub, seen_seq=seen, now=self.now)
        return self.view

    def look(self) -> cases.CaseView:
        self.view = cases.get_case(reference=self.reference, sub=self.sub)
        return self.view


@pytest.fixture
def layla(service: None) -> Citizen:
    """The main citizen: clear."""
    return Citizen(LAYLA)


@pytest.fixture
def khaled(service: None) -> Citizen:
    """A man with a judgment: an officer must look."""
    return Citizen(KHALED)


OFFICER = cases.Actor(
    "officer",
    "MOJ-0001",
    Bilingual(ar="موظف", en="Officer"),
    provider="moj",
    roles=frozenset({"officer"}),
    id_number="700009991",
)


@pytest.fixture
def officer() -> cases.Actor:
    return OFFICER


@pytest.fixture
def clerk() -> cases.Actor:
    return cases.Actor(
        "clerk",
        "POST-0001",
        Bilingual(ar="موظفة", en="Clerk"),
        office="RAM-01",
        roles=frozenset({"clerk"}),
        id_number="700009991",
    )


def _due(now: datetime) -> list[tuple[int, int]]:
    return list(Effect.objects.filter(done_at=None, next_at__lte=now).values_list("id", "attempts"))


def do_effects(moment: datetime | None = None) -> None:
    """Do what the workers would do until a moment: the effects that are due, until nothing changes any more."""
    now = moment or soon()
    before: list[tuple[int, int]] = []
    while (due := _due(now)) != before:
        before = due
        for effect_id, _ in due:
            run_effect(effect_id=effect_id, now=now)


HEARD = {
    "payments.BillPaid": "on_bill_paid",
    "payments.MoneyCameLate": "on_money_came_late",
    "payments.MoneyOrderedBack": "on_money_ordered_back",
    "payments.BillPaidInPart": "on_bill_paid_in_part",
    "identity.StaffSuspended": "on_staff_suspended",
}


def let_cases_hear() -> None:
    """Let cases hear of every bill that was paid, of money that came late, and of officials who were removed."""
    for event in Fact.objects.filter(name__in=HEARD):
        deliver(event_id=str(event.id), handler=f"hukumati.cases.handlers.{HEARD[event.name]}")


Work = Callable[..., None]


@pytest.fixture
def work() -> Work:
    return do_effects


Pay = Callable[[str], None]


@pytest.fixture
def pay_silently(client: Client) -> Pay:
    """Let the fee of a case be paid in cash at an agent; the case has not heard of it yet."""

    def do(reference: str) -> None:
        bill_id = Case.objects.get(reference=reference).bill_id
        assert bill_id is not None
        bill = payments.get_bill(bill_id=bill_id)
        notify_cash(client, issue_cash_reference(bill_id=bill.id), bill)

    return do


def notify_cash(client: Client, billing_number: str, bill: payments.Bill, amount: Money | None = None) -> None:
    """Let an agent's switch say that it took the cash for a bill, or another amount."""
    taken = bill.total if amount is None else amount
    notice = cash_notice(billing_number, taken.format(), taken.currency)
    config = settings.HUKUMATI
    switch = f"{config.ebpp_username}:{config.ebpp_password.get_secret_value()}"
    answer = client.post(
        "/ebpp/PaymentNotification",
        data=json.dumps(notice),
        content_type="application/json",
        headers={"Authorization": f"Basic {b64encode(switch.encode()).decode()}"},
        HTTP_HOST="pay.localhost:8000",
    )
    assert answer.json()["MFEP"]["MsgHeader"]["Result"]["ErrorCode"] == 0


@pytest.fixture
def pay(pay_silently: Pay) -> Pay:
    """Let the fee of a case be paid, and the case hear of it."""

    def do(reference: str) -> None:
        pay_silently(reference)
        let_cases_hear()

    return do


def cash_notice(billing_number: str, amount: str, currency: str) -> dict[str, Any]:
    """What an agent's switch says when it has taken cash."""
    taken = {
        "AcctInfo": {"BillingNo": billing_number},
        "JOEBPPSTrx": uuid4().hex,
        "PaidAmt": amount,
        "Currency": currency,
        "ProcessDate": NOW.isoformat(),
        "STMTDate": NOW.date().isoformat(),
    }
    header = {"GUID": str(uuid4()), "TrsInf": {"SdrCode": "AGENT-1"}}
    return {"MFEP": {"MsgHeader": header, "MsgBody": {"Transactions": [{"TrxInf": taken}]}}}


@pytest.fixture
def all_is_well() -> Callable[[], None]:
    def check() -> None:
        assert list(verify()) == []

    return check


def later(**span: float) -> datetime:
    return NOW + timedelta(**span)


def soon(**span: float) -> datetime:
    return datetime.now(UTC) + timedelta(**span)
