"""The cash channel: its declaration, and where each of its steps is."""

from collections.abc import Sequence
from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.urls import URLPattern, path

from hukumati.core.bilingual import Bilingual, active_language
from hukumati.payments.channels.agent_cash.messages import parse_cash_notice
from hukumati.payments.channels.agent_cash.notices import record_notice
from hukumati.payments.channels.agent_cash.references import CHANNEL, await_cash
from hukumati.payments.channels.base import Channel, Checkout, Instructions, InstructionsLink
from hukumati.payments.domain.states import Cause, State
from hukumati.payments.models import InboxMessage

_STEPS = (
    Bilingual(ar="اذهب إلى إحدى نقاط بيع شركات الدفع.", en="Go to a point of sale of a payment company."),
    Bilingual(
        ar="اذكر لهم هذا الرقم وادفع {amount}. لا تدفع أكثر من ذلك.",
        en="Give them this number and pay {amount}. Do not pay more than that.",
    ),
    Bilingual(
        ar="احتفظ بالإيصال. نخبرك برسالة نصية حين نستلم دفعتك.",
        en="Keep the receipt. We send you a text message when we have received your payment.",
    ),
)


class AgentCashChannel(Channel):
    """Cash at a point of sale of any agent company, which reports it through the bill switch."""

    key: ClassVar[str] = CHANNEL
    label: ClassVar[Bilingual] = Bilingual(ar="نقدًا", en="In cash")
    hint: ClassVar[Bilingual] = Bilingual(
        ar="برقم تقدّمه في إحدى نقاط بيع شركات الدفع، ولا حاجة إلى حساب مصرفي.",
        en="With a number, at a point of sale of a payment company. No bank account needed.",
    )
    pays_away: ClassVar[bool] = True
    required_settings: ClassVar[tuple[str, ...]] = ("ebpp_username", "ebpp_password", "agent_url")

    def start(self, *, bill_id: UUID, return_url: str, idempotency_key: str) -> Checkout:
        """Await cash for what the bill still owes; a bill awaits cash once, whatever the key."""
        payment = await_cash(bill_id=bill_id)
        return Checkout(payment_id=payment.id, state=State(payment.state), redirect_url="")

    def advance(self, *, payment_id: UUID, cause: Cause, evidence: str = "") -> bool:
        """Do nothing: agents report the cash they took, and cannot be asked."""
        return True

    def process(self, *, message: InboxMessage) -> None:
        """Record the cash of a notice that was stored, but not recorded, because the process died in between."""
        record_notice(parse_cash_notice(bytes(message.raw)), message=message)

    def instructions(self, *, bill_id: UUID) -> Instructions:
        """Return the bill's cash reference, and what to do with it."""
        number = await_cash(bill_id=bill_id).bill.cash_reference or ""
        return Instructions(
            title=Bilingual(ar="الدفع نقدًا", en="Pay in cash"),
            heading=Bilingual(ar="الدفع نقدًا في نقطة بيع", en="Pay in cash at a point of sale"),
            number_label=Bilingual(ar="رقم الدفع الخاص بك", en="Your payment number"),
            number=" ".join(number[start : start + 4] for start in range(0, len(number), 4)),
            steps=_STEPS,
            demo_link=InstructionsLink(
                introduction=Bilingual(
                    ar="في هذا العرض أنت الوكيل أيضًا:", en="In this demonstration, you are the agent too:"
                ),
                text=Bilingual(ar="افتح صندوق الوكيل", en="open the agent's till"),
                url=f"{settings.HUKUMATI.agent_url}/?lang={active_language()}",
            ),
        )

    def urls(self) -> Sequence[URLPattern]:
        """Return the two endpoints of the bill switch."""
        from hukumati.payments.channels.agent_cash import views  # only the host `pay` needs the views

        return (
            path("ebpp/BillPull", views.bill_pull, name="ebpp_bill_pull"),
            path("ebpp/PaymentNotification", views.payment_notification, name="ebpp_payment_notification"),
        )
