"""The pages where a person signs in: one page for each factor, until the factors passed suffice."""

from collections.abc import Sequence
from dataclasses import replace
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
from hukumati.core.locks import one_at_a_time
from hukumati.core.network import client_network
from hukumati.core.security_events import note
from hukumati.identity.authenticators.base import Authenticator, Refusal, Submission, Veiled
from hukumati.identity.authenticators.registry import AUTHENTICATORS
from hukumati.identity.domain.assurance import (
    Factor,
    is_enough,
    may_present,
    next_factor,
    passed_with,
    preferred_factor,
)
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.browsers import device_label, wide_network
from hukumati.identity.domain.sms_caution import relies_on_sms
from hukumati.identity.http import cookies
from hukumati.identity.http.continuing import send_on
from hukumati.identity.http.oidc.authorize import suffices
from hukumati.identity.http.oidc.responses import SeeOther, never_stored, origin_of
from hukumati.identity.models import Account, LoginAttempt, LoginSession, Passkey
from hukumati.identity.use_cases.attempts import (
    REPEATABLE_FOR,
    advance_attempt,
    change_browser_token,
    find_attempt,
    find_finished,
    find_passed,
    finish_attempt,
    session_token,
    token_after,
)
from hukumati.identity.use_cases.factors import factors_of
from hukumati.identity.use_cases.known_passwords import note_wrong_code
from hukumati.identity.use_cases.own_sessions import note_browser
from hukumati.identity.use_cases.sessions import find_session, open_session
from hukumati.identity.use_cases.throttle import Origin, reset_password_limits
from hukumati.identity.use_cases.unusual_sign_ins import Browser, doubt, is_unusual

UNPROCESSABLE, TOO_MANY_REQUESTS = 422, 429


@require_safe
def home(_request: HttpRequest) -> HttpResponse:
    """Redirect from the start page of the provider's host to the portal."""
    return SeeOther(f"{settings.HUKUMATI.portal_url}{'/en/' if active_language() == 'en' else '/'}")


@require_http_methods(["GET", "POST"])
def factor_page(request: HttpRequest, attempt_id: UUID, factor: Factor) -> HttpResponse:
    """Show the page of a factor, and verify what is entered there."""
    now = clock.now()
    if request.method == "POST":
        with one_at_a_time(f"identity.attempt:{attempt_id}"):
            return _accept(request, attempt_id, factor, now)
    attempt = _find(request, attempt_id, now)
    if attempt is None:
        return _too_late(request, attempt_id, now)
    session = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now)
    if session is not None and suffices(session, AuthorizationRequest.from_json(attempt.request), now):
        return _go_on(attempt, session, now)
    if not may_present(factor, passed=attempt.factors):
        return SeeOther(_page_of(next_factor(attempt.factors), attempt))
    authenticator = AUTHENTICATORS[factor]
    form = authenticator.form(initial={"login": attempt.request.get("login_hint", "")})
    return _show(request, attempt, authenticator, form, status=200)


def _accept(request: HttpRequest, attempt_id: UUID, factor: Factor, now: datetime) -> HttpResponse:
    """Verify what was entered; for a second click that comes after the first was accepted, answer as the first."""
    attempt = _find(request, attempt_id, now)
    if attempt is None:
        return _second_click(request, attempt_id, factor, now) or _too_late(request, attempt_id, now)
    if not may_present(factor, passed=attempt.factors):
        return SeeOther(_page_of(next_factor(attempt.factors), attempt))
    authenticator = AUTHENTICATORS[factor]
    form = authenticator.form(request.POST)
    if form.is_valid():
        return _verify(request, attempt, authenticator, form, now)
    return _show(request, attempt, authenticator, form, status=UNPROCESSABLE)


def _second_click(request: HttpRequest, attempt_id: UUID, factor: Factor, now: datetime) -> HttpResponse | None:
    """Return the first click's answer, if the same browser sends the same once more; otherwise None."""
    browser, authenticator = cookies.read_attempt(request, attempt_id), AUTHENTICATORS[factor]
    form = authenticator.form(request.POST)
    attempt = find_passed(attempt_id=attempt_id, browser=browser, now=now) or find_finished(
        attempt_id=attempt_id, browser=browser, now=now
    )
    if attempt is None or browser is None or not form.is_valid():
        return None
    submission = Submission(attempt=attempt, values=form.cleaned_data, origin_of=partial(_origin_of, request), now=now)
    if attempt.finished_at is not None:
        return _signed_in_again(request, attempt, browser, now) if authenticator.repeats(submission) else None
    if factor not in attempt.factors:
        return None
    if is_enough(attempt.factors):  # and yet not finished: the sign-in was doubted
        return (
            _lead_on(request, attempt, Factor.EMAIL_CODE, browser, now) if authenticator.repeats(submission) else None
        )
    outcome = authenticator.verify(submission)
    if _account_of(outcome) != attempt.account:
        return None
    return _lead_on(request, attempt, _following(attempt.account, attempt.factors, attempt.is_veiled), browser, now)


def _signed_in_again(request: HttpRequest, attempt: LoginAttempt, browser: str, now: datetime) -> HttpResponse | None:
    cookie = session_token(attempt_id=attempt.id, browser=browser)
    session = find_session(cookie=cookie, now=now)
    return None if session is None else _send_back(request, attempt, session, cookie, now)


def _go_on(attempt: LoginAttempt, session: LoginSession, now: datetime) -> HttpResponse:
    """Lead on a tab that waited for a sign-in, because another tab of the browser did it."""
    finish_attempt(attempt=attempt, now=now)
    return send_on(session=session, authorization=_request_of(attempt), now=now)


def _request_of(attempt: LoginAttempt) -> AuthorizationRequest:
    """Return what the browser came for, in the language that its person reads by now."""
    return replace(AuthorizationRequest.from_json(attempt.request), language=active_language())


@require_POST
def start_again(request: HttpRequest, attempt_id: UUID, factor: Factor) -> HttpResponse:
    """Start a factor once more: send another code."""
    now = clock.now()
    attempt = _find(request, attempt_id, now)
    if attempt is None or not may_present(factor, passed=attempt.factors):
        return _too_late(request, attempt_id, now)
    origin = _origin_of(request, attempt.account.login if attempt.account else "")
    sending = AUTHENTICATORS[factor].start(
        attempt=attempt, account=attempt.account, language=active_language(), origin=origin, now=now
    )
    return never_stored(SeeOther(f"{_page_of(factor, attempt)}?sending={sending}"))


def _verify(
    request: HttpRequest, attempt: LoginAttempt, authenticator: Authenticator, form: forms.Form, now: datetime
) -> HttpResponse:
    submission = Submission(attempt=attempt, values=form.cleaned_data, origin_of=partial(_origin_of, request), now=now)
    outcome = authenticator.verify(submission)
    if isinstance(outcome, Veiled):
        _note("limited", request, submission, authenticator)
        factors = passed_with(authenticator.factor, passed=attempt.factors)
        return _ask_for(_following(None, factors, True), request, attempt, outcome, factors, now)
    if isinstance(outcome, Refusal):
        _note("limited" if outcome.is_limit else "failed", request, submission, authenticator)
        note_wrong_code(attempt=attempt, factor=authenticator.factor, now=now)
        form.add_error(outcome.field, outcome.text)
        return _show(
            request, attempt, authenticator, form, status=TOO_MANY_REQUESTS if outcome.is_limit else UNPROCESSABLE
        )
    factors = passed_with(authenticator.factor, passed=attempt.factors)
    following = _following(_account_of(outcome), factors, False)
    if following is None and isinstance(outcome, Account):
        beyond_sms = AuthorizationRequest.from_json(attempt.request).beyond_sms
        browser = _browser_of(request, outcome)
        following = doubt(outcome, factors=factors, browser=browser, beyond_sms=beyond_sms, now=now)
        if following is None and beyond_sms and relies_on_sms(factors, is_confirmed=Factor.EMAIL_CODE in factors):
            return never_stored(SeeOther(f"{reverse('identity_other_ways', args=[attempt.id])}?why=sms"))
    if following is not None and isinstance(outcome, Account):
        return _ask_for(following, request, attempt, outcome, factors, now)
    response = _signed_in(request, attempt, outcome, factors, now)
    hit("identity.session.after_commit")
    return response


def _account_of(outcome: Account | Passkey | Veiled | Refusal) -> Account | None:
    """Return whose factor was verified."""
    if isinstance(outcome, Passkey | Veiled):
        return outcome.account
    return outcome if isinstance(outcome, Account) else None


def _note(how: str, request: HttpRequest, submission: Submission, authenticator: Authenticator) -> None:
    subject = str(submission.attempt.account_id or submission.values.get("login", ""))
    note(f"sign_in.{how}.{authenticator.factor}", subject=subject, origin=client_network(request))


def _ask_for(
    factor: Factor | None,
    request: HttpRequest,
    attempt: LoginAttempt,
    outcome: Account | Veiled,
    factors: Sequence[str],
    now: datetime,
) -> HttpResponse:
    is_veiled = isinstance(outcome, Veiled)
    account = outcome.account if isinstance(outcome, Veiled) else outcome
    start = partial(
        AUTHENTICATORS[factor or Factor.SMS_CODE].start,
        attempt=attempt,
        account=account,
        language=active_language(),
        origin=_origin_of(request, account.login if account else ""),
        now=now,
    )
    advance_attempt(attempt=attempt, account=account, factors=factors, start_next=start, is_veiled=is_veiled)
    browser = cookies.read_attempt(request, attempt.id) or ""
    change_browser_token(attempt=attempt, browser=browser)
    return _lead_on(request, attempt, factor, browser, now)


def _following(account: Account | None, factors: Sequence[str], is_veiled: bool) -> Factor | None:
    """Return the factor to ask for now; a veiled sign-in is asked for the same whatever the account has."""
    if account is None or is_veiled or is_enough(factors):
        return next_factor(factors)
    return next_factor(factors, preferred=preferred_factor(factors_of(account)))


def _lead_on(
    request: HttpRequest, attempt: LoginAttempt, factor: Factor | None, browser: str, now: datetime
) -> HttpResponse:
    """Lead to the next factor's page, with the token that follows the browser's."""
    response = never_stored(SeeOther(_page_of(factor, attempt)))
    token = token_after(attempt_id=attempt.id, browser=browser)
    cookies.set_attempt(request, response, attempt=attempt.id, token=token, now=now)
    return response


@transaction.atomic
def _signed_in(
    request: HttpRequest, attempt: LoginAttempt, proved: Account | Passkey, factors: Sequence[str], now: datetime
) -> HttpResponse:
    if not finish_attempt(attempt=attempt, now=now):
        return _too_late(request, attempt.id, now)
    account, passkey = (proved.account, proved) if isinstance(proved, Passkey) else (proved, None)
    if attempt.is_veiled and passkey is None:
        reset_password_limits(login=account.login, origin=_origin_of(request, account.login))
    browser = cookies.read_attempt(request, attempt.id) or ""
    cookie, replaced = (
        session_token(attempt_id=attempt.id, browser=browser),
        cookies.read_cookie(request, cookies.SESSION),
    )
    session = open_session(
        account=account,
        factors=factors,
        client=attempt.client,
        cookie=cookie,
        replaced=replaced,
        now=now,
        passkey=passkey,
    )
    _note_browser(request, session, now)
    response = _send_back(request, attempt, session, cookie, now)
    hit("identity.session.before_commit")
    return response


def _note_browser(request: HttpRequest, session: LoginSession, now: datetime) -> None:
    browser = _browser_of(request, session.account)
    note_browser(
        session=session,
        device=device_label(request.headers.get("User-Agent", "")),
        browser=browser,
        is_unusual=is_unusual(session.account, browser, now=now),
        now=now,
    )


def _browser_of(request: HttpRequest, account: Account) -> Browser:
    is_known = cookies.known_device(request, login=account.login) is not None
    return Browser(wide_network(client_network(request)), is_known)


def _send_back(
    request: HttpRequest, attempt: LoginAttempt, session: LoginSession, cookie: str, now: datetime
) -> HttpResponse:
    """Send the browser on to what it came for, with the session's cookie."""
    response = send_on(session=session, authorization=_request_of(attempt), now=now)
    cookies.set_session(response, cookie)
    browser = cookies.read_attempt(request, attempt.id) or ""
    cookies.end_attempt(response, attempt=attempt.id, token=browser, now=now, lifetime=REPEATABLE_FOR)
    cookies.remember_device(request, response, login=session.account.login)
    return response


def _find(request: HttpRequest, attempt_id: UUID, now: datetime) -> LoginAttempt | None:
    return find_attempt(attempt_id=attempt_id, browser=cookies.read_attempt(request, attempt_id), now=now)


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
    if attempt is not None and attempt.client.initiate_login_uri:
        start = f"{attempt.client.initiate_login_uri}?ui_locales={active_language()}"
    signed_in = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now) is not None
    if attempt is not None and signed_in:
        return never_stored(SeeOther(start))
    return never_stored(render(request, "identity/too_late.html", {"start_url": start}, status=410))
