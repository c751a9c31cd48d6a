"""Recovering an account: what was lost, what proves who one is, and from when on it works again.

Every page answers alike for those who have an account and those who have none (requirement 23).
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
from hukumati.core.limits import allow
from hukumati.core.network import client_network
from hukumati.identity.domain.one_time_codes import CodeCheck
from hukumati.identity.domain.passwords import WeakPassword
from hukumati.identity.domain.recovery import Loss
from hukumati.identity.http import cookies
from hukumati.identity.http.account.forms import CodeForm, NewPasswordForm
from hukumati.identity.http.account.profile import CODE_FAULTS, UNPROCESSABLE
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.http.recovery.forms import (
    ForgottenPasswordForm,
    HandedCodeForm,
    LostPhoneForm,
    StolenPhoneForm,
    TwoCodesForm,
)
from hukumati.identity.models import Recovery
from hukumati.identity.use_cases import recovery as recovering
from hukumati.identity.use_cases.locks import lock_with_password
from hukumati.identity.use_cases.recovery_effect import recover_by_handed_code
from hukumati.identity.use_cases.throttle import Origin

TOO_MANY_REQUESTS, GONE, FORBIDDEN = 429, 410, 403
HANDED_CODES_AN_HOUR: Final = 20
LIMITED: Final = _("Many recoveries come from your network. Try again in an hour.")
FORMS: Final[dict[Loss, type[forms.Form]]] = {Loss.PASSWORD: ForgottenPasswordForm, Loss.PHONE: LostPhoneForm}
CODE_FORMS: Final[dict[str, type[CodeForm]]] = {Loss.PASSWORD: CodeForm, Loss.PHONE: TwoCodesForm}


@require_safe
def choices_page(request: HttpRequest) -> HttpResponse:
    """Ask what was lost."""
    return render(request, "identity/recovery/choices.html")


@require_http_methods(["GET", "POST"])
def loss_page(request: HttpRequest, loss: Loss) -> HttpResponse:
    """Ask who it is, and lead to the page for the code whether or not one is sent."""
    form = FORMS[loss](request.POST or None)
    if request.method == "GET":
        return _show(request, loss.value, form)
    if not form.is_valid():
        return _show(request, loss.value, form, status=UNPROCESSABLE)
    if not recovering.may_begin(network=client_network(request)):
        form.add_error(None, LIMITED)
        return _show(request, loss.value, form, status=TOO_MANY_REQUESTS)
    browser = cookies.flow_token(request)
    recovery = _begin(request, loss, form.cleaned_data, browser, clock.now())
    response = never_stored(SeeOther(_address("code", recovery)))
    cookies.set_flow(response, browser)
    return response


def _begin(request: HttpRequest, loss: Loss, typed: dict[str, object], browser: str, now: datetime) -> Recovery:
    login = str(typed["login"])
    asked = recovering.Asked(login, browser, active_language(), _origin(request, login))
    if loss is Loss.PHONE:
        password, new_phone = str(typed["password"]), str(typed["new_phone"])
        return recovering.begin_phone_recovery(asked, password=password, new_phone=new_phone, now=now)
    known = recovering.Known(typed["born_on"], str(typed["document"]))  # type: ignore[arg-type]  # a date, by its field
    return recovering.begin_password_recovery(asked, known, now=now)


@require_http_methods(["GET", "POST"])
def code_page(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    """Take the codes that prove the channel on record."""
    now = clock.now()
    recovery = _find(request, recovery_id, now)
    if recovery is None:
        return _gone(request)
    form = CODE_FORMS[recovery.loss](request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _prove(request, recovery, form, now)
    return _show_code(request, recovery, form, UNPROCESSABLE if request.method == "POST" else 200)


def _prove(request: HttpRequest, recovery: Recovery, form: CodeForm, now: datetime) -> HttpResponse:
    new = form.cleaned_data.get("code_of_new_phone", "")
    try:
        check = recovering.prove(recovery, typed=form.cleaned_data["code"], typed_of_new_phone=new, now=now)
    except recovering.OnlyInPerson:
        return never_stored(render(request, "identity/recovery/only_in_person.html", status=FORBIDDEN))
    if check is not CodeCheck.RIGHT:
        recovery.refresh_from_db(fields=["known_channel_at"])
        form.add_error("code_of_new_phone" if recovery.known_channel_at else "code", CODE_FAULTS[check])
        return _show_code(request, recovery, form, UNPROCESSABLE)
    if recovery.loss == Loss.PHONE:
        recovering.schedule(recovery, now=now)
        return never_stored(SeeOther(_address("begun", recovery)))
    return never_stored(SeeOther(_address("password", recovery)))


@require_POST
def code_again(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    """Send the codes once more, if any are sent."""
    recovery = _find(request, recovery_id, clock.now())
    if recovery is None:
        return _gone(request)
    recovering.send_codes_later(recovery)
    return never_stored(SeeOther(f"{_address('code', recovery)}?sending=sent"))


@require_http_methods(["GET", "POST"])
def password_page(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    """Take the new password, which works after the cooling-off."""
    now = clock.now()
    recovery = _find(request, recovery_id, now)
    if recovery is None:
        return _gone(request)
    if recovery.proved_at is None or recovery.loss != Loss.PASSWORD:
        return never_stored(SeeOther(_address("code", recovery)))
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recovering.choose_password(recovery, password=form.cleaned_data["password"], now=now)
        except WeakPassword as reason:
            form.refuse(reason)
        else:
            return never_stored(SeeOther(_address("begun", recovery)))
    return _show(request, "new_password", form, status=UNPROCESSABLE if request.method == "POST" else 200)


@require_safe
def begun_page(request: HttpRequest, recovery_id: UUID) -> HttpResponse:
    """Say when the recovery takes effect."""
    recovery = _find(request, recovery_id, clock.now())
    if recovery is None or recovery.effective_at is None:
        return _gone(request)
    context = {"effective_at": recovery.effective_at, "is_phone": recovery.loss == Loss.PHONE}
    return never_stored(render(request, "identity/recovery/begun.html", context))


@require_http_methods(["GET", "POST"])
def stolen_page(request: HttpRequest) -> HttpResponse:
    """Lock the account at once: the password alone suffices, and everybody gets the same answer."""
    form = StolenPhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        login = form.cleaned_data["login"]
        lock_with_password(
            login=login, password=form.cleaned_data["password"], origin=_origin(request, login), now=clock.now()
        )
        return never_stored(SeeOther(reverse("identity_lock_asked")))
    return _show(request, "stolen", form, status=UNPROCESSABLE if request.method == "POST" else 200)


@require_safe
def lock_asked_page(request: HttpRequest) -> HttpResponse:
    """Say that the account is locked if the password was right."""
    return render(request, "identity/recovery/lock_asked.html")


@require_http_methods(["GET", "POST"])
def handed_code_page(request: HttpRequest) -> HttpResponse:
    """Set a new password by the code that an official handed over."""
    form = HandedCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not _may_try_handed_code(request):
            form.add_error(None, LIMITED)
            return _show(request, "handed_code", form, status=TOO_MANY_REQUESTS)
        if response := _use_handed_code(form):
            return response
    return _show(request, "handed_code", form, status=UNPROCESSABLE if request.method == "POST" else 200)


def _use_handed_code(form: HandedCodeForm) -> HttpResponse | None:
    typed = form.cleaned_data
    try:
        is_right = recover_by_handed_code(
            login=typed["login"], typed=typed["code"], password=typed["password"], now=clock.now()
        )
    except WeakPassword as reason:
        form.refuse(reason)
        return None
    if is_right:
        return never_stored(SeeOther(reverse("identity_recovered")))
    form.add_error("code", _("The number or the code is incorrect, or the code is older than a day. Check both"))
    return None


@require_safe
def recovered_page(request: HttpRequest) -> HttpResponse:
    """Say that one can sign in with the new password."""
    return render(request, "identity/recovery/recovered.html")


def _may_try_handed_code(request: HttpRequest) -> bool:
    key = f"identity.handed_code:{client_network(request)}"
    return allow(key=key, at_most=HANDED_CODES_AN_HOUR, per_seconds=3600)


def _origin(request: HttpRequest, login: str) -> Origin:
    return Origin(client_network(request), cookies.known_device(request, login=login))


def _find(request: HttpRequest, recovery_id: UUID, now: datetime) -> Recovery | None:
    browser = cookies.read_cookie(request, cookies.FLOW)
    return recovering.find_recovery(recovery_id=recovery_id, browser=browser, now=now)


def _address(page: str, recovery: Recovery) -> str:
    return reverse(f"identity_recover_{page}", args=[recovery.id])


def _show_code(request: HttpRequest, recovery: Recovery, form: forms.Form, status: int) -> HttpResponse:
    context = {
        "recovery_id": recovery.id,
        "is_phone": recovery.loss == Loss.PHONE,
        "is_sent": request.GET.get("sending") == "sent",
        "sms_url": settings.HUKUMATI.sms_url if settings.HUKUMATI.is_fictional_world else "",
    }
    return _show(request, "code", form, status=status, **context)


def _show(request: HttpRequest, name: str, form: forms.Form, *, status: int = 200, **context: object) -> HttpResponse:
    page = render(request, f"identity/recovery/{name}.html", {"form": form, **context}, status=status)
    return never_stored(page)


def _gone(request: HttpRequest) -> HttpResponse:
    return never_stored(render(request, "identity/recovery/gone.html", status=GONE))
