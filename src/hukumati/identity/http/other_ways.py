"""The page where a person chooses among the second factors.

It lists every kind, whatever the account has, so that it tells nobody who only knows a password which ones to attack.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hukumati.core import clock
from hukumati.identity.domain.assurance import Factor
from hukumati.identity.http import cookies
from hukumati.identity.http.oidc.responses import SeeOther, never_stored, origin_of
from hukumati.identity.use_cases.attempts import find_attempt


@require_safe
def other_ways(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """List the ways to complete a sign-in whose password was given."""
    now = clock.now()
    attempt = find_attempt(attempt_id=attempt_id, browser=cookies.read_attempt(request, attempt_id), now=now)
    if attempt is None or Factor.PASSWORD not in attempt.factors:
        return never_stored(SeeOther(reverse("identity_password", args=[attempt_id])))
    context = {"attempt_id": attempt.id, "is_sms_doubted": attempt.request.get("beyond_sms", False)}
    response = never_stored(render(request, "identity/other_ways.html", context))
    response.csp_form_action = (origin_of(attempt.request["redirect_uri"]),)  # type: ignore[attr-defined]
    return response
