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
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.login_sessions import is_fresh_enough
from hukumati.identity.http import cookies
from hukumati.identity.http.oidc.answers import SeeOther, answer_code, answer_error, never_stored
from hukumati.identity.http.oidc.parameters import RefusedRequest, Target, UnusableRequest, language_of, read_request
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.attempts import begin_attempt
from hukumati.identity.use_cases.grants import issue_code
from hukumati.identity.use_cases.sessions import find_session

ASK_ANEW = {"login", "select_account"}


@csrf_exempt  # RFC 6749 §3.1: a client may post here; nothing changes but an attempt of the same browser
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Answer with a code, with an error, or with the pages where the person signs in."""
    parameters = request.POST if request.method == "POST" else request.GET
    try:
        asked = read_request(parameters)
    except UnusableRequest:
        with translation.override(language_of(parameters)):
            return never_stored(render(request, "identity/unusable_request.html", status=400))
    except RefusedRequest as refusal:
        return answer_error(refusal.target, refusal.error, refusal.description)
    return _answer(request, asked, clock.now())


def _answer(request: HttpRequest, asked: AuthorizationRequest, now: datetime) -> HttpResponse:
    target = Target(asked.redirect_uri, asked.state)
    session = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now)
    if session is not None and _suffices(session, asked, now):
        return answer_code(target, issue_code(session=session, request=asked, now=now))
    if "none" in asked.prompts:
        return answer_error(target, "login_required")
    return _ask_to_sign_in(request, asked, now)


def _suffices(session: LoginSession, asked: AuthorizationRequest, now: datetime) -> bool:
    fresh = is_fresh_enough(auth_time=session.auth_time, max_age=asked.max_age, now=now)
    return fresh and not asked.prompts & ASK_ANEW


def _ask_to_sign_in(request: HttpRequest, asked: AuthorizationRequest, now: datetime) -> HttpResponse:
    browser = cookies.read_cookie(request, cookies.ATTEMPT)
    attempt, browser = begin_attempt(request=asked, browser=browser, now=now)
    hit("identity.attempt.after_commit")
    with translation.override(asked.language):
        response = never_stored(SeeOther(reverse("identity_password", args=[attempt.id])))
    cookies.set_attempt(response, browser)
    return response
