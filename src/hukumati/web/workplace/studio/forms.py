"""The forms of the studio: files, archives, tables, remarks."""

from typing import Any, Final

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.studio import api as studio

LONGEST_TEXT: Final = 256_000
REASONS: Final[dict[str, Promise]] = {
    "not_a_zip": _("This is not a zip archive that can be read"),
    "too_many": _("There are more files than a service may have"),
    "too_large": _("A file, or all of them together, is too large"),
    "link": _("The archive holds a link: put the file itself there"),
    "path": _("This is not a name for a file: use Latin letters, digits, dot, hyphen and underscore"),
    "locked": _("The archive is encrypted or packed in an unusual way"),
    "double": _("A file stands in the archive twice"),
    "not_text": _("A file is not UTF-8 text: save it again as UTF-8"),
    "unknown_place": _("A service folder has no place for this file"),
    "exists": _("There is already a file of this name"),
    "not_csv": _("This is not the CSV table of translations"),
    "not_yaml": _("The file of texts cannot be read: open it and mend it first"),
    "unknown_key": _("The table holds a key that the service does not have"),
}


def reason_text(refused: studio.FileRefused) -> str:
    """Return why a file was refused, and which one."""
    return f"{REASONS[refused.reason]}{f': {refused.name}' if refused.name else ''}"


class TextWidget(forms.Textarea):
    """The editor of a file, in the writing direction that the view chooses."""

    def __init__(self, *, direction: str, language: str = "") -> None:
        attrs = {
            "dir": direction,
            "spellcheck": "false",
            "autocomplete": "off",
        }
        super().__init__({**attrs, **({"lang": language} if language else {})})


class FileForm(forms.Form):
    """The text of a file; `seen` is the revision that it was loaded from."""

    text = forms.CharField(
        label=_("Text of the file"), required=False, strip=False, max_length=LONGEST_TEXT, widget=forms.Textarea
    )
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)

    def __init__(self, *given: Any, direction: str = "ltr", language: str = "", **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["text"].widget = TextWidget(direction=direction, language=language)


class NewFileForm(forms.Form):
    """The path of a new file."""

    path = forms.CharField(
        label=_("Add a file"),
        help_text=_("Its place and name, for example lists/purposes.csv or documents/letter.typ"),
        max_length=170,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Type the name of the file")},
    )


class UploadForm(forms.Form):
    """A folder as a zip archive."""

    file = forms.FileField(
        label=_("Zip archive of the folder"),
        help_text=_("All files of the draft are replaced by those of the archive. At most 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file")},
    )

    def content(self) -> bytes:
        """Read the archive, at most one byte more than is allowed: enough for the door to refuse it."""
        read: bytes = self.cleaned_data["file"].read(studio.MAX_ARCHIVE_BYTES + 1)
        return read


class TableForm(forms.Form):
    """A table of translations."""

    table = forms.FileField(
        label=_("Table of translations (CSV)"),
        help_text=_("Only the texts that differ are changed."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file")},
    )


class RemarksForm(forms.Form):
    """What the authors should change."""

    remarks = forms.CharField(
        label=_("Remarks for the writers"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Write what should be changed")},
    )
