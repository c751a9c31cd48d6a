"""A new service: from a few questions, or from a folder that already exists."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date, now
from hukumati.core.design.formats import active_language
from hukumati.core.design.forms import OneChoiceField
from hukumati.interoperability import api as interoperability
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.access import analyst_of, analyst_required
from hukumati.web.workplace.studio.forms import UploadForm, reason_text

POPULATION = "interior.person"
LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class NameForm(forms.Form):
    """The service's address in the catalogue."""

    slug = forms.CharField(
        label=gettext_lazy("Name in addresses"),
        help_text=gettext_lazy("English words with hyphens, for example birth-certificate"),
        max_length=60,
        widget=forms.TextInput(attrs=LTR),
        error_messages={"required": gettext_lazy("Type the name")},
    )


class NewServiceForm(NameForm):
    """What must be known before a folder can be made that works at once."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("For example MOJ-NCC"),
        max_length=20,
        widget=forms.TextInput(attrs=LTR),
        error_messages={"required": gettext_lazy("Type the code")},
    )
    name_ar = forms.CharField(label=gettext_lazy("Name in Arabic"), max_length=120)
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"), max_length=120, widget=forms.TextInput({"dir": "ltr"})
    )
    summary_ar = forms.CharField(label=gettext_lazy("One sentence about it in Arabic"), max_length=300)
    summary_en = forms.CharField(
        label=gettext_lazy("One sentence about it in English"), max_length=300, widget=forms.TextInput({"dir": "ltr"})
    )
    kind = OneChoiceField(
        label=gettext_lazy("What kind of service is it?"),
        choices=[
            ("paid", gettext_lazy("An application that leads to a document")),
            ("enquiry", gettext_lazy("An enquiry: free, a register answers at once")),
        ],
    )
    register = forms.ChoiceField(label=gettext_lazy("Register that is asked"), required=False)

    def __init__(self, *given: Any, registers: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*given, **options)
        self.fields["register"].choices = [("", _("None")), *registers]  # type: ignore[attr-defined] # a ChoiceField


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def new(request: HttpRequest) -> HttpResponse:
    """Begin a draft of a service that does not exist yet."""
    uploads = request.method == "POST" and "upload" in request.POST
    asks = request.method == "POST" and not uploads
    form = NewServiceForm(request.POST if asks else None, registers=_registers())
    name_form = NameForm(request.POST if uploads else None, prefix="zip")
    upload_form = UploadForm(request.POST if uploads else None, request.FILES if uploads else None, prefix="zip")
    if uploads and name_form.is_valid() and upload_form.is_valid():
        draft = _uploaded(request, name_form, upload_form)
    else:
        draft = _asked(request, form) if asks and form.is_valid() else None
    if draft:
        return redirect("studio_draft", draft.id)
    context = {"new_form": form, "name_form": name_form, "upload_form": upload_form}
    return render(request, "studio/new.html", context, status=422 if request.method == "POST" else 200)


def _registers() -> list[tuple[str, str]]:
    """Those that are asked with nothing but a person's number; the population register fills the form in anyway."""
    asked = (contract for contract in interoperability.list_contracts() if not contract.parameters)
    return [(contract.id, str(contract.title)) for contract in asked if contract.id != POPULATION]


def _uploaded(request: HttpRequest, name: NameForm, upload: UploadForm) -> studio.DraftView | None:
    try:
        texts = studio.read_zip(data=upload.content())
    except studio.FileRefused as refused:
        upload.add_error("file", reason_text(refused))
        return None
    return _begun(request, name, texts)


def _asked(request: HttpRequest, form: NewServiceForm) -> studio.DraftView | None:
    told = form.cleaned_data
    service = catalogue.NewService(
        code=told["code"].upper(),
        slug=told["slug"],
        name=Bilingual(ar=told["name_ar"], en=told["name_en"]),
        summary=Bilingual(ar=told["summary_ar"], en=told["summary_en"]),
        provider=analyst_of(request).provider,
        kind=told["kind"],
        register=told["register"],
    )
    try:
        texts = catalogue.scaffold_service(service=service, today=local_date(now()))
    except catalogue.NewServiceRefused as refused:
        form.add_error(None, studio.said_in(text=str(refused), language=active_language()))
        return None
    return _begun(request, form, {path: text for path, text in texts.items() if not path.startswith("shared/")})


def _begun(request: HttpRequest, form: NameForm, texts: dict[str, str]) -> studio.DraftView | None:
    slug = form.cleaned_data["slug"]
    try:
        return studio.begin_new(analyst=analyst_of(request), slug=slug, texts=texts, now=now())
    except studio.DraftMovedOn:
        form.add_error("slug", _("Another service has this name"))
    except studio.FileRefused as refused:
        form.add_error("slug", reason_text(refused))
    return None
