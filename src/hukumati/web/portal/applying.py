"""Applying: from the first question to the submitted application."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual, active_language
from hukumati.core.clock import now
from hukumati.core.design.parts import Row
from hukumati.service_language.api import FILE_TYPES, NoSuchPage, Page
from hukumati.web.portal import question_forms
from hukumati.web.portal.repeatable_groups import entries_changed
from hukumati.web.portal.uploading import asks_for_files, keep_files, kept_files, remove_pressed
from hukumati.web.sign_in.person import Person, person_required
from hukumati.web.summaries import answer_rows, calculated_rows


def applicant_of(person: Person) -> cases.Applicant:
    """Return the signed-in person as an applicant."""
    return cases.Applicant(
        sub=person.sub,
        id_number=person.id_number or "",
        name=person.name,
        phone=person.phone or "",
        email=person.email or "",
        language=active_language(),
        represented_by=_representative(person),
    )


def _representative(person: Person) -> cases.Representative | None:
    by = person.acting
    return cases.Representative(by.sub, by.name, by.mandate, by.kind.value) if by else None


def signed_in(request: HttpRequest) -> Person:
    """Return the person of a view that requires one."""
    person: Person = request.person  # type: ignore[attr-defined]
    return person


@require_safe
@person_required
def apply(request: HttpRequest, slug: str) -> HttpResponse:
    """Open an application for a service, or resume the person's draft."""
    service = catalogue.get_service(code_or_slug=slug)
    if service.summary.kind == "enquiry":
        return redirect("enquiry", service.summary.slug)
    person = signed_in(request)
    if not person.id_number or person.staff:  # officials apply with their own account, not that of their office
        return render(request, "portal/no_identity_number.html", {"service": service.summary}, status=403)
    valid = None if "again" in request.GET else _reusable_document(service.summary.code, person)
    if valid is not None:
        is_of_one = service.definition.once.per is not None
        about = [Row(str(each.label), str(each.value)) for each in valid.about]
        context = {"service": service.summary, "document": valid, "is_of_one": is_of_one, "about": about}
        return render(request, "portal/reuse.html", context)
    try:
        case = cases.open_case(service_code=service.summary.code, applicant=applicant_of(person), now=now())
    except cases.AlreadyOpen as error:
        return redirect("case", error.reference)
    case = cases.prefill(reference=case.reference, sub=person.sub, now=now())
    return _refused(request, case, person) if _is_barred(case) else go_on(case)


def _reusable_document(service_code: str, person: Person) -> cases.Reusable | None:
    """Return a valid document that the person has already, unless another application is in progress."""
    found = cases.find_reusable(service_code=service_code, sub=person.sub, now=now())
    if found is None:
        return None
    return None if cases.is_under_way(service_code=service_code, sub=person.sub) else found


def go_on(case: cases.CaseView) -> HttpResponseRedirect:
    """Redirect to the first page of the form that is not complete, or to the check of all answers."""
    return _to_page(case, case.form_session.next_page(saved=case.answered_pages))


def _to_page(case: cases.CaseView, page_id: str | None) -> HttpResponseRedirect:
    return redirect("form_page", case.reference, page_id) if page_id else redirect("check", case.reference)


@require_POST
@person_required
def ask_again(request: HttpRequest, reference: str) -> HttpResponse:
    """Query again the registers that did not answer."""
    case = cases.prefill(reference=reference, sub=signed_in(request).sub, now=now())
    return redirect("apply", case.service.slug) if _is_barred(case) else go_on(case)


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def page(request: HttpRequest, reference: str, page_id: str) -> HttpResponse:
    """Show one page of questions and save its answers."""
    person = signed_in(request)
    case = cases.get_case(reference=reference, sub=person.sub)
    if not case.is_draft:  # submitted or deleted in another window: what was typed here goes nowhere
        return _moved_on(request, case) if request.method == "POST" else redirect("case", reference)
    if _is_barred(case):
        return _cannot_go_on(request, case)
    if page_id not in [each.id for each in case.form_session.definition.form.pages]:
        raise NoSuchPage(page_id)
    if request.method != "POST":
        return _form_page(request, case, page_id, None)
    try:
        return _save(request, case, page_id, person)
    except cases.CaseMovedOn:
        return _moved_on(request, case)


def _moved_on(request: HttpRequest, case: cases.CaseView) -> HttpResponse:
    return render(request, "portal/moved_on.html", {"case": case}, status=409)


def _save(request: HttpRequest, case: cases.CaseView, page_id: str, person: Person) -> HttpResponse:
    """A button inside the page only changes the page; the main one saves it and leads on."""
    reference, sub = case.reference, person.sub
    questions = case.form_session.effective_questions(page_id)
    posted = request.POST.copy()
    refused = keep_files(request, case, questions, person, posted)
    changed = entries_changed(posted, questions)
    if remove_pressed(request, case, person) or refused or changed is not None:
        case = cases.get_case(reference=reference, sub=sub)
        return _form_page(request, case, page_id, refused, posted if changed is None else changed)
    try:
        case = cases.save_page(
            reference=reference, sub=sub, page_id=page_id, raw=posted, seen_seq=_seen(request), now=now()
        )
    except cases.AnswersInvalid as found:
        return _form_page(request, case, page_id, found.errors, posted)
    return _after(case, page_id)


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def _after(case: cases.CaseView, page_id: str) -> HttpResponse:
    if case.blocked:
        return redirect("check", case.reference)
    return _to_page(case, case.form_session.next_page(saved=case.answered_pages, after=page_id))


def _is_barred(case: cases.CaseView) -> bool:
    """Return whether nothing on the form can help: a person whom only an answer bars may still change it."""
    return case.prefill == "unavailable" or (case.blocked is not None and not case.blocked_by_answers)


def _refused(request: HttpRequest, case: cases.CaseView, person: Person, status: int = 200) -> HttpResponse:
    """Say why an attempt cannot go on; one that no answer can help leaves no draft behind."""
    if case.is_draft and case.blocked is not None and not case.blocked_by_answers:
        cases.discard_draft(reference=case.reference, sub=person.sub, now=now())
    return _cannot_go_on(request, case, status=status)


def _cannot_go_on(request: HttpRequest, case: cases.CaseView, status: int = 200) -> HttpResponse:
    context = {"case": case, "reason": case.blocked, "changeable": _changeable(case) if case.blocked_by_answers else ()}
    return render(request, "portal/cannot_go_on.html", context, status=status)


def _changeable(case: cases.CaseView) -> list[Page]:
    """List the pages on which the person has answered something that can be answered otherwise."""
    visible = case.form_session.visible_pages()
    pages = case.form_session.definition.form.pages
    answered = [page for page in pages if page.id in visible and page.id in case.answered_pages]
    return [page for page in answered if any(each.source is None for each in page.ask)]


def _form_page(
    request: HttpRequest,
    case: cases.CaseView,
    page_id: str,
    errors: Mapping[str, Bilingual] | None,
    posted: QueryDict | None = None,
) -> HttpResponse:
    """Render a page of questions; `posted` is what was sent, with what was kept, added or removed since."""
    session = case.form_session
    page = session.definition.form.page(page_id)
    visible, questions, pending = session.visible(page_id), session.effective_questions(page_id), session.pending()
    locked = {question.id for question in questions if question.locked and question.id not in pending}
    form = question_forms.build(
        session=session,
        questions=question_forms.rendered(page, visible),
        data=posted,
        errors=errors,
        kept=kept_files(case, questions, signed_in(request), posted),
    )
    context = {
        "case": case,
        "form": form,
        "page": page,
        "nothing_to_choose": question_forms.unanswerable(visible, session),
        "known": answer_rows(case=case, questions=[question for question in visible if question.id in locked]),
        "away": [
            asked.label
            for asked, effective in zip(page.ask, questions, strict=True)
            if asked in visible and asked.locked != effective.locked
        ],
        "owed": [question.label for question in visible if question.id in pending],
        "outdated": [
            (question.label, session.refused_answers[question.id])
            for question in visible
            if question.id in session.refused_answers and not errors
        ],
        "uploads": asks_for_files(questions),
        "buttons": any(question.type in (*FILE_TYPES, "group") for question in questions),
        **place_among(page_id, session.visible_pages()),
    }
    return render(request, "portal/form_page.html", context, status=422 if errors else 200)


def place_among(page_id: str, visible: list[str]) -> dict[str, Any]:
    """Return the page's number among those that are asked; an address typed by hand may lead to another."""
    names = visible if page_id in visible else [*visible, page_id]
    position = names.index(page_id)
    return {"number": position + 1, "count": len(names), "previous": names[position - 1] if position else ""}


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def check(request: HttpRequest, reference: str) -> HttpResponse:
    """Show all answers and the fee, and submit the application."""
    person = signed_in(request)
    if request.method == "POST":
        return _submit(request, reference, person)
    case = cases.get_case(reference=reference, sub=person.sub)
    if not case.is_draft:
        return redirect("case", reference)
    if case.blocked or case.prefill == "unavailable":
        return _cannot_go_on(request, case)
    following = go_on(case)
    return _check(request, case) if following.url == request.path else following


def _submit(request: HttpRequest, reference: str, person: Person) -> HttpResponse:
    try:
        case = cases.submit(reference=reference, sub=person.sub, seen_seq=_seen(request), now=now())
    except cases.AnswersMissing as missing:
        return redirect("form_page", reference, missing.page)
    except cases.RegistersChanged:
        return redirect(f"{reverse('check', args=[reference])}?changed")
    except cases.CaseMovedOn:
        return _moved_on(request, cases.get_case(reference=reference, sub=person.sub))
    except cases.NotEligible as refusal:
        case = cases.get_case(reference=reference, sub=person.sub)
        if case.blocked is None:
            return render(request, "portal/cannot_go_on.html", {"case": case, "reason": refusal.reason}, status=422)
        return _refused(request, case, person, status=422)
    return redirect("pay" if case.awaits_payment else "case", reference)


def _check(request: HttpRequest, case: cases.CaseView) -> HttpResponse:
    session = case.form_session
    visible, pending = session.visible_pages(), session.pending()
    form = session.definition.form
    pages = [
        (page, answer_rows(case=case, questions=session.visible(page.id), page_id=page.id, owed=pending))
        for page in form.pages
        if page.id in visible
    ]
    quote = cases.quote(case=case)
    changed = cases.list_changed_questions(reference=case.reference, sub=signed_in(request).sub)
    context = {
        "case": case,
        "changed": [question.label for question in session.visible_questions() if question.id in changed],
        "is_otherwise": "changed" in request.GET,
        "pages": pages,
        "calculated": calculated_rows(session),
        "quote": quote,
        "previous": visible[-1] if visible else "",
        "owed": [question.label for question in form.questions() if question.id in pending],
        "pays_now": bool(quote.total) and not pending and session.leads_to_payment(),
    }
    return render(request, "portal/check.html", context)
