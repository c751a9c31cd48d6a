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
PART_RECEIVED = Bilingual(
    ar="حكومتي: استلمنا {amount} دفعتها نقدًا للطلب {reference}، وبقي عليك {due}{until}. {url}",
    en="Hukumati: we received the {amount} you paid in cash for application {reference}. "
    "{due} is still to be paid{until}. {url}",
)
RECEIVED = Bilingual(
    ar="حكومتي: استلمنا {amount} دفعتها نقدًا للطلب {reference}، ونتابع العمل عليه. {url}",
    en="Hukumati: we received the {amount} you paid in cash for application {reference}. It goes on. {url}",
)


def notify_of_payment_number(case: Case, definition: Definition, *, bill: payments.Bill, number: str) -> None:
    """Send the number by which a bill is paid in cash: the page with it may be closed at the point of sale."""
    language = language_of(case)
    values = {"number": number, "amount": amount_in_message(bill.due, language), "until": _until(bill, language)}
    send_notice(case, definition, NUMBER, key=f"payment_number:{bill.id}", **values)


def notify_of_part(case: Case, definition: Definition, *, bill: payments.Bill, payment_id: UUID, paid: Money) -> None:
    """Tell who paid a part of a bill in cash what has arrived, what is still due and until when."""
    language = language_of(case)
    values = {"amount": amount_in_message(paid, language), "due": amount_in_message(bill.due, language)}
    key, until = f"payment_part:{payment_id}", _until(bill, language)
    send_notice(case, definition, PART_RECEIVED, key=key, **values, until=until)


def notify_of_payment(case: Case, definition: Definition, *, bill_id: UUID, paid: Money) -> None:
    """Tell who paid in cash, far from the site, that the money has arrived."""
    values = {"amount": amount_in_message(paid, language_of(case))}
    send_notice(case, definition, RECEIVED, key=f"payment_received:{bill_id}", **values)


def _until(bill: payments.Bill, language: str) -> str:
    day = long_date(bill.due_at, language=language) if bill.due_at else ""
    return in_plain_spaces(UNTIL.of(language).format(day=day)) if day else ""


def amount_in_message(amount: Money, language: str) -> str:
    """Write an amount for a message."""
    return in_plain_spaces(money_text(amount, language=language))
