"""Names of the fields of a definition in both languages."""

from typing import Final

from hukumati.core.bilingual import Bilingual

LABELS: Final[dict[str, Bilingual]] = {
    name: Bilingual(ar=ar, en=en)
    for name, (ar, en) in {
        "id": ("المعرّف", "the identifier"),
        "code": ("الرمز", "the code"),
        "slug": ("العنوان", "the address"),
        "name": ("الاسم", "the name"),
        "summary": ("الملخص", "the summary"),
        "keywords": ("كلمات البحث", "the search words"),
        "provider": ("الجهة", "the provider"),
        "provider_name": ("اسم الجهة", "the provider's name"),
        "kind": ("النوع", "the kind"),
        "audience": ("الفئات المستفيدة", "the audience"),
        "assurance": ("مستوى التحقق", "the level of assurance"),
        "status": ("الحالة", "the status"),
        "once": ("قاعدة الطلب الواحد", "the rule of one application"),
        "promise": ("مهلة البت", "the promise"),
        "keep_draft_days": ("مدة حفظ المسودة بالأيام", "the days a draft is kept"),
        "keep_case_days": ("مدة حفظ المعاملة بالأيام", "the days a case is kept"),
        "collect": ("طرق الاستلام", "the ways of collecting"),
        "uses": ("السجلات المستخدمة", "the registers used"),
        "ask_first": ("السجلات المسؤولة أولًا", "the registers asked first"),
        "ask_with": ("معطيات سؤال السجلات", "what the registers are asked with"),
        "ask_about": ("من تُسأل عنه السجلات", "whom the registers are asked about"),
        "if_down": ("ما يُفعل عند تعطل سجل", "what happens when a register is down"),
        "life_events": ("مناسبات الحياة", "the life events"),
        "fee_currency": ("عملة الرسم", "the fee's currency"),
        "fee_official": ("رسمية الرسم", "whether the fee is official"),
        "budget_code": ("رمز الموازنة", "the budget code"),
        "reference_prefix": ("بادئة رقم المعاملة", "the prefix of references"),
        "type": ("النوع", "the type"),
        "label": ("العنوان الظاهر", "the label"),
        "hint": ("التلميح", "the hint"),
        "required": ("الإلزام", "whether it is required"),
        "show_if": ("شرط الظهور", "the condition under which it is shown"),
        "source": ("مصدر الجواب", "the source of the answer"),
        "edit": ("إمكان التعديل", "whether it may be edited"),
        "options": ("الخيارات", "the options"),
        "min": ("الحد الأدنى", "the minimum"),
        "max": ("الحد الأقصى", "the maximum"),
        "default": ("القيمة الابتدائية", "the initial value"),
        "milestone": ("المرحلة", "the milestone"),
        "effects": ("ما يُنفّذ عند الدخول", "what is done on entering"),
        "on_error": ("ما يُفعل عند الإخفاق", "what happens on failure"),
        "after": ("المهل", "the timers"),
        "work": ("الموظف المكلف", "the official's task"),
        "end": ("كونها نهاية", "whether it is an end"),
        "tell": ("ما يقرؤه المواطن", "what the citizen reads"),
        "show": ("ما يراه المواطن من السجلات", "the register answers shown"),
        "requests": ("الطلبات الجانبية", "the side requests"),
        "until": ("شرط الانتظار", "what is waited for"),
        "reopen": ("طرق إعادة الفتح", "the ways of reopening"),
        "needs": ("ما يجب إعطاؤه", "what must be given"),
        "four_eyes": ("اشتراط موظف ثانٍ", "whether a second officer confirms"),
        "hit": ("طريقة الاختيار", "the hit policy"),
        "gives": ("النتائج", "the results"),
        "currency": ("العملة", "the currency"),
        "title": ("العنوان", "the title"),
        "template": ("القالب", "the template"),
        "template_source": ("محتوى القالب", "the content of the template"),
        "data": ("البيانات", "the data"),
        "seal": ("الختم", "the seal"),
        "serial_prefix": ("بادئة الرقم المتسلسل", "the prefix of serial numbers"),
        "bound": ("من تخصه الوثيقة", "whom it speaks of"),
        "valid_days": ("مدة الصلاحية بالأيام", "the days of validity"),
        "sms": ("نص الرسالة القصيرة", "the text message"),
        "subject": ("موضوع البريد", "the e-mail's subject"),
        "body": ("نص البريد", "the e-mail's text"),
        "ask": ("الأسئلة", "the questions"),
        "calendars": ("مواعيد المراجعة", "the calendars"),
    }.items()
}


def field_label(field: str) -> Bilingual:
    """Return the name of a field, or the field itself in quotes if it has none."""
    return LABELS.get(field) or Bilingual(ar=f"«{field}»", en=f"“{field}”")
