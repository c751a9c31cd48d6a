"""What an official saw of a person: which document, and how the two belong together."""

from collections.abc import Mapping
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.core.clock import local_date, now
from hukumati.core.design.forms import DatePartsField, OneCheckField, OneChoiceField
from hukumati.core.identifiers import InvalidIdNumber, parse_id_number
from hukumati.identity import api as identity

LONGEST: Final = 60
DOCUMENTS: Final[Mapping[str, Promise]] = {
    identity.Document.ID_CARD: gettext_lazy("Identity card"),
    identity.Document.PASSPORT: gettext_lazy("Passport"),
    identity.Document.REFUGEE_DOCUMENT: gettext_lazy("Refugee's document"),
    identity.Document.RESIDENCE_DOCUMENT: gettext_lazy("Residence document"),
}
METHODS: Final[Mapping[str, Promise]] = {
    identity.Method.PHOTOGRAPH: gettext_lazy("I compared the face with the photograph"),
    identity.Method.KNOWN_RECORD: gettext_lazy("I asked questions that only the record answers"),
}


class DocumentSeenForm(forms.Form):
    """The document of the person at the counter; the ID number is typed from it, so that a slip shows."""

    document = OneChoiceField(
        label=gettext_lazy("Identity document shown"),
        choices=list(DOCUMENTS.items()),
        error_messages={"required": gettext_lazy("Choose the document you were shown")},
    )
    document_number = forms.CharField(
        label=gettext_lazy("Number of the document"),
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the number of the document")},
    )
    expires_on = DatePartsField(
        label=gettext_lazy("Last day on which the document is valid"),
        help_text=gettext_lazy("Leave it empty if the document has none."),
        required=False,
    )
    id_number = forms.CharField(
        label=gettext_lazy("ID number on the document"),
        max_length=LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Enter the ID number on the document")},
    )
    known_by = OneChoiceField(
        label=gettext_lazy("How you know that the document is this person's"),
        choices=list(METHODS.items()),
        error_messages={"required": gettext_lazy("Choose how you know that the document is this person's")},
    )
    is_theirs = OneCheckField(
        label=gettext_lazy("I have this person before me, and the document is theirs"),
        error_messages={"required": gettext_lazy("Compare the person with the document first")},
    )

    def __init__(self, data: QueryDict | None, *, account: identity.AccountRecord) -> None:
        super().__init__(data)
        self.fields["id_number"].required = bool(account.id_number)
        if not account.id_number:
            self.fields["id_number"].help_text = _(
                "Leave it empty if the person has none at hand. A second official then confirms."
            )

    def clean_document_number(self) -> str:
        """Return the number as it is compared."""
        try:
            return identity.parse_document(self.cleaned_data["document_number"])
        except ValueError:
            raise ValidationError(_("Enter the number as it stands on the document")) from None

    def clean_expires_on(self) -> object:
        """Return the last day, which has not passed."""
        day = self.cleaned_data["expires_on"]
        if day is not None and day < local_date(now()):
            raise ValidationError(_("This document has expired. Ask the person for one that is valid"))
        return day

    def clean_id_number(self) -> str:
        """Return the nine digits, or nothing."""
        typed = self.cleaned_data["id_number"]
        try:
            return parse_id_number(typed) if typed else ""
        except InvalidIdNumber:
            raise ValidationError(_("Check the ID number: it has nine digits, and one of these does not fit")) from None

    def seen(self, *, place: str) -> identity.Seen:
        """Return what was seen, at the office of the official."""
        given = self.cleaned_data
        return identity.Seen(
            place=place,
            document=identity.Document(given["document"]),
            document_number=given["document_number"],
            method=identity.Method(given["known_by"]),
            id_number=given["id_number"],
            born_on=given.get("born_on"),
            expires_on=given["expires_on"],
        )


class VerificationForm(DocumentSeenForm):
    """The document of who is verified: the account then stands for this person."""

    born_on = DatePartsField(
        label=gettext_lazy("Date of birth on the document"),
        required=False,
        error_messages={"required": gettext_lazy("Enter the date of birth on the document")},
    )
    field_order = ("document", "document_number", "expires_on", "id_number", "born_on", "known_by", "is_theirs")

    def clean_born_on(self) -> object:
        """Return the day, which has passed."""
        day = self.cleaned_data["born_on"]
        if day is not None and day >= local_date(now()):
            raise ValidationError(_("Enter a date in the past"))
        return day

    def clean(self) -> dict[str, object]:
        """Ask for the date of birth where there is an ID number."""
        given = self.cleaned_data
        if given.get("id_number") and "born_on" in given and given["born_on"] is None:
            self.add_error("born_on", self.fields["born_on"].error_messages["required"])
        return given
