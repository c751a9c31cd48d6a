"""Fields that people type of themselves: numbers, addresses, passwords."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.core.identifiers import (
    LONGEST_EMAIL,
    InvalidEmail,
    InvalidPhone,
    NotMobile,
    parse_email,
    parse_mobile,
)
from hukumati.identity.domain.passwords import LONGEST, SHORTEST_WITH_SECOND_FACTOR, WeakPassword

LONGEST_TYPED = 60


class MobileField(forms.CharField):
    """A mobile number of any country, cleaned to E.164."""

    def to_python(self, value: object) -> str:
        """Return the number in E.164."""
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return parse_mobile(text)
        except NotMobile:
            raise forms.ValidationError(_("Enter a mobile number: we send codes by SMS"), code="invalid") from None
        except InvalidPhone:
            raise forms.ValidationError(
                _("Enter a mobile number, such as 0599 123 456, or with + and the country's code"), code="invalid"
            ) from None


class EmailAddressField(forms.CharField):
    """An e-mail address, cleaned."""

    def to_python(self, value: object) -> str:
        """Return the address as mail servers write it."""
        text = super().to_python(value) or ""
        if not text:
            return ""
        try:
            return parse_email(text)
        except InvalidEmail:
            raise forms.ValidationError(
                _("Enter an e-mail address, such as name@example.com"), code="invalid"
            ) from None


class PhoneForm(forms.Form):
    """A new mobile number."""

    address = MobileField(
        label=_("New mobile number"),
        help_text=_("We will send a code to this number."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter your new mobile number")},
    )


class EmailForm(forms.Form):
    """A new e-mail address."""

    address = EmailAddressField(
        label=_("New e-mail address"),
        help_text=_("We will send a code to this address."),
        max_length=2 * LONGEST_EMAIL,
        error_messages={"required": _("Enter your new e-mail address")},
    )


class CodeForm(forms.Form):
    """Six digits that were sent to an address."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter the code that we sent")},
    )


class LanguageForm(forms.Form):
    """The language of messages."""

    language = forms.ChoiceField(
        label=_("Language of messages"), choices=[("ar", "العربية"), ("en", "English")], widget=forms.RadioSelect
    )


class NewPasswordForm(forms.Form):
    """A new password: long enough, and not one that everybody tries."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least 8 characters. Several words that only you would put together are good and easy to keep."),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("Enter a new password")},
    )

    def refuse(self, reason: WeakPassword) -> None:
        """Say why the password may not be chosen."""
        texts = {
            "short": gettext("Enter a password of at least %(number)d characters")
            % {"number": SHORTEST_WITH_SECOND_FACTOR},
            "long": gettext("Enter a shorter password"),
            "known": gettext("This password is easy to guess. Choose another one"),
            "yours": gettext("Somebody who knows you would guess this password. Choose one without your details"),
        }
        self.add_error("password", texts[str(reason)])
