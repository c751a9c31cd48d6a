"""What somebody says who recovers an account."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hukumati.identity.domain.accounts import LONGEST_LOGIN
from hukumati.identity.domain.passwords import LONGEST
from hukumati.identity.http.account.forms import LONGEST_TYPED, CodeForm, MobileField, NewPasswordForm
from hukumati.identity.http.registration.forms import BirthDateField, DocumentField


class LoginField(forms.CharField):
    """An ID number, or the telephone of an account that is not verified."""

    def __init__(self) -> None:
        super().__init__(
            label=_("ID number"),
            help_text=_("Or the phone number that you sign in with."),
            max_length=LONGEST_LOGIN,
            error_messages={"required": _("Enter your ID number")},
        )


class CurrentPasswordField(forms.CharField):
    """The password that the account has."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Password"),
            max_length=LONGEST,
            strip=False,
            widget=forms.PasswordInput,
            error_messages={"required": _("Enter your password")},
        )


class ForgottenPasswordForm(forms.Form):
    """Who one is, without the password."""

    login = LoginField()
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


class LostPhoneForm(forms.Form):
    """Who one is, without the telephone, and the new one."""

    login = LoginField()
    password = CurrentPasswordField()
    new_phone = MobileField(
        label=_("New mobile number"),
        help_text=_("We will send a code to this number."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter your new mobile number")},
    )


class StolenPhoneForm(forms.Form):
    """What suffices to lock an account."""

    login = LoginField()
    password = CurrentPasswordField()


class TwoCodesForm(CodeForm):
    """The code from the e-mail, and the one from the SMS to the new telephone."""

    code = forms.CharField(
        label=_("Code from the e-mail"),
        help_text=_("Six digits."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter the code that we sent")},
    )
    code_of_new_phone = forms.CharField(
        label=_("Code from the SMS to your new number"),
        help_text=_("Six digits."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter the code that we sent")},
    )


class HandedCodeForm(NewPasswordForm):
    """The code that an official handed over, and a new password."""

    login = LoginField()
    code = forms.CharField(
        label=_("Code from the official"),
        help_text=_("Ten letters and digits."),
        max_length=LONGEST_TYPED,
        error_messages={"required": _("Enter the code that the official gave you")},
    )
    field_order = ("login", "code", "password")
