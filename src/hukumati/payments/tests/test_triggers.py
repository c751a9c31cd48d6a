"""What PostgreSQL itself refuses, whoever writes."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from hukumati.payments import api
from hukumati.payments.domain.states import TRANSITIONS
from hukumati.payments.models import Account, Entry, Leg, Payment
from hukumati.payments.tests.conftest import Acquirer, start
from hukumati.payments.verify import find_violations

pytestmark = pytest.mark.django_db
NewBill = Callable[..., api.Bill]


def _sql(statement: str, *values: str | int | bool | UUID) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


@pytest.fixture
def paid(acquirer: Acquirer, new_bill: NewBill) -> api.Checkout:
    checkout = start(new_bill())
    acquirer.type_card(checkout.redirect_url)
    api.refresh_payment(payment_id=checkout.payment_id)
    return checkout


def test_the_reference_table_is_the_table_of_transitions() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT from_state, event, to_state FROM pay_transition")
        rows = set(cursor.fetchall())
    assert rows == {(str(origin), str(event), str(edge.to)) for (origin, event), edge in TRANSITIONS.items()}


@pytest.mark.parametrize("table", ["led_leg", "led_entry", "led_account", "pay_event", "pay_bill_line"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_what_was_written_is_never_changed(paid: api.Checkout, table: str, statement: str) -> None:
    with pytest.raises(IntegrityError, match="refused"):
        _sql(statement.format(table))


@pytest.mark.parametrize("table", ["pay_bill", "pay_payment", "pay_operation"])
def test_what_may_change_is_never_deleted(paid: api.Checkout, table: str) -> None:
    with pytest.raises(IntegrityError, match="refused"):
        _sql(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize(
    ("statement", "says"),
    [
        ("UPDATE pay_payment SET state = 'captured', version = version + 1", "does not go from|no event"),
        ("UPDATE pay_payment SET state = 'expired'", "does not go from"),
        ("UPDATE pay_payment SET state = 'auth_sent', version = version + 1", "does not go from"),
        ("UPDATE pay_payment SET state = 'cancelled', version = version + 1", "no event that led"),
        ("UPDATE pay_payment SET amount = 1", "never changes"),
        ("UPDATE pay_payment SET version = version + 5", "one event at a time"),
    ],
)
def test_raw_sql_does_not_move_a_payment(acquirer: Acquirer, new_bill: NewBill, statement: str, says: str) -> None:
    start(new_bill())
    with pytest.raises(IntegrityError, match=says):
        _sql(statement)


def test_a_payment_is_not_born_captured(new_bill: NewBill) -> None:
    bill = new_bill()
    with pytest.raises(IntegrityError, match="begins as created"):
        _sql(
            "INSERT INTO pay_payment (id, bill_id, channel, psp, amount, currency, state, state_before_late, version, "
            "psp_ref, page_url, return_url, created_at, touched_at) "
            "VALUES (%s, %s, 'card', 'card', 1, 'ILS', 'captured', '', 0, '', '', '', now(), now())",
            uuid4(),
            bill.id,
        )


def test_money_taken_without_a_posting_is_refused_at_commit(acquirer: Acquirer, new_bill: NewBill) -> None:
    payment = Payment.objects.get(id=start(new_bill()).payment_id)
    with pytest.raises(IntegrityError, match="not posted"):
        _sql(
            "WITH told AS (INSERT INTO pay_event "
            "(payment_id, seq, event, from_state, to_state, applied, cause, evidence, at) "
            "VALUES (%s, %s, 'captured', 'action_required', 'captured', true, 'x', '', now())) "
            "UPDATE pay_payment SET state = 'captured', version = version + 1 WHERE id = %s",
            payment.id,
            payment.version + 1,
            payment.id,
        )


@pytest.mark.parametrize(
    ("sequence", "event", "origin", "to", "applied"),
    [
        (99, "expired", "action_required", "expired", True),
        (None, "expired", "action_required", "captured", True),
        (None, "expired", "action_required", "expired", False),
    ],
)
def test_an_event_that_is_not_in_the_table_or_out_of_number_is_refused(
    acquirer: Acquirer, new_bill: NewBill, sequence: int | None, event: str, origin: str, to: str, applied: bool
) -> None:
    payment = Payment.objects.get(id=start(new_bill()).payment_id)
    with pytest.raises(IntegrityError):
        _sql(
            "INSERT INTO pay_event (payment_id, seq, event, from_state, to_state, applied, cause, evidence, at) "
            "VALUES (%s, %s, %s, %s, %s, %s, 'x', '', now())",
            payment.id,
            sequence or payment.version + 1,
            event,
            origin,
            to,
            applied,
        )


def _entry(payment_id: UUID) -> Entry:
    payment = Payment.objects.get(id=payment_id)
    return Entry(
        posting_key=uuid4().hex,
        kind="test",
        event_at=payment.created_at,
        recorded_at=payment.created_at,
        payment=payment,
        operation=payment.operations.get(kind="capture"),
    )


def _write_entry(payment_id: UUID, *amounts: int, currency: str = "ILS") -> None:
    account = Account.objects.get(code="psp:card:receivable")
    with transaction.atomic():
        entry = _entry(payment_id)
        entry.save()
        for n, amount in enumerate(amounts, 1):
            Leg.objects.create(entry=entry, n=n, account=account, amount=amount, currency=currency)
        _sql("SELECT 1")


@pytest.mark.parametrize("amounts", [[], [5], [5, -4], [5, -4, -2]])
def test_an_entry_that_does_not_sum_to_zero_is_refused_at_commit(paid: api.Checkout, amounts: list[int]) -> None:
    with pytest.raises(IntegrityError, match="sum to zero"):
        _write_entry(paid.payment_id, *amounts)


def test_a_leg_of_another_currency_than_its_account_is_refused(paid: api.Checkout) -> None:
    with pytest.raises(IntegrityError, match="led_leg_currency_of_account"):
        _write_entry(paid.payment_id, 5, -5, currency="JOD")


def test_a_payment_is_posted_once(paid: api.Checkout) -> None:
    entry = _entry(paid.payment_id)
    entry.kind = "capture"
    with pytest.raises(IntegrityError, match="one_capture_per_payment"), transaction.atomic():
        entry.save()


@pytest.mark.parametrize("change", ["total = 1", "creditor = 'moi'", "paid_at = now()", "paid_at = NULL"])
def test_a_bill_says_for_ever_what_it_said_first(paid: api.Checkout, change: str) -> None:
    with pytest.raises(IntegrityError, match="says for ever"):
        _sql(f"UPDATE pay_bill SET {change}")  # noqa: S608


def test_lines_that_do_not_sum_to_the_bill_are_refused_at_commit(new_bill: NewBill) -> None:
    bill = new_bill()
    with pytest.raises(IntegrityError, match="do not sum"):
        _sql(
            "INSERT INTO pay_bill_line (bill_id, n, kind, title_ar, title_en, amount, budget_code) "
            "VALUES (%s, 3, 'fee', '', '', 1, 'x')",
            bill.id,
        )


@pytest.mark.django_db(transaction=True)
def test_legs_are_not_added_to_an_entry_later(paid: api.Checkout) -> None:
    entry = Entry.objects.get(payment_id=paid.payment_id)
    account = Account.objects.get(code="psp:card:receivable")
    with pytest.raises(IntegrityError, match="transaction of their entry"):
        Leg.objects.create(entry=entry, n=9, account=account, amount=5, currency="ILS")


@pytest.mark.parametrize(
    ("corruption", "invariant"),
    [
        ("UPDATE led_leg SET amount = amount + 1 WHERE n = 1", "sums to zero"),
        ("DELETE FROM led_leg; DELETE FROM led_entry", "exactly one entry"),
        ("UPDATE pay_payment SET state = 'expired'", "events lead to"),
        ("DELETE FROM outbox_event", "BillPaid"),
        ("UPDATE pay_bill SET paid_at = NULL", "marked paid"),
        ("UPDATE pay_payment SET captured_amount = 9999", "more than was authorised"),
    ],
)
def test_verification_finds_what_was_broken_behind_the_triggers(
    paid: api.Checkout, corruption: str, invariant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert find_violations() == []
    sneak = transaction.atomic()
    sneak.__enter__()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(corruption)
            cursor.execute("SET LOCAL session_replication_role = origin")
        with pytest.raises(SystemExit) as ended:
            call_command("payments_verify")
        assert ended.value.code == 1
        assert invariant in capsys.readouterr().out
    finally:
        transaction.set_rollback(True)
        sneak.__exit__(None, None, None)
