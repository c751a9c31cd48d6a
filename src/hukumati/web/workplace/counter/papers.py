"""Mandates on paper: guardians by order of a court, and powers of attorney that a mission or a notary certified."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.identity import api as identity
from hukumati.web.confirmation import ask_first
from hukumati.web.sign_in.person import staff_required
from hukumati.web.workplace.counter.paper_forms import FindForm, PaperForm
from hukumati.web.workplace.counter.paper_words import described, rows_of, words_for
from hukumati.web.workplace.counter.visits import staff_of

notary_required = staff_required("notary")
ENTER = {
    identity.MandateKind.WARD: identity.enter_guardian,
    identity.MandateKind.POWER_OF_ATTORNEY: identity.certify_power_of_attorney,
}


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@notary_required
def papers(request: HttpRequest) -> HttpResponse:
    """List what waits for a second official, and find what was entered about a person."""
    number, found = staff_of(request).number, None
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = [described(each) for each in identity.look_up_papers(**form.cleaned_data, officer=number)]
    waiting = [described(each) for each in identity.list_guardians_to_confirm(officer=number)]
    context = {"form": form, "found": found, "waiting": waiting}
    return render(request, "workplace/counter/papers.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@notary_required
def new_guardian(request: HttpRequest) -> HttpResponse:
    """Enter a guardian from the order of a court."""
    return _enter(
        request,
        identity.MandateKind.WARD,
        title=_("Enter a guardian by order of a court"),
        text=_(
            "A colleague of yours confirms it; then the guardian may act. Nobody enters or confirms what concerns "
            "themself."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@notary_required
def new_power_of_attorney(request: HttpRequest) -> HttpResponse:
    """Enter a power of attorney that the official certified."""
    return _enter(
        request,
        identity.MandateKind.POWER_OF_ATTORNEY,
        title=_("Enter a certified power of attorney"),
        text=_("It may be used at once, and you answer for it. Either side may end it at any time in their account."),
    )


def _enter(request: HttpRequest, kind: identity.MandateKind, *, title: str, text: str) -> HttpResponse:
    form = PaperForm(request.POST or None, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            entered = ENTER[kind](paper=form.paper(), officer=staff_of(request).number)
            return redirect("paper", entered)
        except identity.PaperRefused as refusal:
            form.add_error(None, words_for(refusal))
    context = {"form": form, "title": title, "text": text}
    return render(request, "workplace/counter/new_paper.html", context, status=422 if form.errors else 200)


@require_safe
@never_cache
@notary_required
def paper(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Show a mandate that the body entered, and what may be done with it."""
    return _show(request, mandate_id)


@require_POST
@notary_required
def confirm(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Confirm a guardian as the second official."""
    try:
        identity.confirm_guardian(mandate=mandate_id, officer=staff_of(request).number)
    except identity.PaperRefused as refusal:
        return _show(request, mandate_id, problem=words_for(refusal))
    return redirect("paper", mandate_id)


@require_POST
@notary_required
def revoke(request: HttpRequest, mandate_id: UUID) -> HttpResponse:
    """Revoke a mandate after a question: it ends at once, everywhere."""
    asked = ask_first(
        request,
        question=_("Revoke this mandate?"),
        text=_("It ends at once, and both sides are told. Do it on the paper that ends it, and on no other."),
        yes=_("Yes, revoke it"),
        back_url=reverse("paper", args=[mandate_id]),
    )
    if asked is not None:
        return asked
    try:
        identity.revoke_paper(mandate=mandate_id, officer=staff_of(request).number)
    except identity.PaperRefused as refusal:
        return _show(request, mandate_id, problem=words_for(refusal))
    return redirect("paper", mandate_id)


def _show(request: HttpRequest, mandate_id: UUID, *, problem: str = "") -> HttpResponse:
    found = identity.get_paper(mandate=mandate_id, officer=staff_of(request).number)
    context = {**described(found), "rows": rows_of(found), "problem": problem}
    return render(request, "workplace/counter/paper.html", context, status=422 if problem else 200)
