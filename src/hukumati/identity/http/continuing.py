"""Where a browser goes once its person is signed in well enough: back to the client, or on to a page of ours."""

from datetime import datetime
from typing import Final

from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation

from hukumati.identity.domain.authorization import OWN_PAGES, AuthorizationRequest
from hukumati.identity.domain.requested_levels import is_reached
from hukumati.identity.http.oidc.responses import SeeOther, never_stored, send_code_back, send_error_back
from hukumati.identity.http.oidc.targets import Target
from hukumati.identity.models import Client, LoginSession
from hukumati.identity.use_cases.authorizing import is_about
from hukumati.identity.use_cases.clients import find_client
from hukumati.identity.use_cases.consents import ask, is_consent_lacking
from hukumati.identity.use_cases.grants import issue_code
from hukumati.identity.use_cases.pushed_requests import use_pushed
from hukumati.identity.use_cases.sandbox import may_use

UNMET: Final = "unmet_authentication_requirements"
"""The error for a level that was not reached (OpenID Connect Core Error Code unmet_authentication_requirements)."""


def send_on(*, session: LoginSession, authorization: AuthorizationRequest, now: datetime) -> HttpResponse:
    """Send the browser on with what it came for: a code for the client, or to a page of the provider's own."""
    if authorization.client_id == OWN_PAGES:
        return never_stored(SeeOther(authorization.redirect_uri))
    with translation.override(authorization.language):
        return _respond(session, authorization, now)


def send_on_answered(
    *, session: LoginSession, authorization: AuthorizationRequest, is_given: bool, now: datetime
) -> HttpResponse:
    """Send the browser back to the client once the person was asked for consent."""
    with translation.override(authorization.language):
        client = find_client(authorization.client_id)
        if not is_given or client is None:
            return _deny(authorization)
        refusal = _refusal(session, authorization, client)  # questions of other pages are answered by their own
        if refusal is not None:
            return send_error_back(Target.of(authorization), *refusal)
        return _respond_with_code(session, authorization, now)


def send_to_unreached_level(
    *, session: LoginSession, authorization: AuthorizationRequest, now: datetime
) -> HttpResponse:
    """Send the browser to the page that says how the level is reached, and from which it returns with the error."""
    question_id = ask(session=session, request=authorization, now=now)
    with translation.override(authorization.language):
        return never_stored(SeeOther(reverse("identity_unreached_level", args=[question_id])))


def _respond(session: LoginSession, authorization: AuthorizationRequest, now: datetime) -> HttpResponse:
    target, client = Target.of(authorization), find_client(authorization.client_id)
    if client is None:  # suspended meanwhile
        return send_error_back(target, "unauthorized_client")
    refusal = _refusal(session, authorization, client)
    if refusal is not None and refusal[0] == UNMET and "none" not in authorization.prompts:
        return send_to_unreached_level(session=session, authorization=authorization, now=now)
    if refusal is not None:
        return send_error_back(target, *refusal)
    if not is_consent_lacking(authorization, session, client=client):
        return _respond_with_code(session, authorization, now)
    if "none" in authorization.prompts:
        return send_error_back(target, "consent_required")
    question_id = ask(session=session, request=authorization, now=now)
    return never_stored(SeeOther(reverse("identity_consent", args=[question_id])))


def _refusal(session: LoginSession, authorization: AuthorizationRequest, client: Client) -> tuple[str, str] | None:
    """Return the error, with its description, that keeps whoever is signed in from the client; None for nothing."""
    if not is_about(authorization, session):  # the client named somebody, and somebody else signed in
        return "login_required", "another person signed in"
    if not is_reached(session.acr, wanted=authorization.wanted_level):
        return UNMET, ""
    if not may_use(client, session.account):
        return "access_denied", "a site on trial is for fictional people alone"
    return None


def _respond_with_code(session: LoginSession, authorization: AuthorizationRequest, now: datetime) -> HttpResponse:
    target = Target.of(authorization)
    if not _is_first_answer(authorization, now):
        return send_error_back(target, "invalid_request_uri", "it was used")
    return send_code_back(target, issue_code(session=session, request=authorization, now=now))


def _is_first_answer(authorization: AuthorizationRequest, now: datetime) -> bool:
    """Return whether no other visit was given a code for the request, if it was a pushed one (RFC 9126 §7.3)."""
    return not authorization.pushed or use_pushed(
        digest=authorization.pushed, client_id=authorization.client_id, flow=authorization.flow, now=now
    )


def _deny(authorization: AuthorizationRequest) -> HttpResponse:
    return send_error_back(Target.of(authorization), "access_denied", "the person did not allow it")
