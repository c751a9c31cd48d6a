"""What identity officers type: whom they look for, and why they act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.core.design.forms import OneChoiceField
from hukumati.identity import api as identity
from hukumati.web.workplace.citizens.words import factor_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise
LONGEST_NUMBER: Final = 40


def reason_field(hint: _StrPromise) -> forms.CharField:
    """Return the question why."""
    return forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=hint,
        max_length=identity.LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Enter a reason")},
    )


READ_BY_THE_PERSON: Final = gettext_lazy("The person reads it, with your staff number, among what officials did.")


class SearchForm(forms.Form):
    """Whom the official looks for, and why."""

    text = forms.CharField(
        label=gettext_lazy("ID number or phone number"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Enter an ID number or a phone number")},
    )
    reason = reason_field(READ_BY_THE_PERSON)


class ActForm(forms.Form):
    """Why the official acts on the account that is open."""

    reason = reason_field(READ_BY_THE_PERSON)

    def __init__(self, data: QueryDict | None, *, file: identity.AccountFile, officer: str) -> None:
        super().__init__(data)
        self.prepare(file, officer)

    def prepare(self, file: identity.AccountFile, officer: str) -> None:
        """Fill in what depends on the account."""


class UnbindForm(ActForm):
    """Which factor was lost, and why it is removed."""

    factor = OneChoiceField(
        label=gettext_lazy("What was lost"),
        choices=[],
        error_messages={"required": gettext_lazy("Choose what was lost")},
    )
    field_order = ("factor", "reason")

    def prepare(self, file: identity.AccountFile, officer: str) -> None:
        """Offer the factors of the account."""
        field = self.fields["factor"]
        assert isinstance(field, OneChoiceField)  # noqa: S101 — declared above
        field.choices = [(each.key, factor_name(each)) for each in file.factors]


class MergeForm(ActForm):
    """Which other account is the same person's, of those that the official has open."""

    other = OneChoiceField(
        label=gettext_lazy("The account that ends"),
        help_text=gettext_lazy("You see here the accounts that you found within the hour."),
        choices=[],
        error_messages={"required": gettext_lazy("Choose the account that ends")},
    )
    field_order = ("other", "reason")

    def prepare(self, file: identity.AccountFile, officer: str) -> None:
        """Offer the other accounts that the official has open."""
        others = [each.record for each in identity.list_open_accounts(officer=officer)]
        field = self.fields["other"]
        assert isinstance(field, OneChoiceField)  # noqa: S101 — declared above
        field.choices = [(each.id, _account_name(each)) for each in others if each.id != file.record.id]


class DeceasedForm(ActForm):
    """The document about a death."""

    document = forms.CharField(
        label=gettext_lazy("Number of the register's document"),
        max_length=LONGEST_NUMBER,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the number of the document")},
    )
    field_order = ("document", "reason")


class DecisionForm(forms.Form):
    """Why a proposal is declined, or a sign of fraud settled."""

    reason = reason_field(gettext_lazy("Your colleagues read it."))

    def clean_reason(self) -> str:
        """Return the reason without spaces around it."""
        reason = str(self.cleaned_data["reason"]).strip()
        if not reason:
            raise ValidationError(_("Enter a reason"))
        return reason


def _account_name(record: identity.AccountRecord) -> str:
    known_by = record.id_number or record.phone
    return f"{record.name} (\N{LEFT-TO-RIGHT ISOLATE}{known_by}\N{POP DIRECTIONAL ISOLATE})"
