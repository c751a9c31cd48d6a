"""The portal's own small forms; those of services are made from their questions (see `question_forms`)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hukumati.core.design.forms import OneChoiceField


class WayToPayForm(forms.Form):
    """How the fee is paid."""

    way = OneChoiceField(
        label=_("How do you want to pay?"),
        choices=[("card", _("By card")), ("cash", _("In cash"))],
        choice_hints={
            "card": _("On the page of the payment company; your application goes on at once."),
            "cash": _("With a number, at a point of sale of a payment company. No bank account needed."),
        },
        error_messages={"required": _("Choose how you want to pay"), "invalid_choice": _("Choose how you want to pay")},
    )
    attempt = forms.CharField(max_length=64, widget=forms.HiddenInput)


class SerialForm(forms.Form):
    """The two numbers printed on a document, or the token of its QR (filled in by the page's script)."""

    serial = forms.CharField(
        label=_("Serial number"),
        help_text=_("For example NCC-2026-0000001"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the serial number")},
    )
    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("Ten letters and digits beside the QR code, for example K6NJB-H2QN3"),
        max_length=40,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the verification code")},
    )


class FileForm(forms.Form):
    """A PDF to be checked."""

    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("It is checked and then forgotten."),
        widget=forms.FileInput(attrs={"accept": "application/pdf"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file")},
    )


class WayBackForm(forms.Form):
    """Leading an ended application back: an objection or a correction, and why."""

    action = forms.SlugField(max_length=40, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The official who looks at your application again reads it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )


class AnswerForm(forms.Form):
    """A citizen's answer to an officer."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": _("Write an answer")},
    )
