"""RP-Initiated Logout 1.0: at once if the ID token names this browser's session, after a question otherwise."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.http import cookies
from hukumati.identity.http.oidc.parameters import language_of
from hukumati.identity.http.oidc.responses import SeeOther, never_stored, origin_of
from hukumati.identity.use_cases.clients import find_client
from hukumati.identity.use_cases.sessions import end_session, find_session

PASSED_ON: Final = ("client_id", "post_logout_redirect_uri", "state")
LONGEST_HINT: Final = 4096


@dataclass(frozen=True, slots=True)
class Hint:
    """What an ID token shows of a logout request: the client it comes from and the login session it is for."""

    client_id: str
    sid: str


@csrf_exempt  # a posted request is only turned into a GET, which carries our SameSite=Lax cookie
@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """End the session that the hint names; any other request leads to a page with the question."""
    if request.method == "POST":
        return never_stored(SeeOther(f"{reverse('identity_logout')}?{request.POST.urlencode()}"))
    hint = _read_hint(request.GET)
    parameters = _with_client(request.GET, hint)
    now = clock.now()
    session = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now)
    if session is None or (hint is not None and hint.sid == str(session.id)):
        return _end(request, parameters, now)
    with translation.override(language_of(request.GET)):
        return SeeOther(f"{reverse('identity_sign_out')}?{_passed_on(parameters)}")


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask whether to sign out, and do it when the form (protected against CSRF) is sent."""
    if request.method == "POST":
        return _end(request, request.GET, clock.now())
    response = never_stored(render(request, "identity/sign_out.html"))
    target = _target(request.GET)
    if target:
        response.csp_form_action = (origin_of(target),)  # type: ignore[attr-defined]
    return response


def _end(request: HttpRequest, parameters: QueryDict, now: datetime) -> HttpResponse:
    cookie = cookies.read_cookie(request, cookies.SESSION)
    if cookie is not None:
        end_session(cookie=cookie, now=now)
    response = _after(request, parameters)
    cookies.delete_session(response)
    return never_stored(response)


def _after(request: HttpRequest, parameters: QueryDict) -> HttpResponse:
    target, state = _target(parameters), parameters.get("state", "")
    if target:
        return SeeOther(f"{target}?{urlencode({'state': state})}" if state else target)
    with translation.override(language_of(parameters) if "ui_locales" in parameters else translation.get_language()):
        return render(request, "identity/signed_out.html")


def _read_hint(parameters: QueryDict) -> Hint | None:
    token = parameters.get("id_token_hint", "")
    claims = wiring.token_signer().read(token=token) if 0 < len(token) <= LONGEST_HINT else None
    if claims is None or claims.get("iss") != settings.HUKUMATI.identity_url:
        return None
    return Hint(client_id=str(claims.get("aud")), sid=str(claims.get("sid")))


def _with_client(parameters: QueryDict, hint: Hint | None) -> QueryDict:
    result = parameters.copy()
    if hint is not None:
        if result.get("client_id", hint.client_id) != hint.client_id:
            result.pop("post_logout_redirect_uri", None)
        result["client_id"] = hint.client_id
    return result


def _target(parameters: QueryDict) -> str:
    """Return the registered address to go to afterwards; empty if there is none, or it is not the client's."""
    uri, client_id = parameters.get("post_logout_redirect_uri", ""), parameters.get("client_id", "")
    client = find_client(client_id)
    return uri if client is not None and uri in client.post_logout_redirect_uris else ""


def _passed_on(parameters: QueryDict) -> str:
    return urlencode({name: parameters[name] for name in PASSED_ON if name in parameters})
