"""Papers that a person sends while an application goes on: one field for several files, kept as they arrive."""

from typing import Any, Final

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hukumati.cases import api as cases
from hukumati.core.clock import now
from hukumati.service_language.api import ALL_FILE_KINDS, MAX_FILE_MEGABYTES, media_types

MAX_FILES: Final = 5
HELP: Final = format_lazy(
    _("PDF, JPEG or PNG, at most {size} MB each. You may take a photo of the paper with your phone."),
    size=MAX_FILE_MEGABYTES,
)


class SeveralFiles(forms.FileInput):
    """The browser's field for several files at once; phones offer their camera."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class PapersField(forms.FileField):
    """One file or several, unread: they are inspected where they are stored."""

    def __init__(self, **given: Any) -> None:
        widget = SeveralFiles(attrs={"accept": ",".join(media_types(ALL_FILE_KINDS))})
        super().__init__(**{"help_text": HELP, "widget": widget, **given})

    def clean(self, data: Any, initial: Any = None) -> Any:
        found = data if isinstance(data, list) else [data] if data else []
        if self.required and not found:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(found) > MAX_FILES:
            raise forms.ValidationError(_("Choose five files at most"), code="many")
        return found


def keep_papers(form: forms.Form, *, reference: str, sub: str, question: str) -> list[dict[str, Any]] | None:
    """Keep the files of a form's field `papers`, and return them as answers; None where one was refused.

    The field says why.
    """
    papers = []
    try:
        for file in form.cleaned_data["papers"]:
            kept = cases.keep_upload(
                reference=reference, sub=sub, question=question, name=file.name or "", content=file.read(), now=now()
            )
            papers.append(kept.answer())
    except cases.UploadRefused as refused:
        form.add_error("papers", str(refused.message))
        return None
    return papers
