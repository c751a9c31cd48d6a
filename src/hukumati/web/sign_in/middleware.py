from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hukumati.core import clock
from hukumati.web.sign_in.session_state import find_person

SITES_WITH_SIGN_IN = {"portal", "workplace"}


class BrowserSessionMiddleware(SessionMiddleware):
    """Django's sessions, of which one may end while a page is made: another tab signed out, or in again."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session; where it is gone, open the page anew, or lead on from what was sent and done."""
        try:
            saved: HttpResponse = super().process_response(request, response)
        except SessionInterrupted:
            return HttpResponseRedirect(request.get_full_path()) if request.method == "GET" else response
        return saved


class PersonMiddleware:
    """Sets `request.person`; on sites where people sign in, allows forms to lead to the provider (form-action)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_people = getattr(request, "site_code", "") in SITES_WITH_SIGN_IN
        request.person = find_person(request, now=clock.now()) if has_people else None  # type: ignore[attr-defined]
        response = self.get_response(request)
        if has_people:
            origins = (*getattr(response, "csp_form_action", ()), settings.HUKUMATI.identity_url)
            response.csp_form_action = origins  # type: ignore[attr-defined]
        return response
