"""The pages where a person signs in: password, then the code from an SMS."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core import clock
from hukumati.core.failpoints import hit
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.one_time_codes import phone_ending
from hukumati.identity.http import cookies
from hukumati.identity.http.forms import CodeForm, PasswordForm
from hukumati.identity.http.network import client_network
from hukumati.identity.http.oidc.answers import SeeOther, answer_code, never_stored, origin_of
from hukumati.identity.http.oidc.parameters import Target
from hukumati.identity.models import Account, LoginAttempt
from hukumati.identity.use_cases.attempts import change_browser_token, find_attempt, finish_attempt
from hukumati.identity.use_cases.code_step import CodeAnswer, check_code, send_code
from hukumati.identity.use_cases.grants import issue_code
from hukumati.identity.use_cases.password_step import PasswordAnswer, check_password
from hukumati.identity.use_cases.sessions import find_session, open_session
from hukumati.identity.use_cases.throttle import Origin

UNACCEPTABLE, TOO_MANY = 422, 429


@require_safe
def home(_request: HttpRequest) -> HttpResponse:
    """Lead whoever opens the provider's host itself to the portal."""
    return SeeOther(f"{settings.HUKUMATI.portal_url}{'/en/' if _language() == 'en' else '/'}")


@require_http_methods(["GET", "POST"])
def password(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Ask for the login and password."""
    now = clock.now()
    attempt = _find(request, attempt_id, now)
    if attempt is None:
        return _too_late(request, attempt_id, now)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _check_password(request, attempt, form, now)
    return _show(request, attempt, "identity/password.html", form, status=UNACCEPTABLE if form.is_bound else 200)


def _check_password(request: HttpRequest, attempt: LoginAttempt, form: PasswordForm, now: datetime) -> HttpResponse:
    login = form.cleaned_data["login"]
    answer = check_password(
        attempt=attempt,
        login=login,
        password=form.cleaned_data["password"],
        origin=Origin(client_network(request), cookies.known_device(request, login=login)),
        language=_language(),
        now=now,
    )
    if answer is PasswordAnswer.RIGHT:
        response = never_stored(SeeOther(reverse("identity_code", args=[attempt.id])))
        browser = cookies.read_cookie(request, cookies.ATTEMPT) or ""
        cookies.set_attempt(response, change_browser_token(browser=browser))
        return response
    text, status = _password_refusal(answer)
    form.add_error(None, text)
    return _show(request, attempt, "identity/password.html", form, status=status)


def _password_refusal(answer: PasswordAnswer) -> tuple[str, int]:
    if answer is PasswordAnswer.WAIT:
        return gettext("There were too many tries. Wait ten minutes, then try again."), TOO_MANY
    return gettext("The number or the password is not right. Check both, then try again."), UNACCEPTABLE


@require_http_methods(["GET", "POST"])
def code(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Ask for the code, and send the person back to the client when it is right."""
    now = clock.now()
    attempt = _find(request, attempt_id, now)
    if attempt is None:
        return _too_late(request, attempt_id, now)
    if attempt.account is None:
        return SeeOther(reverse("identity_password", args=[attempt.id]))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _check_code(request, attempt, attempt.account, form, now)
    return _show(request, attempt, "identity/code.html", form, status=UNACCEPTABLE if form.is_bound else 200)


def _check_code(
    request: HttpRequest, attempt: LoginAttempt, account: Account, form: CodeForm, now: datetime
) -> HttpResponse:
    answer = check_code(attempt=attempt, account=account, typed=form.cleaned_data["code"], now=now)
    if answer is CodeAnswer.RIGHT:
        response = _signed_in(request, attempt, account, now)
        hit("identity.session.after_commit")
        return response
    form.add_error("code", _code_refusal(answer))
    status = TOO_MANY if answer is CodeAnswer.WAIT else UNACCEPTABLE
    return _show(request, attempt, "identity/code.html", form, status=status)


def _code_refusal(answer: CodeAnswer) -> str:
    if answer is CodeAnswer.EXPIRED:
        return gettext("This code can no longer be used. Ask for a new one.")
    if answer is CodeAnswer.WAIT:
        return gettext("There were too many tries. Wait an hour, then sign in again.")
    return gettext("The code is not right. Check the SMS, then enter the code again.")


@transaction.atomic
def _signed_in(request: HttpRequest, attempt: LoginAttempt, account: Account, now: datetime) -> HttpResponse:
    if not finish_attempt(attempt=attempt, now=now):
        return _too_late(request, attempt.id, now)
    asked = AuthorizationRequest.from_json(attempt.request)
    replaced = cookies.read_cookie(request, cookies.SESSION)
    session, cookie = open_session(account=account, client=attempt.client, replaced=replaced, now=now)
    target = Target(asked.redirect_uri, asked.state)
    response = answer_code(target, issue_code(session=session, request=asked, now=now))
    cookies.set_session(response, cookie)
    cookies.remember_device(request, response, login=account.login)
    hit("identity.session.before_commit")
    return response


@require_POST
def code_again(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Send another code."""
    now = clock.now()
    attempt = _find(request, attempt_id, now)
    if attempt is None or attempt.account is None:
        return _too_late(request, attempt_id, now)
    sending = send_code(attempt=attempt, account=attempt.account, language=_language(), now=now)
    return never_stored(SeeOther(f"{reverse('identity_code', args=[attempt.id])}?sending={sending.value}"))


def _find(request: HttpRequest, attempt_id: UUID, now: datetime) -> LoginAttempt | None:
    return find_attempt(attempt_id=attempt_id, browser=cookies.read_cookie(request, cookies.ATTEMPT), now=now)


def _show(request: HttpRequest, attempt: LoginAttempt, template: str, form: object, *, status: int) -> HttpResponse:
    client = attempt.client
    said = {
        "form": form,
        "attempt_id": attempt.id,
        "client_name": client.name_en if _language() == "en" else client.name_ar,
        "ending": phone_ending(attempt.account.phone) if attempt.account else "",
        "sending": request.GET.get("sending", "") if request.method == "GET" else "",
        "sms_url": settings.HUKUMATI.sms_url if settings.HUKUMATI.demo else "",
    }
    response = never_stored(render(request, template, said, status=status))
    response.csp_form_action = (origin_of(attempt.request["redirect_uri"]),)  # type: ignore[attr-defined]
    return response


def _too_late(request: HttpRequest, attempt_id: UUID, now: datetime) -> HttpResponse:
    """A page left open too long, or finished (a second click on the button): whoever is signed in just goes on."""
    attempt = LoginAttempt.objects.select_related("client").filter(id=attempt_id).first()
    start = settings.HUKUMATI.portal_url
    if attempt is not None:
        start = f"{attempt.client.initiate_login_uri}?ui_locales={_language()}"
    signed_in = find_session(cookie=cookies.read_cookie(request, cookies.SESSION), now=now) is not None
    if attempt is not None and signed_in:
        return never_stored(SeeOther(start))
    return never_stored(render(request, "identity/too_late.html", {"start_url": start}, status=410))


def _language() -> str:
    return (get_language() or "ar").split("-")[0]
