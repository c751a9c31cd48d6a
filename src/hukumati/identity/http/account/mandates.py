"""The pages of mandates: those one gave, those one holds, giving, accepting and revoking, and the uses of each."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hukumati.core import clock
from hukumati.core.design.forms import DatePartsField
from hukumati.core.identifiers import InvalidIdNumber, parse_id_number
from hukumati.identity.domain.mandates import Deed, Kind, MandateRefused, Scope, Term, require_level
from hukumati.identity.http.account.guard import account_page, sensitive_page
from hukumati.identity.http.account.ledger_views import line_of
from hukumati.identity.http.account.mandate_views import REFUSALS, MandateView, deed_choices, view_of
from hukumati.identity.http.oidc.responses import SeeOther
from hukumati.identity.models import Account, LoginSession, Mandate, Person
from hukumati.identity.use_cases import mandates, register_mandates
from hukumati.identity.use_cases.ledger import list_uses
from hukumati.identity.use_cases.persons import NotAPerson, person_of
from hukumati.identity.use_cases.takers import list_takers

UNPROCESSABLE: Final = 422
LONGEST_NAME: Final = 120
FINDERS: Final[Mapping[str, Callable[..., register_mandates.Found]]] = {
    "children": register_mandates.find_children,
    "companies": register_mandates.find_companies,
    "inheritances": register_mandates.find_inheritances,
}


class GiveForm(forms.Form):
    """A power of attorney: to whom, for which services and deeds, until when."""

    id_number = forms.CharField(
        label=_("ID number of the person who will act for you"),
        help_text=_("Nine digits. The person sees your name and accepts or declines."),
        max_length=60,
        error_messages={"required": _("Enter the ID number of the person who will act for you")},
    )
    called = forms.CharField(
        label=_("Name of this person, as you know it"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Enter the name of the person who will act for you")},
    )
    services = forms.MultipleChoiceField(
        label=_("For which services"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one service")},
    )
    deeds = forms.MultipleChoiceField(
        label=_("What this person may do"),
        choices=deed_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose what this person may do")},
    )
    until = DatePartsField(
        label=_("Until the end of"),
        help_text=_("At most one year from today. You can revoke it at any time before."),
        error_messages={"required": _("Enter the last day of the power of attorney")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own
        takers = list_takers(Kind.POWER_OF_ATTORNEY)
        self.fields["services"].choices = [(each.code, str(each.name)) for each in takers]  # type: ignore[attr-defined]

    def clean_id_number(self) -> str:
        """Return the nine digits."""
        try:
            return parse_id_number(self.cleaned_data["id_number"])
        except InvalidIdNumber:
            text = _("Check the ID number: it has nine digits, and one of these does not fit")
            raise forms.ValidationError(text) from None

    def scope(self) -> Scope:
        """Return how far it goes."""
        deeds = tuple(Deed(each) for each in self.cleaned_data["deeds"])
        return Scope(tuple(self.cleaned_data["services"]), deeds)

    def term(self, now: datetime) -> Term:
        """Return from when until when: from now until the end of the day chosen."""
        days = (self.cleaned_data["until"] - clock.local_date(now)).days
        return Term(now, clock.end_of_day(now, days_later=days))


@require_safe
@never_cache
@account_page
def mandate_list(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """List the mandates that the person holds and those that represent them."""
    return _list(request, session)


def _list(request: HttpRequest, session: LoginSession, *, refusal: str = "") -> HttpResponse:
    now = clock.now()
    person = _person(session.account, now)
    context = {
        "held": [view_of(each, person, now) for each in mandates.list_held(person)] if person else [],
        "given": [view_of(each, person, now) for each in mandates.list_given(person)] if person else [],
        "is_person": person is not None,
        "refusal": REFUSALS.get(refusal, ""),
        "found": request.GET.get("found", ""),
    }
    return render(request, "identity/account/mandates.html", context, status=UNPROCESSABLE if refusal else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@sensitive_page
def give_mandate(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Give a power of attorney for some services, until a day."""
    form = GiveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = clock.now()
        try:
            require_level(session.acr)
            mandate = mandates.give_power_of_attorney(
                giver=session.account,
                holder_number=form.cleaned_data["id_number"],
                called=form.cleaned_data["called"],
                scope=form.scope(),
                term=form.term(now),
                now=now,
            )
            return SeeOther(reverse("identity_mandate", args=[mandate.id]))
        except MandateRefused as refused:
            form.add_error(_FIELDS.get(str(refused)), str(REFUSALS[str(refused)]))
        except NotAPerson:
            form.add_error(None, str(REFUSALS["no_person"]))
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "identity/account/give_mandate.html", {"form": form}, status=status)


_FIELDS: Final = {"self": "id_number", "bad_term": "until", "no_service": "services", "no_deed": "deeds"}


@require_safe
@never_cache
@account_page
def mandate_page(request: HttpRequest, session: LoginSession, mandate_id: UUID) -> HttpResponse:
    """Show one mandate with its uses."""
    return _page(request, session, mandate_id)


def _page(request: HttpRequest, session: LoginSession, mandate_id: UUID, *, refusal: str = "") -> HttpResponse:
    now = clock.now()
    person, mandate = _find(session, mandate_id, now)
    uses = list_uses(mandate, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    shown: MandateView = view_of(mandate, person, now)
    context = {
        "mandate": shown,
        "rows": shown.rows(),
        "uses": uses.showing(line_of),
        "after": f"after={uses.after}" if uses.after else "",
        "before": f"before={uses.before}" if uses.before else "",
        "refusal": REFUSALS.get(refusal, ""),
    }
    return render(request, "identity/account/mandate.html", context, status=UNPROCESSABLE if refusal else 200)


@require_POST
@account_page
def accept_mandate(request: HttpRequest, session: LoginSession, mandate_id: UUID) -> HttpResponse:
    """Accept a power of attorney."""
    return _step(request, session, mandate_id, mandates.accept)


@require_POST
@account_page
def revoke_mandate(request: HttpRequest, session: LoginSession, mandate_id: UUID) -> HttpResponse:
    """Revoke, decline or lay down a mandate, at once."""
    return _step(request, session, mandate_id, mandates.revoke)


def _step(request: HttpRequest, session: LoginSession, mandate_id: UUID, step: Callable[..., Mandate]) -> HttpResponse:
    now = clock.now()
    _find(session, mandate_id, now)
    try:
        require_level(session.acr)
        step(mandate_id=mandate_id, account=session.account, now=now)
    except MandateRefused as refused:
        return _page(request, session, mandate_id, refusal=str(refused))
    return SeeOther(reverse("identity_mandate", args=[mandate_id]))


@require_POST
@account_page
def find_mandates(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Ask a register for whom the person may act."""
    find = FINDERS.get(request.POST.get("what", ""))
    if find is None:
        raise Http404
    try:
        require_level(session.acr)
        found = find(session.account, now=clock.now())
    except MandateRefused as refused:
        return _list(request, session, refusal=str(refused))
    except NotAPerson:
        return _list(request, session, refusal="no_person")
    return SeeOther(f"{reverse('identity_mandates')}?found={'some' if found.mandates else 'none'}")


def _person(account: Account, now: datetime) -> Person | None:
    try:
        return person_of(account, now=now)
    except NotAPerson:
        return None


def _find(session: LoginSession, mandate_id: UUID, now: datetime) -> tuple[Person, Mandate]:
    person = _person(session.account, now)
    mandate = mandates.find_mandate(mandate_id=mandate_id, person=person) if person else None
    if person is None or mandate is None:
        raise Http404
    return person, mandate
