"""Tables and constraints of bills, payments and the ledger; the rules are in `domain`, the triggers in `triggers`."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import CheckConstraint, Index, Q, UniqueConstraint

from hukumati.payments.domain.states import TERMINAL, State

STATES: list[tuple[str, str]] = [(state.value, state.value) for state in State]
OPEN_OPERATION = ("sent", "unknown")


class Bill(models.Model):
    """A debt to a creditor; what was paid of it is the sum of the ledger's legs that are tagged with it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    key = models.CharField(max_length=200, unique=True)
    creditor = models.CharField(max_length=60)
    title_ar = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    currency = models.CharField(max_length=3)
    total = models.BigIntegerField()
    payer_initials = models.CharField(max_length=20)
    cash_reference = models.CharField(max_length=14, unique=True, null=True)  # noqa: DJ001 - unique, and absent at first
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancellation_reason = models.CharField(max_length=300, blank=True)
    paid_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "pay_bill"
        constraints: ClassVar = [CheckConstraint(condition=Q(total__gt=0), name="pay_bill_total_positive")]

    def __str__(self) -> str:
        return str(self.id)


class BillLine(models.Model):
    """One line of a bill, with the budget code its revenue goes to."""

    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="lines")
    n = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    title_ar = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    amount = models.BigIntegerField()
    budget_code = models.CharField(max_length=40)

    class Meta:
        db_table = "pay_bill_line"
        constraints: ClassVar = [
            UniqueConstraint(fields=["bill", "n"], name="pay_bill_line_numbered"),
            CheckConstraint(condition=Q(amount__gt=0), name="pay_bill_line_amount_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.bill_id} {self.n}"


class Payment(models.Model):
    """One attempt to pay a bill on one channel."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, related_name="payments")
    channel = models.CharField(max_length=20)
    psp = models.CharField(max_length=60)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    captured_amount = models.BigIntegerField(null=True)
    state = models.CharField(max_length=20, choices=STATES, default=State.CREATED)
    state_before_late = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=0)
    psp_ref = models.CharField(max_length=100, blank=True)
    page_url = models.CharField(max_length=2000, blank=True)
    return_url = models.CharField(max_length=2000, blank=True)
    receipt_number = models.CharField(max_length=20, unique=True, null=True)  # noqa: DJ001 - unique, and absent at first
    created_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    check_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "pay_payment"
        constraints: ClassVar = [
            CheckConstraint(condition=Q(amount__gt=0), name="pay_payment_amount_positive"),
            UniqueConstraint(
                fields=["bill", "channel"],
                condition=~Q(state__in=sorted(TERMINAL)),
                name="pay_payment_one_unfinished_per_channel",
            ),
        ]
        indexes: ClassVar = [
            Index(fields=["check_at"], condition=Q(check_at__isnull=False), name="pay_payment_check_at"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Operation(models.Model):
    """One call to an acquirer, or one notice of cash taken by an agent company; its id is the idempotency key."""

    op_id = models.UUIDField(primary_key=True, default=uuid4)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="operations")
    kind = models.CharField(max_length=12)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    psp = models.CharField(max_length=60)
    psp_ref = models.CharField(max_length=100, null=True)  # noqa: DJ001 - unique, and absent until the answer
    state = models.CharField(max_length=14)
    attempt = models.PositiveSmallIntegerField(default=1)
    request_digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "pay_operation"
        constraints: ClassVar = [
            UniqueConstraint(fields=["psp", "psp_ref", "kind"], name="pay_operation_once_at_psp"),
            UniqueConstraint(fields=["payment", "kind"], name="pay_operation_one_of_a_kind"),
            UniqueConstraint(
                fields=["payment"], condition=Q(state__in=OPEN_OPERATION), name="pay_operation_one_open_per_payment"
            ),
            CheckConstraint(
                condition=Q(state__in=["sent", "unknown", "done", "refused", "not_executed"]),
                name="pay_operation_known_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.op_id}"


class PaymentEvent(models.Model):
    """One step of a payment, or one stale report about it; append-only."""

    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    event = models.CharField(max_length=30)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    applied = models.BooleanField()
    cause = models.CharField(max_length=20)
    evidence = models.CharField(max_length=120, blank=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "pay_event"
        constraints: ClassVar = [UniqueConstraint(fields=["payment", "seq"], name="pay_event_numbered")]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.seq} {self.event}"


class IdempotencyKey(models.Model):
    """The use of a client's key for a request, and the payment it led to."""

    client = models.CharField(max_length=100)
    key = models.CharField(max_length=100)
    request_sha256 = models.CharField(max_length=64)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT)
    created_at = models.DateTimeField()

    class Meta:
        db_table = "pay_idempotency"
        constraints: ClassVar = [UniqueConstraint(fields=["client", "key"], name="pay_idempotency_once")]

    def __str__(self) -> str:
        return f"{self.client} {self.key}"


class InboxMessage(models.Model):
    """A message from outside as it came, stored before anything is done with it."""

    channel = models.CharField(max_length=20)
    source = models.CharField(max_length=60)
    message_id = models.CharField(max_length=100)
    raw = models.BinaryField()
    headers = models.JSONField(default=dict)
    is_genuine = models.BooleanField()
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        db_table = "pay_inbox"
        constraints: ClassVar = [UniqueConstraint(fields=["source", "message_id"], name="pay_inbox_once")]
        indexes: ClassVar = [
            Index(fields=["received_at"], condition=Q(processed_at__isnull=True), name="pay_inbox_unprocessed"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.message_id}"


class Account(models.Model):
    """An account of the ledger in one currency; it has no running balance."""

    code = models.CharField(max_length=150)
    currency = models.CharField(max_length=3)
    normal_side = models.CharField(max_length=6, choices=[("debit", "debit"), ("credit", "credit")])

    class Meta:
        db_table = "led_account"
        constraints: ClassVar = [UniqueConstraint(fields=["code", "currency"], name="led_account_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.currency}"


class Entry(models.Model):
    """One fact about money: its legs sum to zero in each currency; append-only."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    posting_key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20)
    event_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="entries")
    operation = models.ForeignKey(Operation, on_delete=models.PROTECT)

    class Meta:
        db_table = "led_entry"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["payment"],
                condition=Q(kind__in=["capture", "late_capture"]),
                name="led_entry_one_capture_per_payment",
            ),
        ]

    def __str__(self) -> str:
        return self.posting_key


class Leg(models.Model):
    """One line of an entry in minor units: debit positive, credit negative; append-only."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="legs")
    n = models.PositiveSmallIntegerField()
    account = models.ForeignKey(Account, on_delete=models.PROTECT)
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    bill = models.ForeignKey(Bill, on_delete=models.PROTECT, null=True, related_name="legs")

    class Meta:
        db_table = "led_leg"
        constraints: ClassVar = [
            UniqueConstraint(fields=["entry", "n"], name="led_leg_numbered"),
            CheckConstraint(condition=~Q(amount=0), name="led_leg_not_zero"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.n}"
