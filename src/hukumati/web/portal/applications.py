"""A person's applications: their list, the state of each, and the documents issued."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.clock import now
from hukumati.core.design.parts import Row
from hukumati.documents import api as documents
from hukumati.notifications import api as notifications
from hukumati.payments import api as payments
from hukumati.service_language.api import CONSENT
from hukumati.web.confirmation import ask_first
from hukumati.web.paging import cursors_of, neighbours_of
from hukumati.web.portal.applying import signed_in
from hukumati.web.portal.consents import awaited_of
from hukumati.web.portal.forms import AnswerForm, WayBackForm
from hukumati.web.portal.papers import keep_papers
from hukumati.web.portal.turns import turn_of
from hukumati.web.portal.withdrawing import money_after
from hukumati.web.register_answers import answers_of
from hukumati.web.sign_in.person import person_required
from hukumati.web.summaries import IN_PROGRESS, address_text, answer_rows, case_status, steps

WAYS_BACK: Final[dict[str, Promise]] = {
    "object": gettext_lazy("Object to the decision"),
    "correct": gettext_lazy("Ask for a correction"),
    "reopen": gettext_lazy("Ask for it to be reopened"),
}


@dataclass(frozen=True, slots=True)
class WayBack:
    """An action that is open for some days after the end of an application."""

    name: str
    text: str
    until: datetime
    form: WayBackForm
    may_be_silent: bool


@require_safe
@person_required
def my_cases(request: HttpRequest) -> HttpResponse:
    """List the person's applications and documents, and the consents that others await of them."""
    person = signed_in(request)
    services = person.acting.services if person.acting else ()
    page = cases.list_cases(sub=person.sub, services=services, **cursors_of(request))
    context = {
        "page": page,
        **neighbours_of(page),
        "cases": [(case, case_status(case)) for case in page.lines],
        "documents": () if services else documents.list_documents(owner=person.sub),
        "awaited": awaited_of(person),
    }
    return render(request, "portal/my_cases.html", context)


@require_safe
@person_required
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """Show an application's state, what comes next, and what was sent."""
    return _shown(request, reference, AnswerForm())


def _shown(request: HttpRequest, reference: str, form: AnswerForm, way_back: WayBackForm | None = None) -> HttpResponse:
    person = signed_in(request)
    opened = cases.open_for_owner(reference=reference, sub=person.sub)
    view = opened.case
    bill = payments.get_bill(bill_id=view.bill_id) if view.bill_id else None
    bills, goes_on = _bills(view, person.sub, bill), _goes_on_by_itself(view, bill)
    wrong = way_back if way_back is not None and way_back.errors else form
    context = {
        "case": view,
        "form": form,
        "steps": steps(view),
        "case_status": IN_PROGRESS if goes_on else case_status(view),
        "turn": turn_of(_requests(opened)),
        "goes_on": goes_on,
        "promise": catalogue.get_version(version_id=view.version_id).definition.promise,
        "asks_citizen": _asks_citizen(view),
        "shown": answers_of(view.shown),
        "told": answer_rows(case=view, questions=view.told),
        "answers": _answers(view),
        "requests": _requests(opened),
        "consents": _consents(request, opened),
        "bill": bill,
        "bills": bills,
        "has_paid": any(each.bill.paid for each in bills),
        "keeps_fee": any(each.bill.paid > each.bill.refunded for each in bills),
        "returns_part": any(each.bill.refunded for each in bills),
        "withdrawal_money": _withdrawal_money(view, person.sub),
        "documents": documents.list_documents(owner=person.sub, case_reference=view.reference),
        "messages": notifications.list_messages(about=f"case:{view.reference}"),
        "ways_back": _ways_back(view, way_back),
        "brought_to": address_text(view.handover.address) if view.handover and view.handover.address else "",
        "wrong": wrong,
    }
    return render(request, "portal/case.html", context, status=422 if wrong.errors else 200)


def _ways_back(view: cases.CaseView, tried: WayBackForm | None) -> list[WayBack]:
    """List the actions open after the end, with the posted form for the one just submitted."""
    return [
        WayBack(
            way.name,
            str(way.label if way.label is not None else WAYS_BACK.get(way.name, way.name)),
            way.until,
            tried
            if tried is not None and tried.data.get("action") == way.name
            else WayBackForm(initial={"action": way.name}, auto_id=f"id_{way.name}_%s"),
            "reason" not in way.needs,
        )
        for way in view.ways_back
    ]


def _goes_on_by_itself(view: cases.CaseView, bill: payments.Bill | None) -> bool:
    """Return whether only the platform is at work: the person may wait on the page for seconds, not days."""
    if view.awaits_payment:
        return bill is not None and bill.status in {"paid", "overpaid"}
    state = catalogue.get_version(version_id=view.version_id).definition.flow.states[view.state]
    at_work = any(effect.kind in {"ask", "tell", "issue"} for effect in state.effects)
    return at_work and view.closed_at is None and state.work is None and not view.documents


def _asks_citizen(view: cases.CaseView) -> bool:
    """Return whether an officer's question waits for an answer, not a side request."""
    definition = catalogue.get_version(version_id=view.version_id).definition
    return "answer" in definition.flow.states[view.state].actions


def _requests(opened: cases.OwnerView) -> list[cases.RequestView]:
    """List the requests put to the citizen, open ones first; requests between officials are not shown."""
    theirs = [each for each in opened.requests if each.kind in {"paper", "appointment"} and each.state != "cancelled"]
    return sorted(theirs, key=lambda each: not each.is_open)


@dataclass(frozen=True, slots=True)
class ConsentShown:
    """A consent that the application needs from somebody else; `url` is what the applicant may give them while open."""

    request: cases.RequestView
    url: str


def _consents(request: HttpRequest, opened: cases.OwnerView) -> list[ConsentShown]:
    """List the consents of others, as each was asked last."""
    last = {each.name: each for each in opened.requests if each.kind == CONSENT}
    return [
        ConsentShown(each, request.build_absolute_uri(reverse("consent", args=[each.reference, each.id])))
        for each in last.values()
    ]


@dataclass(frozen=True, slots=True)
class BillShown:
    """A bill with the payments that came for it; `title` is said where a case has several."""

    bill: payments.Bill
    receipts: tuple[payments.Payment, ...]
    title: str = ""


def _bills(view: cases.CaseView, sub: str, last: payments.Bill | None) -> list[BillShown]:
    """List the bills of an application, oldest first; only a service that charges twice can have several."""
    if last is None:
        return []
    states = view.form_session.definition.flow.states.values()
    if sum(state.awaits_payment for state in states) < 2:
        return [BillShown(last, _receipts(last))]
    listed = cases.list_bills(reference=view.reference, sub=sub)
    bills = [last if each == last.id else payments.get_bill(bill_id=each) for each in listed]
    return [BillShown(bill, _receipts(bill), str(bill.title)) for bill in bills]


def _receipts(bill: payments.Bill) -> tuple[payments.Payment, ...]:
    tried = payments.list_payments(bill_id=bill.id)
    return tuple(payment for payment in tried if payment.status == "success")


def _answers(view: cases.CaseView) -> list[Row]:
    questions = view.form_session.visible_questions()
    given = [q for q in questions if q.id in view.queued or view.answers.get(q.id) not in (None, "", [], {})]
    return answer_rows(case=view, questions=given, owed=view.queued)


@require_POST
@person_required
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether an application that is not decided yet is to be withdrawn, and withdraw it."""
    person = signed_in(request)
    view = cases.get_case(reference=reference, sub=person.sub)
    asked = _ask_to_withdraw(request, view, person.sub) if view.can_withdraw else None
    if asked is not None:
        return asked
    cases.withdraw(reference=reference, sub=person.sub, now=now())
    return redirect("case", reference)


def _withdrawal_money(view: cases.CaseView, sub: str) -> str:
    """Return what becomes of what was paid if the application is withdrawn now, "" where there is nothing to tell."""
    if not view.can_withdraw:
        return ""
    return money_after(cases.money_if_withdrawn(reference=view.reference, sub=sub, now=now()))


def _ask_to_withdraw(request: HttpRequest, view: cases.CaseView, sub: str) -> HttpResponse | None:
    return ask_first(
        request,
        question=_("Withdraw your application “%(service)s”?") % {"service": view.service.name},
        text=_("A withdrawn application ends. You can apply again at any time."),
        also=_withdrawal_money(view, sub),
        yes=_("Yes, withdraw it"),
        back_url=reverse("case", args=[view.reference]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def delete_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask whether a draft is to be deleted, and delete it."""
    person = signed_in(request)
    view = cases.get_case(reference=reference, sub=person.sub)
    if view.submitted_at is not None:
        return redirect("case", reference)
    if request.method == "POST":
        cases.discard_draft(reference=reference, sub=person.sub, now=now())
    elif view.is_draft:
        return render(request, "portal/delete_draft.html", {"case": view})
    return redirect("my_cases")


@require_POST
@person_required
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Send the person's answer to an officer's question."""
    form, sub = AnswerForm(request.POST, request.FILES), signed_in(request).sub
    if not form.is_valid():
        return _shown(request, reference, form)
    papers = keep_papers(form, reference=reference, sub=sub, question=cases.ANSWER)
    if papers is None:
        return _shown(request, reference, form)
    cases.answer_officer(reference=reference, sub=sub, answer=form.cleaned_data["answer"], papers=papers, now=now())
    return redirect("case", reference)


@require_POST
@person_required
def reopen(request: HttpRequest, reference: str) -> HttpResponse:
    """Reopen an application that has ended: an objection, or another way that its service declares."""
    form = WayBackForm(request.POST, auto_id=f"id_{slugify(request.POST.get('action', '')[:40])}_%s")
    if not form.is_valid():
        return _shown(request, reference, AnswerForm(), form)
    try:
        cases.reopen(reference=reference, sub=signed_in(request).sub, **form.cleaned_data, now=now())
    except cases.DataMissing:
        form.add_error("reason", _("Write why you ask that your application be looked at again"))
        return _shown(request, reference, AnswerForm(), form)
    except cases.AlreadyOpen as other:
        return redirect("case", other.reference)
    return redirect("case", reference)


@require_safe
@person_required
def document(request: HttpRequest, serial: str) -> HttpResponse:
    """Serve the sealed PDF to its owner."""
    data = documents.read_pdf(serial=serial, owner=signed_in(request).sub)
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{serial}.pdf"'},
    )
