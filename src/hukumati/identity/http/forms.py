"""What a person types when signing in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hukumati.identity.domain.accounts import LONGEST_LOGIN
from hukumati.identity.domain.passwords import LONGEST


class PasswordForm(forms.Form):
    """ID number or staff number, and password."""

    login = forms.CharField(
        label=_("ID number or staff number"),
        help_text=_("Nine digits for citizens and residents. Officials enter their staff number."),
        max_length=LONGEST_LOGIN,
        error_messages={"required": _("Enter your ID number or staff number")},
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=LONGEST,
        strip=False,
        widget=forms.PasswordInput,
        error_messages={"required": _("Enter your password")},
    )


class CodeForm(forms.Form):
    """The six digits from the SMS."""

    code = forms.CharField(
        label=_("Code"),
        help_text=_("Six digits, from the SMS."),
        max_length=20,
        error_messages={"required": _("Enter the code from the SMS")},
    )
