"""Paying the fee on one of the channels that payments offers: on an outside page, or by following instructions."""

from collections.abc import Sequence
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.design.templatetags.design import money
from hukumati.core.money import Money
from hukumati.payments import api as payments
from hukumati.web.portal.applying import signed_in
from hukumati.web.portal.forms import PaymentChannelForm
from hukumati.web.sign_in.person import person_required


def _open_bill(request: HttpRequest, reference: str) -> tuple[cases.CaseView, payments.Bill | None]:
    case = cases.get_case(reference=reference, sub=signed_in(request).sub)
    if not case.awaits_payment or case.bill_id is None:
        return case, None
    bill = payments.get_bill(bill_id=case.bill_id)
    return case, bill if bill.status in {"open", "part_paid"} else None


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def pay(request: HttpRequest, reference: str) -> HttpResponse:
    """Offer the ways to pay, and lead to the one chosen."""
    case, bill = _open_bill(request, reference)
    if bill is None:
        return redirect("case", reference)
    channels = payments.list_channels()
    form = PaymentChannelForm(request.POST or None, channels=channels, attempt=uuid4().hex)
    unavailable: Bilingual | None = None
    if request.method == "POST" and form.is_valid():
        way = form.cleaned_data["way"]
        try:
            return redirect(_checkout(reference, signed_in(request).sub, bill, way, form.cleaned_data["attempt"]))
        except payments.BillAlreadyPaid:
            return redirect("case", reference)
        except payments.AcquirerUnavailable:
            unavailable = next(channel.unavailable for channel in channels if channel.key == way)
    context = {"case": case, "bill": bill, "form": form, "unavailable": unavailable, "failed": _last_failed(bill)}
    response = render(request, "portal/pay.html", context, status=422 if form.errors else 200)
    origins = tuple(origin for channel in channels for origin in channel.redirect_origins)
    response.csp_form_action = origins  # type: ignore[attr-defined]
    return response


def _checkout(reference: str, sub: str, bill: payments.Bill, channel: str, attempt: str) -> str:
    checkout = payments.start_payment(
        bill_id=bill.id,
        channel=channel,
        return_url=settings.HUKUMATI.portal_url + reverse("pay_return", args=[reference]),
        idempotency_key=attempt,
    )
    if checkout.redirect_url:
        return checkout.redirect_url
    number = payments.get_instructions(bill_id=bill.id, channel=channel).number
    cases.send_payment_number(reference=reference, sub=sub, number=number)
    return reverse("payment_instructions", args=[reference, channel])


def _last_failed(bill: payments.Bill) -> payments.Payment | None:
    tried = payments.list_payments(bill_id=bill.id)
    return tried[-1] if tried and tried[-1].status in {"failed", "cancelled", "error"} else None


@require_safe
@person_required
def returned(request: HttpRequest, reference: str) -> HttpResponse:
    """Receive the person back from an outside page, ask how the payment ended, and lead on."""
    case = cases.get_case(reference=reference, sub=signed_in(request).sub)
    last = _last_with_return(case)
    if last is None:
        return redirect("case", reference)
    payment = payments.refresh_payment(payment_id=last.id)
    if payment.status == "success":
        return redirect("case", reference)
    if payment.status in {"failed", "cancelled", "error"}:
        return redirect("pay", reference)
    return render(request, "portal/payment_unknown.html", {"case": case})


def _last_with_return(case: cases.CaseView) -> payments.Payment | None:
    tried = payments.list_payments(bill_id=case.bill_id) if case.bill_id else ()
    return next((payment for payment in reversed(tried) if payment.has_return), None)


@require_safe
@person_required
def instructions(request: HttpRequest, reference: str, channel: str) -> HttpResponse:
    """Show what a person does to pay on a channel that leads to no outside page."""
    case, bill = _open_bill(request, reference)
    if bill is None:
        return redirect("case", reference)
    try:
        shown = payments.get_instructions(bill_id=bill.id, channel=channel)
    except payments.BillAlreadyPaid:
        return redirect("case", reference)
    context = {"case": case, "bill": bill, "instructions": shown, "steps": _steps(shown.steps, bill.due)}
    return render(request, "portal/payment_instructions.html", context)


def _steps(steps: Sequence[Bilingual], due: Money) -> list[SafeString]:
    """Word the steps in the active language, with the amount isolated from the direction of the text around it."""
    return [format_html(str(step), amount=money(due)) for step in steps]
