"""A page that shows every component once, for the tests that look at them in a browser."""

from datetime import UTC, datetime
from pathlib import Path

from django import forms
from django.conf.urls.i18n import i18n_patterns
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.utils.translation import get_language

from hukumati.core.bilingual import Bilingual
from hukumati.core.design.context import Link
from hukumati.core.design.forms import (
    DatePartsField,
    Entries,
    OneChoiceField,
    Part,
    Parts,
    SeveralChoicesField,
    StoredFile,
    StoredFilesField,
)
from hukumati.core.design.parts import Column, Row, Step
from hukumati.core.money import Money

TEMPLATE = Path(__file__).with_name("gallery.html")
PURPOSES = {
    "employment": Bilingual("التوظيف", "Employment"),
    "study": Bilingual("الدراسة", "Study"),
    "other": Bilingual("غرض آخر", "Another purpose"),
}


BAD = {"purpose": "other", "born_on_day": "31", "born_on_month": "2"}


def _(ar: str, en: str) -> str:
    return en if get_language() == "en" else ar


class Gallery(forms.Form):
    """One field of each kind."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **options)  # type: ignore[arg-type]
        choices = [(value, str(label)) for value, label in PURPOSES.items()]
        hint = _("تسعة أرقام، مثل 400000006", "Nine digits, for example 400000006")
        self.fields["id_number"] = forms.CharField(label=_("رقم الهوية", "ID number"), help_text=hint)
        self.fields["email"] = forms.EmailField(label=_("البريد الإلكتروني", "E-mail address"), required=False)
        self.fields["password"] = forms.CharField(label=_("كلمة المرور", "Password"), widget=forms.PasswordInput)
        self.fields["copies"] = forms.IntegerField(label=_("عدد النسخ", "Number of copies"), min_value=1)
        self.fields["born_on"] = DatePartsField(
            label=_("تاريخ الميلاد", "Date of birth"), help_text=_("مثال: 27 3 1994", "For example 27 3 1994")
        )
        self.fields["purpose"] = OneChoiceField(
            label=_("الغرض من الشهادة", "Purpose of the certificate"),
            choices=choices,
            choice_hints={"study": _("رسم مخفض للطلبة", "Reduced fee for students")},
            reveals={"other": ["purpose_detail", "purpose_since"]},
        )
        self.fields["purpose_detail"] = forms.CharField(label=_("اذكر الغرض", "Say which"), required=False)
        self.fields["purpose_since"] = forms.CharField(label=_("منذ متى؟", "Since when?"), required=False)
        self.fields["tell_by"] = SeveralChoicesField(
            label=_("كيف نبلغك؟", "How should we tell you?"),
            choices=[("sms", _("رسالة قصيرة", "Text message")), ("mail", _("بريد إلكتروني", "E-mail"))],
        )
        self.fields["governorate"] = forms.ChoiceField(
            label=_("المحافظة", "Governorate"),
            choices=[("", _("اختر", "Choose")), ("PS-RBH", _("رام الله والبيرة", "Ramallah and Al-Bireh"))],
        )
        self.fields["notes"] = forms.CharField(
            label=_("ملاحظات", "Notes"), widget=forms.Textarea(attrs={"maxlength": 500}), required=False
        )
        self.fields["file"] = forms.FileField(label=_("ملف الشهادة", "The certificate's file"), required=False)
        self.fields["address"] = forms.CharField(
            label=_("العنوان", "Address"),
            required=False,
            widget=Parts(
                [
                    Part("governorate", _("المحافظة", "Governorate"), choices=(("", "—"), ("RBH", "رام الله"))),
                    Part("street", _("الشارع", "Street"), autocomplete="street-address"),
                ]
            ),
        )
        stored = StoredFile(id="1", name="شهادة.pdf", size=_("120 ك.ب", "120 KB"), url="/files/1/")
        self.fields["papers"] = StoredFilesField(label=_("الأوراق", "Papers"), required=False, stored=[stored])
        self.fields["heirs"] = Entries(
            label=_("الورثة", "Heirs"), required=False, entries=[["heirs_1_name"]], may_grow=True
        )
        self.fields["heirs_1_name"] = forms.CharField(label=_("الاسم", "Name"), required=False)
        self.fields["agreed"] = forms.BooleanField(
            label=_("أقر بأن المعلومات صحيحة", "I declare that the information is correct")
        )


def show(request: HttpRequest) -> HttpResponse:
    """Show the gallery; `?errors` sends an empty form, `?filled` a good one."""
    form = (
        Gallery({"purpose": "other", "born_on_day": "31", "born_on_month": "2"})
        if "errors" in request.GET
        else Gallery()
    )
    context = {**_context(form), "told": "told" in request.GET}
    return HttpResponse(engines["django"].from_string(TEMPLATE.read_text("utf-8")).render(context, request))


def _context(form: Gallery) -> dict[str, object]:
    at = datetime(2026, 11, 23, 12, 5, tzinfo=UTC)
    return {
        "form": form,
        "page": Paginator(range(200), 10).page(7),
        "elsewhere": "/elsewhere",
        "fee": Money(2000, "ILS"),
        "law_fee": Money(35000, "JOD"),
        "at": at,
        "navigation": (
            Link("/", _("الخدمات", "Services"), True),  # type: ignore[arg-type]
            Link("/x", _("طلباتي", "My applications"), False),  # type: ignore[arg-type]
            Link("/y", _("التحقق من وثيقة", "Verify a document"), False),  # type: ignore[arg-type]
        ),
        "rows": [
            Row(_("الاسم", "Name"), _("ليلى خالد يوسف زيتون", "Layla Khaled Yousef Zaytoun")),
            Row(_("رقم الهوية", "ID number"), "400000006", ltr=True),
            Row(_("الهاتف", "Phone"), "+970 599 000 001", ltr=True, change_url="/change"),
            Row(_("الغرض", "Purpose"), _("التوظيف", "Employment"), change_url="/change"),
        ],
        "steps": [
            Step(_("قُدّم الطلب", "Application sent"), "done", at),
            Step(_("دُفع الرسم", "Fee paid"), "done", at),
            Step(_("قيد المراجعة", "Under review"), "current", None, _("عادة في يوم عمل", "Usually one working day")),
            Step(_("الشهادة جاهزة", "Certificate ready"), "todo"),
        ],
        "columns": [
            Column(_("البند", "Item")),
            Column(_("الإيصال", "Receipt"), ltr=True),
            Column(_("المبلغ", "Amount"), numeric=True, ltr=True),
        ],
        "lines": [
            (_("رسم الخدمة", "Service fee"), "NCC-7K3M-92QD", "20.00"),
            (_("طوابع", "Stamps"), "NCC-7K3M-92QE", "5.00"),
        ],
    }


urlpatterns = i18n_patterns(path("", show), prefix_default_language=False)
