"""Paying the fee: by card on the acquirer's page, or in cash at an agent with a reference."""

from urllib.parse import urlsplit
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.cases import api as cases
from hukumati.core.design.formats import active_language
from hukumati.payments import api as payments
from hukumati.web.portal.applying import signed_in
from hukumati.web.portal.forms import WayToPayForm
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
    form = WayToPayForm(request.POST or None, initial={"attempt": uuid4().hex})
    is_unavailable = False
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["way"] == "cash":
            return redirect("cash", reference)
        try:
            return redirect(_checkout(reference, bill, form.cleaned_data["attempt"]))
        except payments.BillAlreadyPaid:
            return redirect("case", reference)
        except payments.AcquirerUnavailable:
            is_unavailable = True
    context = {"case": case, "bill": bill, "form": form, "unavailable": is_unavailable, "failed": _last_failed(bill)}
    response = render(request, "portal/pay.html", context, status=422 if form.errors else 200)
    acquirer = urlsplit(settings.HUKUMATI.acquirer_url)
    response.csp_form_action = (f"{acquirer.scheme}://{acquirer.netloc}",)  # type: ignore[attr-defined]
    return response


def _checkout(reference: str, bill: payments.Bill, attempt: str) -> str:
    checkout = payments.start_card_payment(
        bill_id=bill.id,
        return_url=settings.HUKUMATI.portal_url + reverse("pay_return", args=[reference]),
        idempotency_key=attempt,
    )
    return checkout.redirect_url


def _last_failed(bill: payments.Bill) -> payments.Payment | None:
    tried = payments.list_payments(bill_id=bill.id)
    return tried[-1] if tried and tried[-1].status in {"failed", "cancelled", "error"} else None


@require_safe
@person_required
def returned(request: HttpRequest, reference: str) -> HttpResponse:
    """Take the person back from the acquirer's page, ask how it ended, and lead on."""
    case = cases.get_case(reference=reference, sub=signed_in(request).sub)
    last = _last_by_card(case)
    if last is None:
        return redirect("case", reference)
    payment = payments.refresh_payment(payment_id=last.id)
    if payment.status == "success":
        return redirect("case", reference)
    if payment.status in {"failed", "cancelled", "error"}:
        return redirect("pay", reference)
    return render(request, "portal/payment_unknown.html", {"case": case})


def _last_by_card(case: cases.CaseView) -> payments.Payment | None:
    tried = payments.list_payments(bill_id=case.bill_id) if case.bill_id else ()
    return next((payment for payment in reversed(tried) if payment.channel == "card"), None)


@require_safe
@person_required
def cash(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the reference that an agent needs to take the fee in cash."""
    case, bill = _open_bill(request, reference)
    if bill is None:
        return redirect("case", reference)
    try:
        number = payments.issue_cash_reference(bill_id=bill.id)
    except payments.BillAlreadyPaid:
        return redirect("case", reference)
    groups = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    context = {
        "case": case,
        "bill": bill,
        "number": groups,
        "agent_url": f"{settings.HUKUMATI.agent_url}/?lang={active_language()}",
    }
    return render(request, "portal/cash.html", context)
