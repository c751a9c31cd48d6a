"""Codes that are handed over at the counter, unlocking, and the page on which a code is printed."""

from typing import Final
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hukumati.core.identifiers import InvalidPhone, parse_mobile
from hukumati.core.sites import site_url
from hukumati.identity import api as identity
from hukumati.web.workplace.counter.people import Act, serve
from hukumati.web.workplace.counter.visits import (
    VisitOver,
    counter_required,
    forget_code,
    keep_code,
    kept_code,
    visited,
)
from hukumati.web.workplace.counter.words import described
from hukumati.web.workplace.document_seen import DocumentSeenForm

PAGES: Final = {"recovery": "identity_handed_code", "binding": "identity_bind_passkey"}
"""Where the holder types a code."""


class RecoveryForm(DocumentSeenForm):
    """The document of who has lost everything, and the number of their new telephone."""

    new_phone = forms.CharField(
        label=gettext_lazy("New mobile number"),
        help_text=gettext_lazy("Leave it empty if the number on record is still theirs."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "dir": "ltr", "autocomplete": "off"}),
    )

    def clean_new_phone(self) -> str:
        """Return the number in its international form, or nothing."""
        typed = self.cleaned_data["new_phone"]
        try:
            return parse_mobile(typed) if typed else ""
        except InvalidPhone:
            raise ValidationError(_("Enter a mobile number, for example 0599 000 101")) from None


RECOVER: Final = Act(
    gettext_lazy("Lost password or telephone"),
    gettext_lazy(
        "The person gets a code on paper and chooses a new password with it within a day. A new mobile number counts "
        "at once; the old one is told. Passkeys, apps and codes that the account had are removed."
    ),
    gettext_lazy("Make the code"),
    RecoveryForm,
)
PASSKEY_CODE: Final = Act(
    gettext_lazy("Code for a passkey"),
    gettext_lazy(
        "With this code the person binds a passkey within a day, which then reaches the highest level: signatures, "
        "mandates, sensitive records."
    ),
    gettext_lazy("Make the code"),
)
UNLOCK: Final = Act(
    gettext_lazy("Unlock the account"),
    gettext_lazy(
        "The person can sign in again at once with what they have. If a thief may have the telephone or the password, "
        "choose “Lost password or telephone” instead."
    ),
    gettext_lazy("Unlock"),
)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@counter_required
def recover(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a person who has lost everything a code for a new password."""

    def do(form: DocumentSeenForm, seen: identity.Seen, officer: str) -> HttpResponse:
        code = identity.recover_in_person(
            account=str(account_id), seen=seen, officer=officer, new_phone=form.cleaned_data["new_phone"]
        )
        keep_code(request, account_id, code, purpose="recovery")
        return redirect("counter_code", account_id)

    return serve(request, account_id, RECOVER, do=do)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@counter_required
def passkey_code(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Give a person a code, by which they bind a passkey of the highest level."""

    def do(_form: DocumentSeenForm, seen: identity.Seen, officer: str) -> HttpResponse:
        code = identity.hand_over_binding_code(account=str(account_id), seen=seen, officer=officer)
        keep_code(request, account_id, code, purpose="binding")
        return redirect("counter_code", account_id)

    return serve(request, account_id, PASSKEY_CODE, do=do)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@counter_required
def unlock(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Unlock the account of a person who was seen."""

    def do(_form: DocumentSeenForm, seen: identity.Seen, officer: str) -> HttpResponse:
        identity.unlock_account(account=str(account_id), seen=seen, officer=officer)
        return redirect("counter_account", account_id)

    return serve(request, account_id, UNLOCK, do=do)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@counter_required
def code_page(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Show a code to print, until it is in the person's hands."""
    try:
        record = visited(request, account_id)
    except VisitOver:
        return redirect("counter")
    code, purpose = kept_code(request, account_id)
    if request.method == "POST" or not code:
        forget_code(request)
        return redirect("counter_account", account_id)
    context = {**described(record), "code": code, "purpose": purpose, "where": site_url("identity", PAGES[purpose])}
    return render(request, "workplace/counter/code.html", context)
