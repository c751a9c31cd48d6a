"""The officials of a government body: who they are, in which roles, and who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.design.forms import SeveralChoicesField
from hukumati.core.identifiers import InvalidPhone, parse_phone
from hukumati.core.typed import compact
from hukumati.identity import api as identity
from hukumati.web.confirmation import ask_first
from hukumati.web.sign_in.person import Person, staff_required

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

manager_required = staff_required("staff_manager")
ROLES: Final[Mapping[str, str | _StrPromise]] = {
    "officer": gettext_lazy("Officer: examines and decides applications"),
    "supervisor": gettext_lazy("Supervisor: receives what is late, assigns work"),
    "producer": gettext_lazy("Producer: makes cards and passports"),
    "inspector": gettext_lazy("Inspector: visits places and reports"),
    "clerk": gettext_lazy("Counter clerk: hands documents over, receives appointments"),
    "analyst": gettext_lazy("Analyst: drafts services in the studio"),
    "site_manager": gettext_lazy("Site manager: connects sites to the single sign-on"),
    "identity_officer": gettext_lazy("Identity officer: finds, locks and merges accounts"),
    "identity_counter": gettext_lazy("Identity counter: verifies people in person"),
    "registrar": gettext_lazy("Registrar: prints letters and sheets of codes"),
    "notary": gettext_lazy("Notary: enters orders of courts and certified powers of attorney"),
    "identity_operator": gettext_lazy("Operator of the single sign-on: approves sites"),
    "cabinet": gettext_lazy("Cabinet: decides public holidays"),
    "staff_manager": gettext_lazy("Staff manager: invites officials, changes their roles"),
}


def role_name(role: str) -> str:
    """Return what a role does, in words; a role without words as it is."""
    return str(ROLES.get(role, role))


class RolesForm(forms.Form):
    """The roles of an official, of those that their body gives."""

    roles = SeveralChoicesField(label=gettext_lazy("Roles"), required=False, choices=[])

    def __init__(
        self, data: QueryDict | None = None, *, provider: str, initial: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        given = identity.roles_of_body(provider)
        field = self.fields["roles"]
        assert isinstance(field, SeveralChoicesField)  # noqa: S101 — declared above
        field.choices = [(role, text) for role, text in ROLES.items() if role in given]


def _text(label: _StrPromise, missing: _StrPromise, **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, max_length=120, widget=widget, error_messages={"required": missing})


class NewMemberForm(RolesForm):
    """An official who is invited."""

    number = _text(gettext_lazy("Staff number"), gettext_lazy("Enter the staff number"), dir="ltr")
    name_ar = _text(gettext_lazy("Name in Arabic"), gettext_lazy("Enter the name in Arabic"), lang="ar", dir="rtl")
    name_en = _text(gettext_lazy("Name in English"), gettext_lazy("Enter the name in English"), lang="en", dir="ltr")
    phone = _text(gettext_lazy("Mobile number"), gettext_lazy("Enter the mobile number"), dir="ltr", inputmode="tel")
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Enter the e-mail address"),
            "invalid": gettext_lazy("Enter an e-mail address, for example name@example.test"),
        },
    )
    office = _text(gettext_lazy("Office"), gettext_lazy("Enter the office's code"), dir="ltr")
    field_order = ("number", "name_ar", "name_en", "phone", "email", "office", "roles")

    def clean_number(self) -> str:
        """Return the staff number as it is stored."""
        number = compact(self.cleaned_data["number"])
        if not number.isascii() or len(number) > LONGEST_NUMBER or number.isdecimal():
            raise ValidationError(_("A staff number has letters, digits and hyphens, for example MOI-0012"))
        return number

    def clean_phone(self) -> str:
        """Return the mobile number in its international form."""
        try:
            return parse_phone(self.cleaned_data["phone"])
        except InvalidPhone:
            raise ValidationError(_("Enter a mobile number, for example 0599 000 101")) from None


LONGEST_NUMBER: Final = 20


@require_safe
@manager_required
def members(request: HttpRequest) -> HttpResponse:
    """List the officials of the manager's body."""
    listed = [
        {"member": each, "roles": [role_name(role) for role in sorted(each.staff.roles)]}
        for each in identity.list_staff(provider=_manager(request).provider)
    ]
    return render(request, "workplace/staff/list.html", {"members": listed})


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def new_member(request: HttpRequest) -> HttpResponse:
    """Open the account of an official."""
    manager = _manager(request)
    form = NewMemberForm(request.POST or None, provider=manager.provider)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        staff = identity.Staff(given["number"], manager.provider, given["office"], frozenset(given["roles"]))
        try:
            identity.hire(new=_account(given), staff=staff, manager=manager, now=now())
            return redirect("member", given["number"])
        except identity.NotInThisState:
            form.add_error("number", _("Somebody has this staff number already"))
    return render(request, "workplace/staff/new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@manager_required
def member(request: HttpRequest, number: str) -> HttpResponse:
    """Show an official, and change their roles."""
    manager = _manager(request)
    found = identity.get_member(number=number, provider=manager.provider)
    given = identity.roles_of_body(manager.provider)
    form = RolesForm(
        request.POST or None, provider=manager.provider, initial={"roles": sorted(found.staff.roles & given)}
    )
    if request.method == "POST" and form.is_valid():
        roles = frozenset(form.cleaned_data["roles"]) | (found.staff.roles - given)
        identity.change_roles(number=number, roles=roles, manager=manager)
        return redirect("member", number)
    context = {
        "member": found,
        "form": form,
        "fixed": [role_name(role) for role in sorted(found.staff.roles - given)],
        "is_own": number == manager.number,
    }
    return render(request, "workplace/staff/member.html", context, status=422 if form.errors else 200)


@require_POST
@manager_required
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    """Suspend an official after a question: they are signed out at once, everywhere."""
    asked = ask_first(
        request,
        question=_("Suspend this official?"),
        text=_("They are signed out everywhere at once, and their open work goes back to their colleagues."),
        yes=_("Yes, suspend"),
        back_url=reverse("member", args=[number]),
    )
    if asked is not None:
        return asked
    identity.suspend_member(number=number, manager=_manager(request), reason="left", now=now())
    return redirect("member", number)


@require_POST
@manager_required
def invite_again(request: HttpRequest, number: str) -> HttpResponse:
    """Send an official the link to bind their security keys once more."""
    identity.invite_again(number=number, manager=_manager(request), now=now())
    return redirect("member", number)


def _account(given: Mapping[str, str]) -> identity.NewAccount:
    return identity.NewAccount(
        login=given["number"],
        id_number=None,
        password="",
        name=Bilingual(ar=given["name_ar"], en=given["name_en"]),
        phone=given["phone"],
        email=given["email"],
        born_on=None,
    )


def _manager(request: HttpRequest) -> identity.Manager:
    person: Person = request.person  # type: ignore[attr-defined]
    assert person.staff is not None  # noqa: S101 — manager_required saw to it
    return identity.Manager(person.staff.number, person.staff.provider)
