"""The sites of all government bodies, as the operator of the single sign-on decides on them."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.core.clock import now
from hukumati.identity import api as identity
from hukumati.web.sign_in.person import Person, staff_required
from hukumati.web.workplace.sites.console import described, fault_rows, metadata_rows
from hukumati.web.workplace.sites.forms import NoteForm

operator_required = staff_required("identity_operator")
WITH_REASON: Final = frozenset({identity.SiteAct.SEND_BACK, identity.SiteAct.SUSPEND})


@require_safe
@operator_required
def all_sites(request: HttpRequest) -> HttpResponse:
    """List all registered sites, those that wait for a decision first."""
    return render(request, "workplace/sites/all.html", {"sites": [described(site) for site in identity.list_sites()]})


@require_http_methods(["GET", "HEAD", "POST"])
@operator_required
def decide_site(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show a site, and approve it, send it back, suspend it, or let it be used again."""
    act = _act(request.POST.get("act", ""))
    form = NoteForm(request.POST if act in WITH_REASON else None)
    if act is not None and (act not in WITH_REASON or form.is_valid()):
        note = form.cleaned_data["note"] if act in WITH_REASON else ""
        identity.decide_client(client_id=client_id, act=act, operator=_number(request), note=note, now=now())
        return redirect("decide_site", client_id)
    found = identity.get_site(client_id=client_id)
    context = {
        **described(found),
        "form": form,
        "rows": metadata_rows(found.metadata),
        "pending_rows": metadata_rows(found.pending) if found.pending else [],
        "faults": fault_rows(client_id),
        "is_own": found.requested_by == _number(request),
    }
    return render(request, "workplace/sites/decide.html", context, status=422 if form.errors else 200)


def _act(text: str) -> identity.SiteAct | None:
    return identity.SiteAct(text) if text in set(identity.SiteAct) else None


def _number(request: HttpRequest) -> str:
    person: Person = request.person  # type: ignore[attr-defined]
    assert person.staff is not None  # noqa: S101 — operator_required saw to it
    return person.staff.number
