"""What waits for a second official: the queue, and the page on which one decides (requirement 42)."""

from collections.abc import Iterator
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.core.design.parts import Row
from hukumati.identity import api as identity
from hukumati.web.sign_in.person import recent_sign_in_required
from hukumati.web.workplace.citizens import words
from hukumati.web.workplace.citizens.forms import DecisionForm
from hukumati.web.workplace.citizens.officials import number_of, officer_required
from hukumati.web.workplace.citizens.words import REFUSED, said, tagged, words_for
from hukumati.web.workplace.counter.words import described


@never_cache
@require_safe
@officer_required
def proposals(request: HttpRequest) -> HttpResponse:
    """List what waits for a second official; whom it is about stands on the pages of the proposals alone."""
    own = number_of(request)
    waiting = [
        {"line": each, "title": said(words.DEEDS, each.deed), "is_own": each.proposed_by == own}
        for each in identity.list_proposals()
    ]
    return render(request, "workplace/citizens/proposals.html", {"waiting": waiting})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
@recent_sign_in_required
def proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Show a proposal, and confirm or decline it; one that a colleague decided meanwhile is shown as it ended."""
    declines = request.POST.get("act") == "decline"
    form, refused = DecisionForm(request.POST if declines else None), ""
    if request.method == "POST" and (not declines or form.is_valid()):
        try:
            if _decide(request, proposal_id, form if declines else None):
                return redirect("proposal", proposal_id)
            refused = _("This was decided already, or its time is over.")
        except REFUSED as refusal:
            refused = words_for(refusal)
    found = identity.open_proposal(proposal=str(proposal_id), officer=number_of(request))
    status = 409 if refused else 422 if form.errors else 200
    context = {"form": form, "refused": refused, **_described(found, number_of(request))}
    return render(request, "workplace/citizens/proposal.html", context, status=status)


def _decide(request: HttpRequest, proposal_id: UUID, declined: DecisionForm | None) -> bool:
    number = number_of(request)
    if declined is None:
        return identity.confirm_proposal(proposal=str(proposal_id), officer=number)
    reason = str(declined.cleaned_data["reason"])
    return identity.decline_proposal(proposal=str(proposal_id), officer=number, reason=reason)


def _described(found: identity.ProposalRecord, own: str) -> dict[str, object]:
    return {
        **described(found.account),
        "proposal": found,
        "deed": said(words.DEEDS, found.line.deed),
        "rows": list(_rows(found)),
        "is_own": found.line.proposed_by == own,
        "is_open": found.decision is None and not found.is_over,
        "decision": tagged(words.DECISIONS, found.decision) if found.decision else None,
    }


def _rows(found: identity.ProposalRecord) -> Iterator[Row]:
    yield Row(_("Account"), str(found.account.name))
    yield Row(_("ID number"), found.account.id_number or _("Not known"), ltr=bool(found.account.id_number))
    if found.gone is not None:
        known_by = found.gone.id_number or found.gone.phone
        yield Row(_("The account that ends"), str(found.gone.name))
        yield Row(_("Known by"), known_by, ltr=True)
    if found.factor is not None:
        yield Row(_("What was lost"), words.factor_name(found.factor))
    if found.document:
        yield Row(_("Number of the register's document"), found.document, ltr=True)
    yield Row(_("Reason"), found.reason)
