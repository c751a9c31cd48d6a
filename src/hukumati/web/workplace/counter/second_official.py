"""The queue of the second official: what a colleague saw is confirmed, or refused with a reason."""

from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.core.design.formats import long_date, long_datetime
from hukumati.core.design.parts import Row
from hukumati.identity import api as identity
from hukumati.web.sign_in.person import staff_required
from hukumati.web.workplace.counter.visits import staff_of
from hukumati.web.workplace.counter.words import REFUSED, described, rows_of, words_for
from hukumati.web.workplace.document_seen import DOCUMENTS

second_required = staff_required("identity_counter", "identity_officer")
LONGEST_REASON: Final = 500


class RefusalForm(forms.Form):
    """Why the second official does not confirm."""

    reason = forms.CharField(
        label=gettext_lazy("Why you do not confirm it"),
        help_text=gettext_lazy("The person reads it in their account."),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Enter why you do not confirm it")},
    )


@require_safe
@never_cache
@second_required
def waiting(request: HttpRequest) -> HttpResponse:
    """List the verifications of the body that wait for a second official."""
    number = staff_of(request).number
    listed = [
        {**described(each.account), "waiting": each, "is_own": each.officer == number}
        for each in identity.list_unconfirmed_verifications(officer=number)
    ]
    return render(request, "workplace/counter/waiting.html", {"listed": listed})


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@second_required
def decide(request: HttpRequest, verification_id: UUID) -> HttpResponse:
    """Show what the first official saw, and confirm or refuse it."""
    number, refuses = staff_of(request).number, request.POST.get("act") == "refuse"
    form = RefusalForm(request.POST if refuses else None)
    problem = ""
    if request.method == "POST" and (not refuses or form.is_valid()):
        try:
            _decide(verification_id, number, reason=form.cleaned_data["reason"] if refuses else "")
            return redirect("waiting_verifications")
        except REFUSED as refusal:
            problem = words_for(refusal)
    found = _find(verification_id, number)
    context = {
        **described(found.account),
        "rows": [*_rows(found), *rows_of(found.account)],
        "is_own": found.officer == number,
        "form": form,
        "problem": problem,
    }
    return render(request, "workplace/counter/decide.html", context, status=422 if form.errors or problem else 200)


def _decide(verification: UUID, officer: str, *, reason: str) -> None:
    if reason:
        identity.refuse_verification(verification=verification, officer=officer, reason=reason)
    else:
        identity.confirm_verification(verification=verification, officer=officer)


def _find(verification_id: UUID, officer: str) -> identity.WaitingVerification:
    listed = identity.list_unconfirmed_verifications(officer=officer)
    found = next((each for each in listed if each.id == str(verification_id)), None)
    if found is None:
        raise identity.NoSuchVerification
    return found


def _rows(found: identity.WaitingVerification) -> list[Row]:
    until = long_date(found.expires_on) if found.expires_on else _("The document has no last day")
    return [
        Row(_("Document seen"), DOCUMENTS[found.document]),
        Row(_("Number of the document"), found.document_number, ltr=True),
        Row(_("Valid until"), until),
        Row(_("Seen by"), found.officer, ltr=True),
        Row(_("Office or mission"), found.place, ltr=True),
        Row(_("Seen at"), long_datetime(found.seen_at)),
    ]
