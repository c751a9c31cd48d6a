"""Unlocking an account whose holder stands before the official, with a document."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hukumati.identity import api as identity
from hukumati.web.sign_in.person import recent_sign_in_required
from hukumati.web.workplace.citizens.officials import find_file, number_of, office_of, officer_required
from hukumati.web.workplace.counter.words import REFUSED, described, words_for
from hukumati.web.workplace.document_seen import DocumentSeenForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
@recent_sign_in_required
def unlock(request: HttpRequest, look_id: UUID) -> HttpResponse:
    """Ask for the document that the holder showed, and unlock the account."""
    found = find_file(request, look_id)
    if found is None:
        return redirect(f"{reverse('citizens')}?over=1")
    form = DocumentSeenForm(request.POST or None, account=found.record)
    if request.method == "POST" and form.is_valid():
        seen, officer = form.seen(place=office_of(request)), number_of(request)
        try:
            identity.unlock_account(account=found.record.id, seen=seen, officer=officer)
            return redirect(f"{reverse('citizen', args=[found.look])}?done=unlock")
        except REFUSED as refusal:
            form.add_error(None, words_for(refusal))
    act = {
        "title": _("Unlock this account?"),
        "text": _("Only for the holder, whom you see, with a document. The holder is told, and can sign in again."),
        "button": _("Unlock the account"),
    }
    context = {**described(found.record), "file": found, "act": act, "form": form, "form_url": request.path}
    return render(request, "workplace/citizens/act.html", context, status=422 if form.errors else 200)
