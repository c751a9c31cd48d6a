"""Serving a person at the counter: looking the account up, and verifying who has it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.identity import api as identity
from hukumati.web.workplace.counter.visits import (
    VisitOver,
    begin_visit,
    counter_required,
    list_visited,
    staff_of,
    visited,
)
from hukumati.web.workplace.counter.words import REFUSED, described, rows_of, words_for
from hukumati.web.workplace.document_seen import DocumentSeenForm, VerificationForm

LONGEST_REASON: Final = 500


class LookUpForm(forms.Form):
    """Whom the official has before them, and why they look."""

    text = forms.CharField(
        label=gettext_lazy("ID number or mobile number of the person"),
        help_text=gettext_lazy(
            "The ID number of who is verified already. Anybody else is found by the mobile number of the account."
        ),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the ID number or the mobile number")},
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads it in their account."),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Enter the reason, for example: came to be verified")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@counter_required
def counter(request: HttpRequest) -> HttpResponse:
    """Find the account of the person at the counter."""
    form = LookUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = identity.look_up_accounts(**form.cleaned_data, officer=staff_of(request).number)
        if found:
            begin_visit(request, found, reason=form.cleaned_data["reason"])
            return redirect("counter_account", found[0].id) if len(found) == 1 else redirect("counter_found")
        form.add_error(
            "text", _("No account has this number. Check it, or help the person to open an account on their telephone")
        )
    return render(request, "workplace/counter/counter.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@never_cache
@counter_required
def found(request: HttpRequest) -> HttpResponse:
    """List the accounts that were looked up: a telephone may be a family's."""
    accounts = [described(visited(request, each)) for each in list_visited(request)]
    return render(request, "workplace/counter/found.html", {"accounts": accounts})


@require_safe
@never_cache
@counter_required
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Show the account, and what can be done for the person."""
    try:
        record = visited(request, account_id)
    except VisitOver:
        return redirect("counter")
    return render(request, "workplace/counter/account.html", {**described(record), "rows": rows_of(record)})


@dataclass(frozen=True, slots=True)
class Act:
    """What a person may come for: what its page says, and what is typed besides."""

    title: Promise
    text: Promise
    button: Promise
    form: type[DocumentSeenForm] = DocumentSeenForm


VERIFY: Final = Act(
    gettext_lazy("Verify the person"),
    gettext_lazy(
        "The account then stands for this person, and reaches the highest level. Any account that claimed the same ID "
        "number online is closed."
    ),
    gettext_lazy("Verify"),
    VerificationForm,
)
Doer = Callable[[DocumentSeenForm, identity.Seen, str], HttpResponse]


def serve(request: HttpRequest, account_id: UUID, act: Act, *, do: Doer) -> HttpResponse:
    """Ask for the document of the person, and do what they came for once it was seen."""
    try:
        record = visited(request, account_id)
    except VisitOver:
        return redirect("counter")
    staff = staff_of(request)
    form = act.form(request.POST or None, account=record)
    if request.method == "POST" and form.is_valid():
        try:
            return do(form, form.seen(place=staff.office), staff.number)
        except REFUSED as refusal:
            form.add_error(None, words_for(refusal))
    context = {**described(record), "act": act, "form": form}
    return render(request, "workplace/counter/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@counter_required
def verify(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Record that the person and their document were seen."""

    def do(_form: DocumentSeenForm, seen: identity.Seen, officer: str) -> HttpResponse:
        waits = identity.verify_in_person(account=str(account_id), seen=seen, officer=officer)
        return redirect("counter_waits" if waits else "counter_verified", account_id)

    return serve(request, account_id, VERIFY, do=do)


@require_safe
@never_cache
@counter_required
def verified(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Say that the account is verified, and what may be done next."""
    return _done(request, account_id, "workplace/counter/verified.html")


@require_safe
@never_cache
@counter_required
def waits(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Say that a second official has to confirm."""
    return _done(request, account_id, "workplace/counter/waits.html")


def _done(request: HttpRequest, account_id: UUID, template: str) -> HttpResponse:
    try:
        record = visited(request, account_id)
    except VisitOver:
        return redirect("counter")
    return render(request, template, described(record))
