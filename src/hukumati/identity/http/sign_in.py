"""The pages where a person signs in: one page for each factor, until the factors passed suffice."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.core.failpoints import hit
from hukumati.core.network import client_network
from hukumati.core.security_events import note
from hukumati.identity.authenticators.base import Authenticator, Refusal, Submission
from hukumati.identity.authenticators.registry import AUTHENTICATORS
from hukumati.identity.domain.assurance import Factor, may_present, next_factor, passed_with
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.http import cookies
from hukumati.identity.http.oidc.parameters import Target
from hukumati.identity.http.oidc.responses import SeeOther, never_stored, origin_of, send_code_back
from hukumati.identity.models import Account, LoginAttempt
from hukumati.identity.use_cases.attempts import (
    advance_attempt,
    change_browser_token,
    find_attempt,
    finish_attempt,
)
from hukumati.identity.use_cases.grants import issue_code
from hukumati.identity.use_cases.sessions import find_session, open_session
from hukumati.identity.use_cases.throttle import Origin

UNPROCESSABLE, TOO_MANY_REQUESTS = 422, 429


@require_safe
def home(_request: HttpRequest) -> HttpResponse:
    """Redirect from the start page of the provider's host to the portal."""
    return SeeOther(f"{settings.HUKUMATI.portal_url}{'/en/' if active_language() == 'en' else '/'}")


@require_http_methods(["GET", "POST"])
def factor_page(request: HttpRequest, attempt_id: UUID, factor: Factor) -> HttpResponse:
    """Show the page of a factor, and verify what is entered there."""
    now = clock.now()
    attempt = _find(request, attempt_id, now)
    if attempt is None:
        return _too_late(request, attempt_id, now)
    if not may_present(factor, passed=attempt.factors):
        return SeeOther(_page_of(next_factor(attempt.factors), attempt))
    authenticator = AUTHENTICATORS[factor]
    form = authenticator.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _verify(request, attempt, authenticator, form, now)
    return _show(request, attempt, authenticator, form, status=UNPROCESSABLE if form.is_bound else 200)


@require_POST
def start_again(request: HttpRequest, attempt_id: UUID, factor: Factor) -> HttpResponse:
    """Start a factor once more: send another code."""
    now = clock.now()
    attempt = _find(request, attempt_id, now)
    if attempt is None or attempt.account is None:
        return _too_late(request, attempt_id, now)
    authenticator = AUTHENTICATORS[factor]
    sending = authenticator.start(attempt=attempt, account=attempt.account, language=active_language(), now=now)
    return never_stored(SeeOther(f"{_page_of(factor, attempt)}?sending={sending}"))


def _verify(
    request: HttpRequest, attempt: LoginAttempt, authenticator: Authenticator, form: forms.Form, now: datetime
) -> HttpResponse:
    submission = Submission(attempt=attempt, values=form.cleaned_data, origin_of=partial(_origin_of, request), now=now)
    outcome = authenticator.verify(submission)
    if isinstance(outcome, Refusal):
        kind = f"sign_in.{'limited' if outcome.is_limit else 'failed'}.{authenticator.factor}"
        note(
            kind, subject=str(attempt.account_id or submission.values.get("login", "")), origin=client_network(request)
        )
        form.add_error(outcome.field, outcome.text)
        return _show(
            request, attempt, authenticator, form, status=TOO_MANY_REQUESTS if outcome.is_limit else UNPROCESSABLE
        )
    factors = passed_with(authenticator.factor, passed=attempt.factors)
    following = next_factor(factors)
    if following is not None:
        return _ask_for(following, request, attempt, outcome, factors, now)
    response = _signed_in(request, attempt, outcome, factors, now)
    hit("identity.session.after_commit")
    return response


def _ask_for(
    factor: Factor,
    request: HttpRequest,
    attempt: LoginAttempt,
    account: Account,
    factors: Sequence[str],
    now: datetime,
) -> HttpResponse:
    start = partial(AUTHENTICATORS[factor].start, attempt=attempt, account=account, language=active_language(), now=now)
    advance_attempt(attempt=attempt, account=account, factors=factors, start_next=start)
    response = never_stored(SeeOther(_page_of(factor, attempt)))
    browser = cookies.read_cookie(request, cookies.ATTEMPT) or ""
    cookies.set_attempt(response, change_browser_token(browser=browser))
    return response


@transaction.atomic
def _signed_in(
    request: HttpRequest, attempt: LoginAttempt, account: Account, factors: Sequence[str], now: datetime
) -> HttpResponse:
    if not finish_attempt(attempt=attempt, now=now):
        return _too_late(request, attempt.id, now)
    authorization = AuthorizationRequest.from_json(attempt.request)
    replaced = cookies.read_cookie(request, cookies.SESSION)
    session, cookie = open_session(account=account, factors=factors, client=attempt.client, replaced=replaced, now=now)
    code = issue_code(session=session, request=authorization, now=now)
    response = send_code_back(Target(authorization.redirect_uri, authorization.state), code)
    cookies.set_session(response, cookie)
    cookies.remember_device(request, response, login=account.login)
    hit("identity.session.before_commit")
    return response


def _find(request: HttpRequest, attempt_id: UUID, now: datetime) -> LoginAttempt | None:
    return find_attempt(attempt_id=attempt_id, browser=cookies.read_cookie(request, cookies.ATTEMPT), now=now)


def _origin_of(request: HttpRequest, login: str) -> Origin:
    return Origin(client_network(request), cookies.known_device(request, login=login))


def _page_of(factor: Factor | None, attempt: LoginAttempt) -> str:
    return reverse(AUTHENTICATORS[factor or Factor.PASSWORD].page, args=[attempt.id])


def _show(
    request: HttpRequest, attempt: LoginAttempt, authenticator: Authenticator, form: forms.Form, *, status: int
) -> HttpResponse:
    client = attempt.client
    context = {
        "form": form,
        "attempt_id": attempt.id,
        "client_name": client.name_en if active_language() == "en" else client.name_ar,
        "sending": request.GET.get("sending", "") if request.method == "GET" else "",
        **authenticator.context(attempt),
    }
    response = never_stored(render(request, authenticator.template, context, status=status))
    # the answer to this form may redirect to the client, which form-action forbids unless its origin is named
    response.csp_form_action = (origin_of(attempt.request["redirect_uri"]),)  # type: ignore[attr-defined]
    return response


def _too_late(request: HttpRequest, attempt_id: UUID, now: datetime) -> HttpResponse:
    """Respond to a page that was open too long, or is finished (a second click): a signed-in person just continues."""
    attempt = LoginAttempt.objects.select_related("client").filter(id=attempt_id).first()
    start = settings.HUKUMATI.portal_url
    if attempt is not None:
        start = f"{attempt.client.initiate_login_uri}?ui_locales={active_language()}"
    signed_in = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now) is not None
    if attempt is not None and signed_in:
        return never_stored(SeeOther(start))
    return never_stored(render(request, "identity/too_late.html", {"start_url": start}, status=410))
