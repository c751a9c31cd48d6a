"""The pages from which a person goes back to a site without the level that it wants of a sign-in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.identity.domain.assurance import Level
from hukumati.identity.domain.authorization import OWN_PAGES, AuthorizationRequest
from hukumati.identity.http import cookies
from hukumati.identity.http.continuing import UNMET
from hukumati.identity.http.oidc.responses import SeeOther, never_stored, origin_of, send_error_back
from hukumati.identity.http.oidc.targets import Target
from hukumati.identity.models import ConsentQuestion, LoginSession
from hukumati.identity.use_cases.attempts import find_attempt, finish_attempt
from hukumati.identity.use_cases.consents import find_question
from hukumati.identity.use_cases.factors import account_can_reach
from hukumati.identity.use_cases.sessions import find_session

GONE = 410


@require_http_methods(["GET", "POST"])
def unreached_level(request: HttpRequest, question_id: UUID) -> HttpResponse:
    """Say what is missing and how one gets it; the button leads back to the site with the error."""
    now = clock.now()
    session = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now)
    question = find_question(question_id=question_id, session=session, now=now) if session else None
    if session is None or question is None:
        return never_stored(render(request, "identity/consent_over.html", status=GONE))
    authorization = AuthorizationRequest.from_json(question.request)
    if request.method == "POST":
        return _back(authorization)
    return _show(request, session, question, authorization)


@require_POST
def leave_sign_in(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Go back to the site from a sign-in at a level that the person knows they cannot reach."""
    now = clock.now()
    attempt = find_attempt(attempt_id=attempt_id, browser=cookies.read_attempt(request, attempt_id), now=now)
    if attempt is None:
        return never_stored(render(request, "identity/consent_over.html", status=GONE))
    finish_attempt(attempt=attempt, now=now)
    return _back(AuthorizationRequest.from_json(attempt.request))


def _back(authorization: AuthorizationRequest) -> HttpResponse:
    if authorization.client_id == OWN_PAGES:
        return never_stored(SeeOther(authorization.redirect_uri))
    with translation.override(authorization.language):
        return send_error_back(Target.of(authorization), UNMET)


def _show(
    request: HttpRequest, session: LoginSession, question: ConsentQuestion, authorization: AuthorizationRequest
) -> HttpResponse:
    client, wanted = question.client, authorization.wanted_level or Level.LOW
    context = {
        "client_name": client.name_en if active_language() == "en" else client.name_ar,
        "is_high": wanted is Level.HIGH,
        "can_reach": account_can_reach(session.account, wanted=wanted),
    }
    response = never_stored(render(request, "identity/unreached_level.html", context, status=403))
    # the button leads to the client, which form-action forbids unless its origin is named
    response.csp_form_action = (origin_of(authorization.redirect_uri),)  # type: ignore[attr-defined]
    return response
