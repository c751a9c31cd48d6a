"""The inbox: open work page by page, narrowed down by filters and by what was searched for."""

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.core.arabic import fold
from hukumati.core.clock import now
from hukumati.core.governorates import GOVERNORATES
from hukumati.core.references import normalise_reference
from hukumati.web.paging import cursors_of, neighbours_of, query_of
from hukumati.web.sign_in.person import staff_required
from hukumati.web.workplace.home import INBOX, actor_of
from hukumati.web.workplace.task_status import STEPS, lines_of

SEARCHED: Final = "inbox_text"
"""What was searched for is kept in the session, so that no name stands in an address."""
FILTERS: Final = "inbox_filters"
DECIDED: Final = "decided"
ANY: Final = ("", _("All"))


def _is_enquiry(service: catalogue.ProviderService) -> bool:
    """Return whether a service answers at once: no case of it comes to an inbox."""
    return catalogue.get_version(version_id=service.current_id).definition.kind == "enquiry"


class FilterForm(forms.Form):
    """The filters of the inbox; what is not among the choices filters nothing."""

    step = forms.ChoiceField(label=_("To do"), required=False, choices=[ANY, *STEPS.items()])
    service = forms.ChoiceField(label=_("Service"), required=False)
    place = forms.ChoiceField(label=_("Governorate"), required=False)
    deadline = forms.ChoiceField(
        label=_("Deadline"),
        required=False,
        choices=[
            ANY,
            ("broken", _("Promise to the citizen broken")),
            ("overdue", _("Overdue")),
            ("today", _("Due today")),
            ("week", _("Due within seven days")),
            ("none", _("Without a deadline")),
        ],
    )
    taken_by = forms.ChoiceField(
        label=_("Taken by"),
        required=False,
        choices=[ANY, ("me", _("Me")), ("nobody", _("Nobody")), ("others", _("Other colleagues"))],
    )

    def __init__(self, data: QueryDict, *, provider: str) -> None:
        super().__init__(data)
        services = catalogue.list_provider_services(provider=provider)
        self._offer("service", [(each.code, each.name) for each in services if not _is_enquiry(each)])
        self._offer("place", list(GOVERNORATES.items()))

    def _offer(self, name: str, choices: list[tuple[str, object]]) -> None:
        self.fields[name].choices = [ANY, *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> dict[str, str]:
        """The filters in force, by name."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class SearchForm(forms.Form):
    """What an officer searches for: a reference, an ID number, or words of a name."""

    reference = forms.CharField(
        label=_("Search by reference, ID number or name"),
        max_length=100,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
        error_messages={"required": _("Enter a reference, an ID number or a name")},
    )

    def clean_reference(self) -> str:
        """Refuse what holds neither letter nor digit."""
        typed = str(self.cleaned_data["reference"])
        if not fold(typed):
            raise forms.ValidationError(_("Enter a reference, an ID number or a name"))
        return typed


@require_safe
@staff_required(*INBOX)
def inbox(request: HttpRequest) -> HttpResponse:
    """Show a page of the official's open work, the most urgent first."""
    return _render_inbox(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required(*INBOX)
def find(request: HttpRequest) -> HttpResponse:
    """Open a case by its whole reference, or leave in the inbox what matches an ID number or a name."""
    if request.method != "POST" or "clear" in request.POST:
        request.session.pop(SEARCHED, None)
        return redirect(inbox_address(request))
    form = SearchForm(request.POST)
    if not form.is_valid():
        return _render_inbox(request, form)
    typed = form.cleaned_data["reference"]
    reference = normalise_reference(typed)
    if reference:
        return redirect("officer_case", reference)
    request.session[SEARCHED] = typed
    return redirect("inbox")


def inbox_address(request: HttpRequest) -> str:
    """Return the address of the inbox with the filters that the official last chose."""
    chosen = request.session.get(FILTERS, "")
    return f"{reverse('inbox')}?{chosen}" if chosen else reverse("inbox")


def next_case(request: HttpRequest) -> str:
    """Return the reference of the next case that is the official's to work on, in the inbox as they last saw it."""
    officer = actor_of(request)
    filters = FilterForm(QueryDict(request.session.get(FILTERS, "")), provider=officer.provider)
    return cases.next_task(officer=officer, now=now(), wanted=_wanted(request, filters))


def _wanted(request: HttpRequest, filters: FilterForm) -> cases.InboxFilter:
    return cases.InboxFilter(**filters.chosen, text=request.session.get(SEARCHED, ""))  # type: ignore[arg-type]


@require_safe
@staff_required(*INBOX)
def lost(request: HttpRequest) -> HttpResponse:
    """List all cases of the official that supervisors lately gave to somebody else."""
    page = cases.lost_cases(officer=actor_of(request), now=now(), **cursors_of(request))
    return render(request, "workplace/lost_cases.html", {"page": page, **neighbours_of(page)})


def _render_inbox(request: HttpRequest, searched: SearchForm | None) -> HttpResponse:
    officer, moment = actor_of(request), now()
    filters = FilterForm(request.GET, provider=officer.provider)
    request.session[FILTERS] = query_of(filters.chosen)
    text = request.session.get(SEARCHED, "")
    page = cases.inbox_page(officer=officer, now=moment, wanted=_wanted(request, filters), **cursors_of(request))
    done = request.session.pop(DECIDED, "")
    context: dict[str, Any] = {
        "page": page,
        "lines": lines_of(page.lines, officer=officer, now=moment),
        **neighbours_of(page, filters.chosen),
        "filters": filters,
        "is_narrowed": bool(filters.chosen or text),
        "text": text,
        "form": searched or SearchForm(),
        "lost": cases.lost_cases(officer=officer, now=moment),
        "done": done,
        "next": next_case(request) if done else "",
    }
    return render(request, "workplace/inbox.html", context, status=422 if searched else 200)


def say_done(request: HttpRequest, text: str) -> HttpResponse:
    """Lead back to the inbox, which says what was done and offers the next case."""
    request.session[DECIDED] = text
    return redirect(inbox_address(request))
