"""The authorization endpoint, OIDC Core §3.1.2 and RFC 6749 §4.1."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.core.failpoints import hit
from hukumati.identity.domain.assurance import Level
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.login_sessions import PROMPTS_FOR_SIGN_IN, satisfies
from hukumati.identity.domain.requested_levels import is_reached
from hukumati.identity.domain.sms_caution import relies_on_sms
from hukumati.identity.http import cookies
from hukumati.identity.http.continuing import send_on, send_to_unreached_level
from hukumati.identity.http.oidc.parameters import find_requesting_client, language_of
from hukumati.identity.http.oidc.request_sources import read_sent_request
from hukumati.identity.http.oidc.responses import SeeOther, never_stored, send_error_back
from hukumati.identity.http.oidc.targets import RefusedRequest, Target, UnusableRequest
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.attempts import begin_attempt
from hukumati.identity.use_cases.authorizing import is_about
from hukumati.identity.use_cases.factors import account_can_reach
from hukumati.identity.use_cases.sessions import find_session


@csrf_exempt  # RFC 6749 §3.1: a client may post here; nothing changes but an attempt of the same browser
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Respond with a code, with an error, or with the pages where the person signs in."""
    parameters = request.POST if request.method == "POST" else request.GET
    now = clock.now()
    try:
        authorization = read_sent_request(parameters, client=find_requesting_client(parameters), now=now)
    except UnusableRequest:
        with translation.override(language_of(parameters)):
            return never_stored(render(request, "identity/unusable_request.html", status=400))
    except RefusedRequest as refusal:
        return send_error_back(refusal.target, refusal.error, refusal.description)
    return _respond(request, authorization, now)


def _respond(request: HttpRequest, authorization: AuthorizationRequest, now: datetime) -> HttpResponse:
    session = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now)
    if session is not None and suffices(session, authorization, now):
        return send_on(session=session, authorization=authorization, now=now)
    if "none" in authorization.prompts:
        return send_error_back(Target.of(authorization), "login_required")
    if session is not None and _is_out_of_reach(session, authorization):
        return send_to_unreached_level(session=session, authorization=authorization, now=now)
    return start_sign_in(request, authorization, now)


def _is_out_of_reach(session: LoginSession, authorization: AuthorizationRequest) -> bool:
    """Return whether whoever is signed in would sign in again in vain: their account cannot reach the level."""
    wanted = authorization.wanted_level
    if wanted is None or not authorization.prompts.isdisjoint(PROMPTS_FOR_SIGN_IN):
        return False
    is_low = not is_reached(session.acr, wanted=wanted) and is_about(authorization, session)
    return is_low and not account_can_reach(session.account, wanted=wanted)


def suffices(session: LoginSession, authorization: AuthorizationRequest, now: datetime) -> bool:
    """Return whether a session is what a request asks for: the person need not sign in again."""
    return (
        satisfies(auth_time=session.auth_time, max_age=authorization.max_age, prompts=authorization.prompts, now=now)
        and is_reached(session.acr, wanted=authorization.wanted_level)
        and is_about(authorization, session)
        and not (authorization.beyond_sms and relies_on_sms(session.amr, is_confirmed=session.is_confirmed))
    )


def start_sign_in(request: HttpRequest, authorization: AuthorizationRequest, now: datetime) -> HttpResponse:
    """Lead to the first page where the person signs in; the request is kept meanwhile.

    The level *high* is reached by a passkey alone: its page comes first then.
    """
    attempt, browser = begin_attempt(request=authorization, now=now)
    hit("identity.attempt.after_commit")
    with translation.override(authorization.language):
        page = "identity_passkey" if authorization.wanted_level is Level.HIGH else "identity_password"
        response = never_stored(SeeOther(reverse(page, args=[attempt.id])))
    cookies.set_attempt(request, response, attempt=attempt.id, token=browser, now=now)
    return response
