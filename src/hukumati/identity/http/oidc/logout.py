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
from hukumati.core.bilingual import active_language
from hukumati.identity import wiring
from hukumati.identity.http import cookies
from hukumati.identity.http.oidc.parameters import language_of
from hukumati.identity.http.oidc.responses import SeeOther, never_stored, origin_of
from hukumati.identity.ports import TokenClaims
from hukumati.identity.use_cases.clients import find_client
from hukumati.identity.use_cases.sessions import end_session, find_session

PASSED_ON: Final = ("id_token_hint", "client_id", "post_logout_redirect_uri", "state", "ui_locales")
LONGEST_HINT: Final = 4096


@dataclass(frozen=True, slots=True)
class LogoutRequest:
    """An acceptable request: where to go afterwards, and the session that its ID token names, if it brings one."""

    target: str
    state: str
    sid: str | None
    language: str

    @property
    def address(self) -> str:
        """Return where the browser goes afterwards; empty if the page of the provider is the end."""
        if not self.target or not self.state:
            return self.target
        return f"{self.target}{'&' if '?' in self.target else '?'}{urlencode({'state': self.state})}"


class UnusableLogout(ValueError):
    """The hint is not ours, or the address is not registered: an error page, and nobody is signed out (§4)."""


@csrf_exempt  # a posted request is only turned into a GET, which carries our SameSite=Lax cookie
@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """End the session that the hint names; any other request leads to a page with the question."""
    if request.method == "POST":
        return never_stored(SeeOther(f"{reverse('identity_logout')}?{request.POST.urlencode()}"))
    try:
        asked = read_logout(request.GET)
    except UnusableLogout:
        return _unusable(request)
    now = clock.now()
    session = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now)
    if session is None or asked.sid == str(session.id):
        return _end(request, asked, now)
    with translation.override(asked.language):
        return SeeOther(f"{reverse('identity_sign_out')}?{_passed_on(request.GET)}")


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """Ask whether to sign out, and do it when the form (protected against CSRF) is sent."""
    try:
        asked = read_logout(request.GET)
    except UnusableLogout:
        return _unusable(request)
    if request.method == "POST":
        return _end(request, asked, clock.now())
    response = never_stored(render(request, "identity/sign_out.html"))
    if asked.target:
        response.csp_form_action = (origin_of(asked.target),)  # type: ignore[attr-defined]
    return response


def read_logout(parameters: QueryDict) -> LogoutRequest:
    """Return an acceptable request. Raises UnusableLogout."""
    if any(len(values) > 1 or "\x00" in str(values[0]) for _, values in parameters.lists()):
        raise UnusableLogout
    claims = _read_hint(parameters.get("id_token_hint", ""))
    client_id = parameters.get("client_id", "")
    if claims is not None:
        audience = str(claims.get("aud"))
        if client_id not in {"", audience}:
            raise UnusableLogout
        client_id = audience
    return LogoutRequest(
        target=_target(parameters.get("post_logout_redirect_uri", ""), client_id),
        state=parameters.get("state", ""),
        sid=None if claims is None else str(claims.get("sid")),
        language=_language_of(parameters),
    )


def _read_hint(token: str) -> TokenClaims | None:
    """Return the claims of an ID token of ours, expired or not; None if there is none. Raises UnusableLogout."""
    if not token:
        return None
    claims = wiring.token_signer().read(token=token) if len(token) <= LONGEST_HINT else None
    if claims is None or claims.get("iss") != settings.HUKUMATI.identity_url or "events" in claims:
        raise UnusableLogout
    return claims


def _target(uri: str, client_id: str) -> str:
    """Return the address to go to afterwards, which must be one of the client's. Raises UnusableLogout."""
    if not uri:
        return ""
    client = find_client(client_id)
    if client is None or uri not in client.post_logout_redirect_uris:
        raise UnusableLogout
    return uri


def _end(request: HttpRequest, asked: LogoutRequest, now: datetime) -> HttpResponse:
    cookie = cookies.read_cookie(request, cookies.SESSION)
    if cookie is not None:
        end_session(cookie=cookie, now=now)
    with translation.override(asked.language):
        response = SeeOther(asked.address) if asked.target else render(request, "identity/signed_out.html")
    cookies.delete_session(response)
    return never_stored(response)


def _language_of(parameters: QueryDict) -> str:
    return language_of(parameters) if "ui_locales" in parameters else active_language()


def _unusable(request: HttpRequest) -> HttpResponse:
    with translation.override(_language_of(request.GET)):
        return never_stored(render(request, "identity/unusable_logout.html", status=400))


def _passed_on(parameters: QueryDict) -> str:
    return urlencode({name: parameters[name] for name in PASSED_ON if name in parameters})
