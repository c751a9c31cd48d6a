"""The public holidays, which the Cabinet decides."""

import re
from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from hukumati.cases import api as cases
from hukumati.core.clock import local_date, now
from hukumati.core.design.formats import long_date
from hukumati.core.design.forms import DatePartsField
from hukumati.web.confirmation import ask_first
from hukumati.web.sign_in.person import staff_required
from hukumati.web.workplace.home import actor_of

YEARS_AHEAD = 2


class HolidayForm(forms.Form):
    """A holiday; `instead_of` is the day that it was moved from."""

    day = DatePartsField(label=_("Public holiday"))
    ar = forms.CharField(
        label=_("Name in Arabic"), max_length=120, error_messages={"required": _("Enter the name in Arabic")},
        widget=forms.TextInput(attrs={"lang": "ar", "dir": "rtl"}),
    )  # fmt: skip
    en = forms.CharField(
        label=_("Name in English"), max_length=120, error_messages={"required": _("Enter the name in English")},
        widget=forms.TextInput(attrs={"lang": "en", "dir": "ltr"}),
    )  # fmt: skip
    instead_of = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def clean_instead_of(self) -> date | None:
        """Return the day that becomes a working day instead."""
        return _day(self.cleaned_data["instead_of"])


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required("cabinet")
def holidays(request: HttpRequest) -> HttpResponse:
    """List the holidays of a year, and add or move one."""
    year = _year(request.GET.get("year", ""))
    listed = cases.list_holidays(year=year)
    moved = next((each for each in listed if each.day.isoformat() == request.GET.get("move")), None)
    form = HolidayForm(request.POST or None, initial=_initial(moved))
    if request.method == "POST" and form.is_valid():
        cases.set_holiday(**form.cleaned_data, by=actor_of(request).label)
        return redirect(_address(form.cleaned_data["day"].year))
    this_year = local_date(now()).year
    context = {
        "year": year,
        "years": [each for each in range(this_year - 1, this_year + YEARS_AHEAD + 1) if each != year],
        "holidays": listed,
        "proposed": any(not each.is_decided for each in listed),
        "moved": moved,
        "form": form,
    }
    return render(request, "workplace/holidays.html", context, status=422 if form.errors else 200)


def _initial(moved: cases.HolidayView | None) -> dict[str, object]:
    if moved is None:
        return {}
    return {"day": moved.day, "ar": moved.name.ar, "en": moved.name.en, "instead_of": moved.day.isoformat()}


@require_POST
@staff_required("cabinet")
def change(request: HttpRequest) -> HttpResponse:
    """Make a holiday a working day, or confirm a year as proposed."""
    by, day = actor_of(request).label, _day(request.POST.get("day", ""))
    year = _year(request.POST.get("year", ""))
    if "confirm" in request.POST:
        cases.confirm_holidays(year=year, by=by)
    elif day is not None:
        asked = ask_first(
            request,
            question=gettext("Make %(day)s a working day?") % {"day": long_date(day)},
            text=gettext("Time limits that run over this day are recalculated."),
            yes=gettext("Yes, make it a working day"),
            back_url=_address(year),
        )
        if asked is not None:
            return asked
        cases.remove_holiday(day=day, by=by)
    return redirect(_address(year))


def _address(year: int) -> str:
    return f"{reverse('holidays')}?year={year}"


def _year(text: str) -> int:
    return int(text) if re.fullmatch("20[0-9]{2}|2100", text) else local_date(now()).year


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
