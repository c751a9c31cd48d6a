"""Your details: what the state knows of the holder, and what they may change (requirement 29)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.core import clock
from hukumati.core.bilingual import active_language
from hukumati.core.design.formats import long_date
from hukumati.core.design.parts import Row
from hukumati.core.network import client_network
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.one_time_codes import CodeCheck, Sending
from hukumati.identity.domain.passwords import WeakPassword
from hukumati.identity.http.account.forms import CodeForm, EmailForm, LanguageForm, NewPasswordForm, PhoneForm
from hukumati.identity.http.account.guard import account_page, sensitive_page
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.models import Account, Channel, LoginSession
from hukumati.identity.use_cases import profile

UNPROCESSABLE: Final = 422
LANGUAGES: Final = {"ar": "العربية", "en": "English"}
CODE_FAULTS: Final = {
    CodeCheck.WRONG: _("The code is incorrect. Check the message, then enter the code again."),
    CodeCheck.EXPIRED: _("This code is no longer valid. Request a new one."),
}
SENDING_FAULTS: Final = {
    Sending.TOO_SOON: _("We sent a code a moment ago, and it is still valid. Wait for it to arrive."),
    Sending.TOO_MANY: _("We cannot send any more codes now. Try again in an hour."),
    Sending.UNAVAILABLE: _(
        "We cannot send text messages to this number now. Try again tomorrow, use another number, or come to an office."
    ),
}
PROOFINGS: Final = {
    Proofing.CLAIMED: _("Not verified: for information and drafts"),
    Proofing.MATCHED: _("Verified with the population register: for most services"),
    Proofing.IN_PERSON: _("Verified in person: for all services"),
}
DONE: Final = {
    "phone": _("Your phone number is changed."),
    "email": _("Your e-mail address is changed."),
    "language": _("The language of messages is changed."),
    "password": _("Your password is changed. You are signed out on all other devices."),
}


@dataclass(frozen=True, slots=True)
class _Address:
    """How one kind of address is changed: its form, its titles, and how browsers fill it in."""

    channel: Channel
    form: type[forms.Form]
    title: Promise
    code_title: Promise
    inputmode: str
    autocomplete: str


_ADDRESSES: Final = {
    each.channel: each
    for each in (
        _Address(
            Channel.PHONE, PhoneForm, _("Change your phone number"), _("Enter the code from the SMS"), "tel", "tel"
        ),
        _Address(
            Channel.EMAIL,
            EmailForm,
            _("Change your e-mail address"),
            _("Enter the code from the e-mail"),
            "email",
            "email",
        ),
    )
}


@require_safe
@account_page
def profile_page(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Show what the state knows of the holder."""
    account = session.account
    context = {
        "rows": list(_rows(account)),
        "done": DONE.get(request.GET.get("done", ""), ""),
        "may_raise": not account.is_staff and account.proofing != Proofing.IN_PERSON,
        "proofing": account.proofing,
    }
    return never_stored(render(request, "identity/account/profile.html", context))


def _rows(account: Account) -> Iterator[Row]:
    name = account.name_en if active_language() == "en" else account.name_ar
    yield Row(_("Name"), name)
    if account.is_staff:
        yield Row(_("Staff number"), account.login, ltr=True)
    elif account.id_number:
        yield Row(_("ID number"), account.id_number, ltr=True)
    else:
        yield Row(_("You sign in with"), account.login, ltr=True)
    if account.born_on:
        yield Row(_("Date of birth"), long_date(account.born_on))
    if account.is_staff:
        yield Row(_("Phone"), account.phone, ltr=True)
        yield Row(_("E-mail address"), account.email, ltr=True)
    else:
        yield Row(_("Phone"), account.phone or _("None"), ltr=True, change_url=_change(Channel.PHONE))
        yield Row(_("E-mail address"), account.email or _("None"), ltr=True, change_url=_change(Channel.EMAIL))
        yield Row(_("Verification"), PROOFINGS[Proofing(account.proofing)])
    yield Row(_("Language of messages"), LANGUAGES[account.language], change_url=reverse("identity_language"))
    yield Row(_("Password"), "••••••••", ltr=True, change_url=reverse("identity_new_password"))


def _change(channel: Channel) -> str:
    return reverse("identity_change_contact", args=[channel.value])


@require_http_methods(["GET", "POST"])
@sensitive_page
def change_contact(request: HttpRequest, session: LoginSession, channel: str) -> HttpResponse:
    """Ask for the new address and send a code there."""
    address = _ADDRESSES[Channel(channel)]
    if session.account.is_staff:
        return _own_details()
    form = address.form(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sending = profile.begin_contact_change(
            session=session,
            channel=address.channel,
            address=form.cleaned_data["address"],
            network=client_network(request),
            now=clock.now(),
        )
        if sending in {Sending.SENT, Sending.TOO_SOON}:
            return never_stored(SeeOther(reverse("identity_contact_code", args=[channel])))
        form.add_error("address", SENDING_FAULTS[sending])
    return _show(request, "change_contact", form, is_refused=request.method == "POST", address=address)


@require_http_methods(["GET", "POST"])
@sensitive_page
def contact_code(request: HttpRequest, session: LoginSession, channel: str) -> HttpResponse:
    """Take the new address once the code that was sent there comes back."""
    address = _ADDRESSES[Channel(channel)]
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        check = profile.finish_contact_change(
            session=session, channel=address.channel, typed=form.cleaned_data["code"], now=clock.now()
        )
        if check is CodeCheck.RIGHT:
            return _own_details(channel)
        form.add_error("code", CODE_FAULTS[check])
    return _show(request, "contact_code", form, is_refused=request.method == "POST", address=address)


@require_http_methods(["GET", "POST"])
@account_page
def language(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Set the language of messages."""
    form = LanguageForm(request.POST or None, initial={"language": session.account.language})
    if request.method == "POST" and form.is_valid():
        profile.set_language(account=session.account, language=form.cleaned_data["language"])
        return _own_details("language")
    return _show(request, "language", form, is_refused=request.method == "POST")


@require_http_methods(["GET", "POST"])
@sensitive_page
def new_password(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Set a new password; the other devices are signed out."""
    form = NewPasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            profile.set_password(session=session, password=form.cleaned_data["password"], now=clock.now())
        except WeakPassword as reason:
            form.refuse(reason)
        else:
            return _own_details("password")
    return _show(request, "new_password", form, is_refused=request.method == "POST")


def _own_details(done: str = "") -> HttpResponse:
    return never_stored(SeeOther(reverse("identity_profile") + (f"?done={done}" if done else "")))


def _show(request: HttpRequest, name: str, form: forms.Form, *, is_refused: bool, **context: object) -> HttpResponse:
    status = UNPROCESSABLE if is_refused else 200
    page = render(request, f"identity/account/{name}.html", {"form": form, **context}, status=status)
    return never_stored(page)
