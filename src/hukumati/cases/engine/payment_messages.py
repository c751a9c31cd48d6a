"""What the platform itself tells the citizen about money: the number to pay by, and that cash has arrived."""

from uuid import UUID

from hukumati.cases.engine.loading import language_of
from hukumati.cases.engine.messages import send_notice
from hukumati.cases.models import Case
from hukumati.core.bilingual import Bilingual
from hukumati.core.design.formats import in_plain_spaces, long_date, money_text
from hukumati.core.money import Money
from hukumati.payments import api as payments
from hukumati.service_language.api import Definition

NUMBER = Bilingual(
    ar="حكومتي: رقم الدفع {number} للطلب {reference}، والمبلغ {amount}. ادفع نقدًا{until}. {url}",
    en="Hukumati: payment number {number} for application {reference}, amount {amount}. Pay in cash{until}. {url}",
)
UNTIL = Bilingual(ar=" حتى {day}", en=" by {day}")
RECEIVED = Bilingual(
    ar="حكومتي: استلمنا {amount} دفعتها نقدًا للطلب {reference}، ونتابع العمل عليه. {url}",
    en="Hukumati: we received the {amount} you paid in cash for application {reference}. It goes on. {url}",
)


def notify_of_payment_number(case: Case, definition: Definition, *, bill: payments.Bill, number: str) -> None:
    """Send the number by which a bill is paid in cash: the page with it may be closed at the point of sale."""
    language = language_of(case)
    due_at = bill.due_at
    until = UNTIL.of(language).format(day=long_date(due_at, language=language)) if due_at else ""
    values = {"number": number, "amount": _amount(bill.due, language), "until": in_plain_spaces(until)}
    send_notice(case, definition, NUMBER, key=f"payment_number:{bill.id}", **values)


def notify_of_payment(case: Case, definition: Definition, *, bill_id: UUID, paid: Money) -> None:
    """Tell who paid in cash, far from the site, that the money has arrived."""
    values = {"amount": _amount(paid, language_of(case))}
    send_notice(case, definition, RECEIVED, key=f"payment_received:{bill_id}", **values)


def _amount(amount: Money, language: str) -> str:
    return in_plain_spaces(money_text(amount, language=language))
