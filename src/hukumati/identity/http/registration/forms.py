"""What somebody says of themselves to open an account."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.core import clock
from hukumati.core.countries import COUNTRIES
from hukumati.core.design.forms import DatePartsField
from hukumati.core.identifiers import LONGEST_EMAIL, InvalidIdNumber, parse_id_number
from hukumati.core.text import clean_text
from hukumati.identity.domain.registration import NotADocument, parse_document
from hukumati.identity.http.account.forms import LONGEST_TYPED, EmailAddressField, MobileField

OLDEST_YEARS = 130
LONGEST_NAME = 200


def countries() -> list[tuple[str, str]]:
    """List countries by their names in the active language, after an empty line; Palestine first."""
    named = sorted((str(name), code) for code, name in COUNTRIES.items())
    return [("", ""), ("PS", gettext("Palestine")), *((code, name) for name, code in named)]


class IdNumberField(forms.CharField):
    """An ID number: nine digits of any script, the last of which checks the others."""

    def to_python(self, value: object) -> str:
        """Return the nine digits."""
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return parse_id_number(text)
        except InvalidIdNumber:
            raise ValidationError(
                _("Enter the nine digits of your ID number, and check each"), code="invalid"
            ) from None


class DocumentField(forms.CharField):
    """The number of an ID card, a passport or another document."""

    def to_python(self, value: object) -> str:
        """Return capitals and digits alone."""
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return parse_document(text)
        except NotADocument:
            raise ValidationError(_("Enter the number as it stands on the document"), code="invalid") from None


class BirthDateField(DatePartsField):
    """A day on which somebody who is alive may have been born."""

    def clean(self, value: object) -> date | None:
        """Return the day."""
        day: date | None = super().clean(value)
        today = clock.local_date(clock.now())
        if day is not None and not today.replace(year=today.year - OLDEST_YEARS, day=1) <= day <= today:
            raise ValidationError(_("Enter the day on which you were born"), code="invalid")
        return day


class ClaimForm(forms.Form):
    """ID number, date of birth, document and mobile number."""

    id_number = IdNumberField(
        label=_("ID number"),
        help_text=_("Nine digits, on your ID card."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter your ID number")},
    )
    born_on = BirthDateField(
        label=_("Date of birth"),
        help_text=_("For example 27 3 1994."),
        error_messages={"required": _("Enter your date of birth")},
    )
    document = DocumentField(
        label=_("Number of your ID card or passport"),
        help_text=_("The number of the card or passport itself, which is not the ID number."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter the number of your ID card or passport")},
    )
    phone = MobileField(
        label=_("Mobile number"),
        help_text=_("We will send a code to this number."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter your mobile number")},
    )


class AbroadForm(forms.Form):
    """A person abroad without an ID number at hand."""

    name = forms.CharField(
        label=_("Full name"),
        help_text=_("As it stands on your document."),
        max_length=LONGEST_NAME,
        error_messages={"required": _("Enter your name")},
    )
    born_on = BirthDateField(
        label=_("Date of birth"),
        help_text=_("For example 27 3 1994."),
        error_messages={"required": _("Enter your date of birth")},
    )
    country = forms.ChoiceField(
        label=_("Country that issued your document"),
        choices=countries,
        error_messages={"required": _("Choose the country that issued your document")},
    )
    document = DocumentField(
        label=_("Number of your document"),
        help_text=_("A passport, a refugee's document or a residence card of the country where you live."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter the number of your document")},
    )
    phone = MobileField(
        label=_("Mobile number"),
        help_text=_("With + and the country's code. We will send a code to this number."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter your mobile number")},
    )
    email = EmailAddressField(
        label=_("E-mail address"),
        max_length=2 * LONGEST_EMAIL,
        error_messages={"required": _("Enter your e-mail address")},
    )

    def clean_name(self) -> str:
        """Return the name without what nobody sees."""
        return " ".join(clean_text(self.cleaned_data["name"], longest=LONGEST_NAME).split())
