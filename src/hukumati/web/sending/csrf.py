"""A form whose token has ended: its page was open too long, or cookies were cleared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from hukumati.core.design import errors
from hukumati.web.sending.kept_forms import keep_own_form, named_page, page_of
from hukumati.web.sending.marks import is_own_form, mark_of, posted_mark
from hukumati.web.sign_in.person import redirect_to_sign_in


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Lead back to the page, where what was typed is kept, if the form came from a page of ours; else refuse it."""
    if not _is_ours(request):
        return errors.csrf_failure(request, reason)
    if is_own_form(request):
        keep_own_form(request, reason="refused")
        return redirect(page_of(request))
    return errors.csrf_failure(request, reason) if mark_of(request) else redirect_to_sign_in(request)


def _is_ours(request: HttpRequest) -> bool:
    """Return whether browser and form say so: the mark of a person is known to the platform's own pages alone."""
    origin, site = request.headers.get("Origin", ""), request.headers.get("Sec-Fetch-Site", "same-origin")
    is_same_origin = site == "same-origin" and origin in {"", f"{request.scheme}://{request.get_host()}"}
    named = named_page(request).netloc
    return is_same_origin and named in {"", request.get_host()} and bool(posted_mark(request))
