"""The portal's own forms; the forms of services are built from their questions (see `question_forms`)."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from hukumati.core.design.forms import OneChoiceField
from hukumati.payments.api import OfferedChannel
from hukumati.web.portal.papers import PapersField


class PaymentChannelForm(forms.Form):
    """The choice among the ways to pay that payments offers."""

    attempt = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, channels: Sequence[OfferedChannel], attempt: str) -> None:
        super().__init__(data, initial={"attempt": attempt})
        self.fields["way"] = OneChoiceField(
            label=_("How do you want to pay?"),
            choices=[(channel.key, str(channel.label)) for channel in channels],
            choice_hints={channel.key: str(channel.hint) for channel in channels},
            error_messages=dict.fromkeys(("required", "invalid_choice"), _("Choose how you want to pay")),
        )
        self.order_fields(["way", "attempt"])


class SerialForm(forms.Form):
    """The two numbers printed on a document, or the token of its QR (filled in by the page's script)."""

    serial = forms.CharField(
        label=_("Serial number"),
        help_text=_("For example NCC-2026-0000001"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the serial number")},
    )
    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("Ten letters and digits beside the QR code, for example K6NJB-H2QN3"),
        max_length=120,
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
    """Reopening an ended application: an objection or a correction, and why."""

    action = forms.SlugField(max_length=40, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("The official who reviews your application will read this."),
        max_length=2000,
        required=False,
        widget=forms.Textarea,
    )


class AnswerForm(forms.Form):
    """A citizen's answer to an officer: in words, with files, or both."""

    answer = forms.CharField(label=_("Your answer"), max_length=2000, required=False, widget=forms.Textarea)
    papers = PapersField(label=_("Files, if the officer asks for them"), required=False)

    def clean(self) -> dict[str, Any]:
        """Require words or a file."""
        given = super().clean() or {}
        if not self.errors and not given.get("answer") and not given.get("papers"):
            self.add_error("answer", _("Write an answer or attach a file"))
        return given
