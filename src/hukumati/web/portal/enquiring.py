"""Enquiries: one page from sign-in to the answer."""

from typing import Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hukumati.catalogue import api as catalogue
from hukumati.core.clock import now
from hukumati.enquiries import api as enquiries
from hukumati.web.enquiry_answers import read_answer
from hukumati.web.portal import question_forms
from hukumati.web.portal.applying import signed_in
from hukumati.web.sending.marks import NOT_TYPED
from hukumati.web.sign_in.person import Person, person_required

SESSION_KEY: Final = "portal.enquiry"
LONGEST_ANSWERS: Final = 64_000
"""No page of ours sends more; what is longer is dropped whole, and never cut in the middle of an answer."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def enquiry(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask the registers and show the answer, beneath what has to be chosen first.

    What was chosen is kept in the session, and not in the address: the page can be opened again, and nothing of the
    person stands in it.
    """
    service = catalogue.get_service(code_or_slug=slug).summary
    if service.kind != "enquiry":
        return redirect("service", service.slug)
    person = signed_in(request)
    if not person.id_number or person.staff:  # officials ask with their own account, not that of their office
        return render(request, "portal/no_identity_number.html", {"service": service}, status=403)
    if request.method == "POST":
        _keep(request, service.code)
        return redirect("enquiry", service.slug)
    posted = _kept(request, service.code)
    made = enquiries.enquire(service_code=service.code, asker=_asker(person), posted=posted, now=now())
    return render(request, "portal/enquiry.html", {"service": service, **_context(made, posted)})


def _asker(person: Person) -> enquiries.Asker:
    return enquiries.Asker(
        sub=person.sub, id_number=person.id_number or "", phone=person.phone or None, email=person.email or None
    )


def _keep(request: HttpRequest, code: str) -> None:
    posted = request.POST.copy()
    for name in NOT_TYPED:
        posted.pop(name, None)
    chosen = posted.urlencode()
    request.session[SESSION_KEY] = {"service": code, "posted": chosen if len(chosen) <= LONGEST_ANSWERS else ""}


def _kept(request: HttpRequest, code: str) -> QueryDict | None:
    """Return what was chosen last in this enquiry."""
    kept = request.session.get(SESSION_KEY) or {}
    return QueryDict(kept["posted"]) if kept.get("service") == code else None


def _context(made: enquiries.Enquiry, posted: QueryDict | None) -> dict[str, object]:
    result = made.result
    form = question_forms.build(
        session=result.session,
        questions=result.questions,
        data=posted if made.errors else None,
        errors=made.errors or None,
    )
    page = made.definition.form.pages[0] if result.questions else None
    return {
        "result": result,
        "is_silent": made.is_silent,
        "is_refused": bool(made.refused),
        "page": page,
        "form": form if page else None,
        "answer": read_answer(result.answer) if result.answer and not made.errors else None,
        "asked_at": made.asked_at,
    }
