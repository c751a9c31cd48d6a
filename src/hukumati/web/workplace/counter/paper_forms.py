"""What an official types from an order or a power of attorney."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import ZONE, local_date, now
from hukumati.core.design.forms import DatePartsField, SeveralChoicesField
from hukumati.core.identifiers import InvalidIdNumber, parse_id_number
from hukumati.identity import api as identity
from hukumati.web.workplace.counter.paper_words import DEEDS

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_NAME: Final = 120
LONGEST_REASON: Final = 500


class IdNumberField(forms.CharField):
    """Nine digits of which the last checks the others."""

    def __init__(self, label: _StrPromise) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"})
        missing = {"required": gettext_lazy("Enter the ID number")}
        super().__init__(label=label, max_length=60, widget=widget, error_messages=missing)

    def clean(self, value: object) -> str:
        """Return the nine digits."""
        typed = super().clean(value)
        try:
            return parse_id_number(typed)
        except InvalidIdNumber:
            raise ValidationError(_("Check the ID number: it has nine digits, and one of these does not fit")) from None


def _name(label: _StrPromise) -> forms.CharField:
    missing = {"required": gettext_lazy("Enter the name as it stands on the paper")}
    return forms.CharField(label=label, max_length=LONGEST_NAME, error_messages=missing)


class FindForm(forms.Form):
    """About whom something was entered, and why the official looks."""

    id_number = IdNumberField(gettext_lazy("ID number of either person"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads it in their account."),
        max_length=LONGEST_REASON,
        error_messages={"required": gettext_lazy("Enter the reason, for example: an order ends the guardianship")},
    )


class PaperForm(forms.Form):
    """Who acts for whom by a paper, how far, and from when until when."""

    represented = IdNumberField(gettext_lazy("ID number of the person who is represented"))
    represented_name = _name(gettext_lazy("Name of the person who is represented"))
    representative = IdNumberField(gettext_lazy("ID number of the person who represents"))
    representative_name = _name(gettext_lazy("Name of the person who represents"))
    services = SeveralChoicesField(
        label=gettext_lazy("For which services"),
        help_text=gettext_lazy("Choose none where the paper names no limit."),
        required=False,
        choices=[],
    )
    deeds = SeveralChoicesField(
        label=gettext_lazy("What may be done"),
        choices=list(DEEDS.items()),
        error_messages={"required": gettext_lazy("Choose what may be done")},
    )
    starts_on = DatePartsField(
        label=gettext_lazy("First day"), error_messages={"required": gettext_lazy("Enter the first day")}
    )
    ends_on = DatePartsField(
        label=gettext_lazy("Last day"),
        help_text=gettext_lazy("Leave it empty if the paper names none."),
        required=False,
    )
    reference = forms.CharField(
        label=gettext_lazy("Number of the paper, and who issued it"),
        max_length=LONGEST_NAME,
        error_messages={"required": gettext_lazy("Enter the number of the paper, and who issued it")},
    )

    def __init__(self, data: QueryDict | None, *, kind: identity.MandateKind) -> None:
        super().__init__(data)
        services = self.fields["services"]
        assert isinstance(services, SeveralChoicesField)  # noqa: S101 — declared above
        services.choices = [(each.code, str(each.name)) for each in identity.list_mandate_takers(kind=kind)]

    def clean_ends_on(self) -> date | None:
        """Return the last day, which is not over and not before the first."""
        day: date | None = self.cleaned_data["ends_on"]
        first = self.cleaned_data.get("starts_on")
        if day is not None and day < local_date(now()):
            raise ValidationError(_("This day is over. Compare it with the paper"))
        if day is not None and first is not None and day < first:
            raise ValidationError(_("The last day is before the first. Compare both with the paper"))
        return day

    def paper(self) -> identity.Paper:
        """Return what the paper says."""
        given = self.cleaned_data
        deeds = tuple(identity.MandateDeed(each) for each in given["deeds"])
        return identity.Paper(
            represented=_person(given["represented"], given["represented_name"]),
            representative=_person(given["representative"], given["representative_name"]),
            scope=identity.MandateScope(tuple(given["services"]), deeds),
            term=identity.MandateTerm(_moment(given["starts_on"], time()), _end(given["ends_on"])),
            reference=given["reference"],
        )


def _person(id_number: str, name: str) -> identity.PersonOnPaper:
    return identity.PersonOnPaper(id_number, Bilingual(ar=name, en=name))


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=ZONE)


def _end(day: date | None) -> datetime | None:
    return _moment(day, time.max) if day is not None else None
