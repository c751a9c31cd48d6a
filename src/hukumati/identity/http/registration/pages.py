"""Opening an account: what one claims, the code from the telephone, a password; then the account is open.

Every claim gets the same answer. Pages are bound to the browser by a cookie; a second click gets the first's answer.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.core.locks import one_at_a_time
from hukumati.core.network import client_network
from hukumati.identity.domain.assurance import Factor
from hukumati.identity.domain.authorization import OWN_PAGES
from hukumati.identity.domain.one_time_codes import CodeCheck, Sending, phone_ending
from hukumati.identity.domain.passwords import WeakPassword
from hukumati.identity.domain.proof_of_work import BITS, Work
from hukumati.identity.domain.registration import Claim, ClaimKind
from hukumati.identity.http import cookies
from hukumati.identity.http.account.forms import CodeForm, NewPasswordForm
from hukumati.identity.http.account.profile import CODE_FAULTS, SENDING_FAULTS, UNPROCESSABLE
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.http.registration.forms import AbroadForm, ClaimForm
from hukumati.identity.models import Account, Registration
from hukumati.identity.use_cases import registration as registering
from hukumati.identity.use_cases.attempts import session_token
from hukumati.identity.use_cases.clients import find_client
from hukumati.identity.use_cases.proof_of_work import new_challenge, use_work
from hukumati.identity.use_cases.sessions import find_session, open_session

TOO_MANY_REQUESTS, GONE, FORBIDDEN = 429, 410, 403
FORMS: Final[dict[ClaimKind, type[forms.Form]]] = {ClaimKind.RESIDENT: ClaimForm, ClaimKind.ABROAD: AbroadForm}
TEMPLATES: Final = {ClaimKind.RESIDENT: "claim", ClaimKind.ABROAD: "abroad"}
LIMITED: Final = _(
    "Many accounts are being opened from your network. Send the form again with JavaScript switched on, try again in "
    "an hour, or come to an office."
)


@require_http_methods(["GET", "POST"])
def claim_page(request: HttpRequest, kind: ClaimKind) -> HttpResponse:
    """Ask what the person claims, send a code to the number, and lead to the page for it."""
    form = FORMS[kind](request.POST or None)
    if request.method == "GET":
        return _show(request, TEMPLATES[kind], form)
    if not form.is_valid():
        return _show(request, TEMPLATES[kind], form, status=UNPROCESSABLE)
    network = client_network(request)
    if not registering.may_register(network=network, has_worked=use_work(_work(request), now=clock.now())):
        form.add_error(None, LIMITED)
        return _show(request, TEMPLATES[kind], form, status=TOO_MANY_REQUESTS)
    browser = cookies.flow_token(request)
    registration, sending = registering.begin_registration(
        claim=Claim(kind=kind, **form.cleaned_data),
        browser=browser,
        language=active_language(),
        network=network,
        now=clock.now(),
    )
    if sending is Sending.UNAVAILABLE:
        form.add_error("phone", SENDING_FAULTS[sending])
        return _show(request, TEMPLATES[kind], form, status=TOO_MANY_REQUESTS)
    response = never_stored(SeeOther(_address("code", registration)))
    cookies.set_flow(response, browser)
    return response


@require_http_methods(["GET", "POST"])
def code_page(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """Take the code that proves the telephone."""
    now = clock.now()
    registration = _find(request, registration_id, now)
    if registration is None:
        return _gone(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        check = registering.prove_phone(registration, typed=form.cleaned_data["code"], now=now)
        if check is CodeCheck.RIGHT:
            return never_stored(SeeOther(_address("password", registration)))
        form.add_error("code", CODE_FAULTS[check])
    status = UNPROCESSABLE if request.method == "POST" else 200
    return _show_code(request, registration, form, status)


@require_POST
def code_again(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """Send another code."""
    now = clock.now()
    registration = _find(request, registration_id, now)
    if registration is None:
        return _gone(request)
    sending = registering.send_code_again(registration, now=now)
    return never_stored(SeeOther(f"{_address('code', registration)}?sending={sending.value}"))


@require_http_methods(["GET", "POST"])
def password_page(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """Ask for a password, open the account, and sign the person in."""
    now = clock.now()
    registration = _find(request, registration_id, now)
    if registration is None:
        return _gone(request)
    if registration.proved_at is None:
        return never_stored(SeeOther(_address("code", registration)))
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with one_at_a_time(f"identity.registration:{registration_id}"):
            return _open(request, registration, form, now)
    return _show(request, "password", form, status=UNPROCESSABLE if request.method == "POST" else 200)


def _open(request: HttpRequest, registration: Registration, form: NewPasswordForm, now: datetime) -> HttpResponse:
    registration.refresh_from_db()
    try:
        account = registering.open_claimed_account(registration, password=form.cleaned_data["password"], now=now)
    except WeakPassword as reason:
        form.refuse(reason)
        return _show(request, "password", form, status=UNPROCESSABLE)
    except registering.TooYoung:
        return never_stored(render(request, "identity/registration/too_young.html", status=FORBIDDEN))
    except registering.PhoneTaken:
        return never_stored(render(request, "identity/registration/phone_taken.html", status=FORBIDDEN))
    return _sign_in(request, registration, account, now)


def _sign_in(request: HttpRequest, registration: Registration, account: Account, now: datetime) -> HttpResponse:
    """Open a session once; the cookie of a second click is the first's."""
    response = never_stored(SeeOther(_address("done", registration)))
    cookie = session_token(attempt_id=registration.id, browser=cookies.flow_token(request))
    client = find_client(OWN_PAGES)
    if client is not None and find_session(cookie=cookie, now=now) is None:
        replaced = cookies.read_cookie(request, cookies.SESSION)
        factors = [Factor.PASSWORD.value, Factor.SMS_CODE.value]
        open_session(account=account, factors=factors, client=client, cookie=cookie, replaced=replaced, now=now)
    cookies.set_session(response, cookie)
    cookies.remember_device(request, response, login=account.login)
    return response


@require_safe
def done_page(request: HttpRequest, registration_id: UUID) -> HttpResponse:
    """Say what the account can do now, and how it is verified; the same whatever the register said."""
    registration = _find(request, registration_id, clock.now())
    if registration is None or registration.account is None:
        return _gone(request)
    context = {"is_abroad": registration.kind == ClaimKind.ABROAD, "phone": registration.phone}
    return never_stored(render(request, "identity/registration/done.html", context))


def _work(request: HttpRequest) -> Work:
    return Work(request.POST.get("challenge", ""), request.POST.get("answer", ""))


def _find(request: HttpRequest, registration_id: UUID, now: datetime) -> Registration | None:
    browser = cookies.read_cookie(request, cookies.FLOW)
    return registering.find_registration(registration_id=registration_id, browser=browser, now=now)


def _address(page: str, registration: Registration) -> str:
    return reverse(f"identity_register_{page}", args=[registration.id])


def _show_code(request: HttpRequest, registration: Registration, form: forms.Form, status: int) -> HttpResponse:
    sending = request.GET.get("sending", "")
    faults = {key.value: text for key, text in SENDING_FAULTS.items()}
    context = {
        "registration_id": registration.id,
        "ending": phone_ending(registration.phone),
        "is_sent": sending == Sending.SENT.value,
        "sending_fault": faults.get(sending, ""),
        "sms_url": settings.HUKUMATI.sms_url if settings.HUKUMATI.is_fictional_world else "",
    }
    return _show(request, "code", form, status=status, **context)


def _show(request: HttpRequest, name: str, form: forms.Form, *, status: int = 200, **context: object) -> HttpResponse:
    if name in TEMPLATES.values():
        context |= {"challenge": new_challenge(now=clock.now()), "work_bits": BITS}
    page = render(request, f"identity/registration/{name}.html", {"form": form, **context}, status=status)
    return never_stored(page)


def _gone(request: HttpRequest) -> HttpResponse:
    return never_stored(render(request, "identity/registration/gone.html", status=GONE))
