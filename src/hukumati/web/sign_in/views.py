"""Signing in and out on a site: one relying party for the portal and the workplace."""

import base64
import hashlib
from typing import Final

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from hukumati.core import clock
from hukumati.core.bilingual import Bilingual, active_language
from hukumati.core.failpoints import hit
from hukumati.identity.api import Staff
from hukumati.web.sending.kept_forms import claim_form, forget_all, is_key
from hukumati.web.sign_in.flows import Flow, begin_flow, drop_flow, end_flow, find_flow, store_flow
from hukumati.web.sign_in.id_token import IdToken, IdTokenRefused, validate_id_token
from hukumati.web.sign_in.person import RECENT, Person, is_recent, person_of
from hukumati.web.sign_in.provider import (
    ProviderRefused,
    ProviderUnavailable,
    StaffClaim,
    Tokens,
    authorize_address,
    exchange_code,
    fetch_userinfo,
    logout_address,
)
from hukumati.web.sign_in.session_state import remove_person, store_person

LONGEST_NEXT: Final = 500
HOMES: Final = {"ar": "/", "en": "/en/"}
log = structlog.get_logger("hukumati.sign_in")


@require_safe
def sign_in(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; `next` may name a page of this very host.

    With `again`, who is signed in signs in again unless they did so within ten minutes.
    """
    language = _requested_language(request)
    with translation.override(language):
        redirect_uri = f"{_site_url(request)}{reverse('sign_in_callback')}"
    next_path = _safe_next(request) or HOMES[language]
    kept = request.GET.get("kept", "") if is_key(request.GET.get("kept", "")) else ""
    is_again = request.GET.get("again") == "1"
    if _suffices(request, is_again=is_again):
        claim_form(request, kept)
        return redirect(next_path)
    flow = begin_flow(next_path=next_path, redirect_uri=redirect_uri, kept=kept, now=clock.now(), is_again=is_again)
    response = redirect(
        authorize_address(
            site=_site(request),
            redirect_uri=redirect_uri,
            state=flow.state,
            nonce=flow.nonce,
            challenge=_challenge(flow.verifier),
            language=language,
            max_age=int(RECENT.total_seconds()) if is_again else None,
        )
    )
    store_flow(request, response, flow)
    return response


@require_safe
def sign_in_callback(request: HttpRequest) -> HttpResponse:
    """Handle the browser's return from the provider: sign the person in here under a new session id."""
    flow = find_flow(request, state=request.GET.get("state", ""), now=clock.now())
    if flow is None or request.GET.get("iss") != settings.HUKUMATI.identity_url:
        return _start_again(request)
    if _suffices(request, is_again=flow.is_again):  # another tab, or the first of two clicks, signed in meanwhile
        return _arrive(request, flow)
    response = _start_again(request) if flow.is_done else _attempt(request, flow)
    if not response.has_header("Location"):
        drop_flow(response, flow)
    return response


def _suffices(request: HttpRequest, *, is_again: bool) -> bool:
    person = person_of(request)
    return person is not None and (not is_again or is_recent(person))


def _attempt(request: HttpRequest, flow: Flow) -> HttpResponse:
    if "error" in request.GET:
        log.warning("sign_in.refused", error=request.GET["error"][:40])
        return _start_again(request)
    try:
        return _complete(request, flow)
    except ProviderUnavailable:
        return _render(request, "sign_in/unavailable.html", status=503)
    except (ProviderRefused, IdTokenRefused) as error:
        log.warning("sign_in.refused", error=type(error).__name__)
        return _start_again(request)


def _arrive(request: HttpRequest, flow: Flow) -> HttpResponse:
    claim_form(request, flow.kept)
    response = redirect(flow.next_path)
    end_flow(response, flow)
    return response


def _complete(request: HttpRequest, flow: Flow) -> HttpResponse:
    site, now = _site(request), clock.now()
    code = request.GET.get("code", "")
    hit("web.sign_in.before_exchange")
    tokens = exchange_code(site=site, code=code, verifier=flow.verifier, redirect_uri=flow.redirect_uri)
    hit("web.sign_in.after_exchange")
    id_token = validate_id_token(token=tokens.id_token, client_id=site, nonce=flow.nonce, now=now)
    person = _person(tokens, id_token)
    hit("web.sign_in.before_keeping")
    store_person(request, person=person, sid=id_token.sid, id_token=tokens.id_token, now=now)
    request.person = person  # type: ignore[attr-defined]
    return _arrive(request, flow)


def _person(tokens: Tokens, id_token: IdToken) -> Person:
    userinfo = fetch_userinfo(access_token=tokens.access_token)
    if userinfo.sub != id_token.sub:  # OIDC Core §5.3.2: otherwise the claims may be somebody else's
        raise IdTokenRefused
    return Person(
        sub=id_token.sub,
        id_number=userinfo.id_number,
        name=Bilingual(ar=userinfo.name_ar, en=userinfo.name_en),
        phone=userinfo.phone_number,
        email=userinfo.email,
        acr=id_token.acr,
        auth_at=id_token.auth_at,
        staff=_staff(userinfo.staff),
    )


def _staff(claim: StaffClaim | None) -> Staff | None:
    return None if claim is None else Staff(claim.number, claim.provider, claim.office, claim.roles)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on this site, then at the provider."""
    forget_all(request)
    id_token = remove_person(request)
    language = _requested_language(request)
    back_to = f"{_site_url(request)}{HOMES[language]}"
    return redirect(logout_address(site=_site(request), id_token=id_token, back_to=back_to, language=language))


def _start_again(request: HttpRequest) -> HttpResponse:
    if person_of(request) is not None:
        return redirect(HOMES[_requested_language(request)])
    return _render(request, "sign_in/start_again.html", status=400)


def _render(request: HttpRequest, template: str, *, status: int) -> HttpResponse:
    return render(request, template, {"sign_in_url": reverse("sign_in")}, status=status)


def _safe_next(request: HttpRequest) -> str:
    """Return `next` if it is a path of this host; empty for anything else (requirement 37)."""
    path = request.GET.get("next", "")
    if not path.startswith("/") or len(path) > LONGEST_NEXT:
        return ""
    return path if url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _site(request: HttpRequest) -> str:
    return str(request.site_code)  # type: ignore[attr-defined]


def _site_url(request: HttpRequest) -> str:
    config = settings.HUKUMATI
    return str({"portal": config.portal_url, "workplace": config.workplace_url}[_site(request)])


def _requested_language(request: HttpRequest) -> str:
    requested = request.GET.get("ui_locales", "")
    return requested if requested in {"ar", "en"} else active_language()
