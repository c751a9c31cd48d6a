"""Following one's applications and taking their documents."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.clock import now
from hukumati.core.design.parts import Row
from hukumati.documents import api as documents
from hukumati.notifications import api as notifications
from hukumati.payments import api as payments
from hukumati.web.portal.applying import facts_of, signed_in
from hukumati.web.portal.forms import AnswerForm
from hukumati.web.portal.summaries import MILESTONES, answer_rows, steps
from hukumati.web.sign_in.person import person_required


@require_safe
@person_required
def my_cases(request: HttpRequest) -> HttpResponse:
    """This will list the person's applications and documents."""
    person = signed_in(request)
    rows = [(case, MILESTONES[case.milestone]) for case in cases.list_cases(sub=person.sub)]
    context = {"cases": rows, "documents": documents.list_documents(owner=person.sub)}
    return render(request, "portal/my_cases.html", context)


@require_safe
@person_required
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """This will show where an application stands, what comes next, and what was sent."""
    return _shown(request, reference, AnswerForm())


def _shown(request: HttpRequest, reference: str, form: AnswerForm) -> HttpResponse:
    person = signed_in(request)
    view = cases.get_case(reference=reference, sub=person.sub)
    context = {
        "case": view,
        "form": form,
        "steps": steps(view),
        "milestone": MILESTONES[view.milestone],
        "answers": _answers(view),
        "bill": payments.get_bill(bill_id=view.bill_id) if view.bill_id else None,
        "payments": payments.list_payments(bill_id=view.bill_id) if view.bill_id else (),
        "documents": documents.list_documents(owner=person.sub, case_reference=view.reference),
        "messages": notifications.list_messages(about=f"case:{view.reference}"),
    }
    return render(request, "portal/case.html", context, status=422 if form.errors else 200)


def _answers(view: cases.CaseView) -> list[Row]:
    definition = catalogue.get_version(version_id=view.version_id).definition
    facts = facts_of(view, definition)
    questions = [q for page in definition.form.pages for q in definition.form.visible(page.id, view.answers, facts)]
    return answer_rows(definition=definition, case=view, questions=questions)


@require_POST
@person_required
def withdraw(request: HttpRequest, reference: str) -> HttpResponse:
    """This will withdraw an application that is not decided yet."""
    cases.withdraw(reference=reference, sub=signed_in(request).sub, now=now())
    return redirect("case", reference)


@require_POST
@person_required
def answer(request: HttpRequest, reference: str) -> HttpResponse:
    """This will pass the person's answer to an officer's question on."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, reference, form)
    answered = form.cleaned_data["answer"]
    cases.answer_officer(reference=reference, sub=signed_in(request).sub, answer=answered, now=now())
    return redirect("case", reference)


@require_safe
@person_required
def document(request: HttpRequest, serial: str) -> HttpResponse:
    """This will hand out the sealed PDF to its owner."""
    data = documents.read_pdf(serial=serial, owner=signed_in(request).sub)
    return HttpResponse(
        data,
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{serial}.pdf"'},
    )
