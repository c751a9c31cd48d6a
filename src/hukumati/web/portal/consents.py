"""Consents: a person named in somebody else's application reads what they are asked, and agrees or declines."""

from dataclasses import replace
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.cases import api as cases
from hukumati.core.clock import now
from hukumati.core.design.forms import OneCheckField
from hukumati.core.design.parts import Row
from hukumati.core.paging import Page
from hukumati.web.paging import cursors_of, neighbours_of
from hukumati.web.portal.applying import signed_in
from hukumati.web.sign_in.person import Person, person_required
from hukumati.web.summaries import LTR_TYPES, answer_text

MOST_AT_THE_TOP: Final = 3
NOT_NAMED: Final = cases.Party(sub="", id_number="", assurance="")
NOTHING_AWAITED: Final[Page[cases.ConsentLine]] = Page((), 0)


class AgreeForm(forms.Form):
    """The declaration of who agrees; `digest` stands for all that the page shows."""

    digest = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def __init__(self, view: cases.ConsentView, data: object = None) -> None:
        super().__init__(data, initial={"digest": view.digest})  # type: ignore[arg-type]  # a QueryDict, or None
        refused = _("You can agree only if you declare this. If you do not, say below that you do not agree")
        self.fields["agrees"] = OneCheckField(
            label=str(view.statement), error_messages={"required": refused}, widget=forms.CheckboxInput
        )


class DeclineForm(forms.Form):
    """Why somebody does not agree; nobody has to say it."""

    said = forms.CharField(
        label=_("Why not?"),
        help_text=_("The applicant and the officials read it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def party_of(person: Person | None) -> cases.Party:
    """Return who may be asked to agree: a person with an ID number, and with their own account, for themselves."""
    if person is None or not person.id_number or person.staff or person.acting:
        return NOT_NAMED
    return cases.Party(sub=person.sub, id_number=person.id_number, assurance=person.acr.rpartition(":")[2])


def awaited_of(person: Person | None) -> Page[cases.ConsentLine]:
    """Return the most urgent consents that are awaited of somebody, as few as stand above other things of a page."""
    party = party_of(person)
    page = cases.list_consents(party=party) if party.id_number else NOTHING_AWAITED
    return replace(page, lines=page.lines[:MOST_AT_THE_TOP])


@require_safe
@person_required
def consents(request: HttpRequest) -> HttpResponse:
    """List all consents that are awaited of the person, page by page."""
    page = cases.list_consents(party=party_of(signed_in(request)), **cursors_of(request))
    return render(request, "portal/consents.html", {"awaited": page, **neighbours_of(page)})


@require_http_methods(["GET", "HEAD", "POST"])
@person_required
def consent(request: HttpRequest, reference: str, request_id: int) -> HttpResponse:
    """Show what a person is asked to agree to, and take their consent."""
    party = party_of(signed_in(request))
    view = cases.open_consent(reference=reference, request_id=request_id, party=party, now=now())
    if request.method != "POST":
        return _shown(request, view, AgreeForm(view))
    form = AgreeForm(view, request.POST)
    if view.is_open and not form.is_valid():
        return _shown(request, view, form)
    digest = request.POST.get("digest", "")
    cases.agree(reference=reference, request_id=request_id, party=party, digest=digest, now=now())
    return redirect("consent", reference, request_id)


@require_POST
@person_required
def decline(request: HttpRequest, reference: str, request_id: int) -> HttpResponse:
    """Record that a person does not agree."""
    party, said = party_of(signed_in(request)), request.POST.get("said", "")
    cases.decline(reference=reference, request_id=request_id, party=party, said=said, now=now())
    return redirect("consent", reference, request_id)


def _shown(request: HttpRequest, view: cases.ConsentView, form: AgreeForm) -> HttpResponse:
    rows = [
        Row(
            str(each.question.label),
            answer_text(view.definition, each.question, each.answer, view.registers),
            ltr=each.question.type in LTR_TYPES,
        )
        for each in view.shown
        if each.answer not in (None, "", [])  # what nobody has filled in yet is agreed to when it is
    ]
    context = {"consent": view, "line": view.line, "rows": rows, "form": form, "decline_form": DeclineForm()}
    return render(request, "portal/consent.html", context, status=422 if form.errors else 200)


CONSENT_STATES: Final[dict[str, Promise]] = {
    "open": _("Awaiting an answer"),
    "answered": _("Agreed"),
    "refused": _("Declined"),
    "missed": _("No answer in time"),
    "cancelled": _("No longer asked"),
    "void": _("No longer valid"),
}
"""How a consent stands, in words."""
