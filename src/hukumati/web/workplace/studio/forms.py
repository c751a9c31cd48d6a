"""The forms of the studio: files, archives, tables, remarks."""

from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.studio import api as studio

LONGEST_TEXT: Final = 256_000
ARABIC_FILES: Final = ("text/ar.yaml", "guide/ar.md")
REASONS: Final[dict[str, Promise]] = {
    "not_a_zip": _("The file is not a readable zip archive"),
    "too_many": _("There are too many files"),
    "too_large": _("A file, or the folder as a whole, is too large"),
    "link": _("The archive contains a link: include the file itself"),
    "path": _("File name not accepted: use Latin letters, digits, dots, hyphens and underscores"),
    "locked": _("The archive is encrypted or uses an unsupported format"),
    "double": _("The archive contains the same file twice"),
    "not_text": _("A file is not UTF-8 text: save it as UTF-8 and upload it again"),
    "unknown_place": _("A service folder cannot contain this file"),
    "exists": _("A file with this name already exists"),
    "not_csv": _("The file is not a CSV table of translations"),
    "not_yaml": _("The file of texts contains errors: open it and correct it first"),
    "unknown_key": _("The table contains a key that the service does not use"),
}


def reason_text(refused: studio.FileRefused) -> str:
    """Return why a file was refused, and which one."""
    return f"{REASONS[refused.reason]}{f': {refused.name}' if refused.name else ''}"


class FileForm(forms.Form):
    """The text of a file; `seen` is the revision that it was loaded from."""

    text = forms.CharField(
        label=_("Text of the file"), required=False, strip=False, max_length=LONGEST_TEXT, widget=forms.Textarea
    )
    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None = None, *, path: str, initial: dict[str, object] | None = None) -> None:
        super().__init__(data, initial=initial)
        attrs = {"spellcheck": "false", "autocomplete": "off"}
        self.fields["text"].widget = forms.Textarea({**attrs, **_writing_direction(path)})


def _writing_direction(path: str) -> dict[str, str]:
    """Return the direction and language of a file: Arabic texts run from right to left, code from left to right."""
    return {"dir": "rtl", "lang": "ar"} if path in ARABIC_FILES else {"dir": "ltr"}


class NewFileForm(forms.Form):
    """The path of a new file."""

    path = forms.CharField(
        label=_("Add a file"),
        help_text=_("Folder and name, for example lists/purposes.csv or documents/letter.typ"),
        max_length=170,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the name of the file")},
    )


class UploadForm(forms.Form):
    """A folder as a zip archive."""

    file = forms.FileField(
        label=_("Zip archive of the folder"),
        help_text=_("The files in the archive replace all files of the draft. Maximum size 2 MB."),
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
        help_text=_("Only texts that differ are updated."),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file")},
    )


class RemarksForm(forms.Form):
    """What the authors should change."""

    remarks = forms.CharField(
        label=_("Comments for the authors"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": _("Enter what should be changed")},
    )
