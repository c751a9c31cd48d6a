"""A new service, made from a few questions or from an uploaded folder."""

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual, active_language
from hukumati.core.clock import local_date, now
from hukumati.core.design.forms import OneChoiceField
from hukumati.interoperability import api as interoperability
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.access import analyst_of, analyst_required
from hukumati.web.workplace.studio.forms import UploadForm, reason_text

POPULATION = "interior.person"
LTR = {"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}


class NameForm(forms.Form):
    """The name of the service in addresses."""

    slug = forms.CharField(
        label=gettext_lazy("Name in web addresses"),
        help_text=gettext_lazy("English words joined by hyphens, for example birth-certificate"),
        max_length=60,
        widget=forms.TextInput(attrs=LTR),
        error_messages={"required": gettext_lazy("Enter the name")},
    )


class NewServiceForm(NameForm):
    """What is needed to scaffold a folder that passes its checks."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("For example MOJ-NCC"),
        max_length=20,
        widget=forms.TextInput(attrs=LTR),
        error_messages={"required": gettext_lazy("Enter the code")},
    )
    name_ar = forms.CharField(label=gettext_lazy("Name in Arabic"), max_length=120)
    name_en = forms.CharField(
        label=gettext_lazy("Name in English"), max_length=120, widget=forms.TextInput({"dir": "ltr"})
    )
    summary_ar = forms.CharField(label=gettext_lazy("Description in one sentence, in Arabic"), max_length=300)
    summary_en = forms.CharField(
        label=gettext_lazy("Description in one sentence, in English"),
        max_length=300,
        widget=forms.TextInput({"dir": "ltr"}),
    )
    kind = OneChoiceField(
        label=gettext_lazy("What kind of service is it?"),
        choices=[
            ("paid", gettext_lazy("An application that leads to a document")),
            ("enquiry", gettext_lazy("An enquiry: free of charge, answered by a register at once")),
        ],
    )
    register = forms.ChoiceField(label=gettext_lazy("Register to query"), required=False)

    def __init__(self, data: QueryDict | None, *, registers: list[tuple[str, str]]) -> None:
        super().__init__(data)
        self.fields["register"].choices = [("", _("None")), *registers]  # type: ignore[attr-defined] # a ChoiceField


@require_http_methods(["GET", "HEAD", "POST"])
@analyst_required
def new(request: HttpRequest) -> HttpResponse:
    """Create a draft of a service that does not exist yet."""
    is_upload = request.method == "POST" and "upload" in request.POST
    is_answer = request.method == "POST" and not is_upload
    form = NewServiceForm(request.POST if is_answer else None, registers=_registers())
    name_form = NameForm(request.POST if is_upload else None, prefix="zip")
    upload_form = UploadForm(request.POST if is_upload else None, request.FILES if is_upload else None, prefix="zip")
    if is_upload and name_form.is_valid() and upload_form.is_valid():
        draft = _create_from_archive(request, name_form, upload_form)
    else:
        draft = _create_from_answers(request, form) if is_answer and form.is_valid() else None
    if draft:
        return redirect("studio_draft", draft.id)
    context = {"new_form": form, "name_form": name_form, "upload_form": upload_form}
    return render(request, "studio/new.html", context, status=422 if request.method == "POST" else 200)


def _registers() -> list[tuple[str, str]]:
    """List registers that need only a person's number; the population register is left out, every form reads it."""
    simple = (contract for contract in interoperability.list_contracts() if not contract.parameters)
    return [(contract.id, str(contract.title)) for contract in simple if contract.id != POPULATION]


def _create_from_archive(request: HttpRequest, name: NameForm, upload: UploadForm) -> studio.DraftView | None:
    try:
        texts = studio.read_zip(data=upload.content())
    except studio.FileRefused as refused:
        upload.add_error("file", reason_text(refused))
        return None
    return _create_draft(request, name, texts)


def _create_from_answers(request: HttpRequest, form: NewServiceForm) -> studio.DraftView | None:
    answers = form.cleaned_data
    service = catalogue.NewService(
        code=answers["code"].upper(),
        slug=answers["slug"],
        name=Bilingual(ar=answers["name_ar"], en=answers["name_en"]),
        summary=Bilingual(ar=answers["summary_ar"], en=answers["summary_en"]),
        provider=analyst_of(request).provider,
        kind=answers["kind"],
        register=answers["register"],
    )
    try:
        texts = catalogue.scaffold_service(service=service, today=local_date(now()))
    except catalogue.NewServiceRefused as refused:
        form.add_error(None, studio.translate_sentence(text=str(refused), language=active_language()))
        return None
    return _create_draft(request, form, {path: text for path, text in texts.items() if not path.startswith("shared/")})


def _create_draft(request: HttpRequest, form: NameForm, texts: dict[str, str]) -> studio.DraftView | None:
    slug = form.cleaned_data["slug"]
    try:
        return studio.create_draft(analyst=analyst_of(request), slug=slug, texts=texts, now=now())
    except studio.DraftMovedOn:
        form.add_error("slug", _("Another service already has this name"))
    except studio.FileRefused as refused:
        form.add_error("slug", reason_text(refused))
    return None
