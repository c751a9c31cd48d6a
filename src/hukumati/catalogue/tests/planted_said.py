# ruff: noqa: E501 - one mistake a line reads best
"""Mistakes in what is said: numbers, days, money, languages, whose paper it is, and for whom the service is."""

from typing import Final

from hukumati.catalogue.tests.planting import Planted

LIMIT_AR: Final = "1,500.00 ₪"
ANSWER_IN_AR: Final = "يُرجى الرد من صفحة الطلب خلال 14 يومًا"
CERTIFICATE: Final = "documents/certificate.yaml"
LICENCE: Final = "documents/licence.yaml"
IN_THE_SCHOLARSHIP: Final = (
    # numbers, digits and words of one language alone
    Planted("text/ar.yaml", LIMIT_AR, "1,200.00 ₪", "text.numbers", "says 1,200.00 in Arabic and 1,500.00 in English", "income_too_high:", "text/en.yaml"),
    Planted("text/en.yaml", "TW-12345", "TW-12354", "text.numbers", "12354", "certificate_text:"),
    Planted("text/ar.yaml", "أتم 17 سنة", "أتم ١٧ سنة", "text.digits", "'١'"),
    Planted("lists/needs.csv", "Transport", "Transport ٢", "text.digits", "'٢'"),
    Planted("text/ar.yaml", "own_income_label: دخلك الشهري", "own_income_label: دخلك الشهري monthly", "text.language", "the English word 'monthly'"),
    Planted("lists/needs.csv", "housing,السكن", "housing,السكن rent", "text.language", "the English word 'rent'"),
    Planted("lists/needs.csv", ",Housing", ",السكن", "text.language", "Arabic letters", "housing,"),
    Planted("lists/fields.csv", "تخصص آخر,Another field", "تخصص 3,Field 4", "text.numbers", "says 3 in Arabic and 4 in English"),
    Planted("text/en.yaml", "awarded_tell: ", "awarded_tell: TODO ", "text.unfinished", "'TODO'"),
    Planted("text/ar.yaml", "late_tell: ", "late_tell: ؟؟؟ ", "text.unfinished", "not finished"),
    Planted("service.yaml", "ar: [منحة, دراسة", "ar: [grant, دراسة", "service.search", "'grant' stands under ar"),
    Planted("service.yaml", "en: [scholarship, grant", "en: [scholarship, منحة", "service.search", "'منحة' stands under en"),
    # what reasons, hints, examples and ends say
    Planted("rules/eligibility.csv", "amount('1500.00')", "amount('1600.00')", "table.said", "row 3 of eligibility names 1500, and the row has 1600", "income_too_high:", "text/ar.yaml"),
    Planted("rules/eligibility.csv", "average < 60", "average < 65", "table.said", "row 2 of eligibility names 60, and the row has 65", "average_too_low:", "text/ar.yaml"),
    Planted("rules/eligibility.csv", "applicant.age < 17", "applicant.age < 16", "table.said", "row 1 of eligibility names 17, and the row has 16", "too_young:", "text/ar.yaml"),
    Planted("text/ar.yaml", "average_hint: من 100", "average_hint: من 0 إلى 20", "form.hint", "says 0 to 20, and accepted is 0 to 100", "id: average", "form.yaml"),
    Planted("text/ar.yaml", "TW-12345", "TW-123", "form.example", "'TW-123'", "id: certificate_no", "form.yaml"),
    Planted("form.yaml", "pattern: '[A-Z]{2}-", "pattern: '[A-Z]{3}-", "form.example", "'TW-12345'", "id: certificate_no"),
    Planted("form.yaml", "label: phone_label", "label: name_label", "form.label", "as 'name' does"),
    Planted("form.yaml", "label: works_label", "label: member_label", "form.label", "as 'full_name' does"),
    Planted("flow.yaml", "tell: late_tell", "tell: review_tell", "flow.said_at_end", "what 'review' says"),
)  # fmt: skip
IN_THE_BIRTH_CERTIFICATE: Final = (
    Planted("flow.yaml", "after: {14 days: closed_unanswered}", "after: {10 days: closed_unanswered}", "text.days", "14 days are named, and 'waiting_citizen' has 10", "your_turn_email:", "text/ar.yaml"),
    Planted("text/ar.yaml", ANSWER_IN_AR, ANSWER_IN_AR.replace("14", "21"), "text.days", "21 days are named", "your_turn_email:"),
    Planted("text/en.yaml", "within 14 days", "within 41 days", "text.days", "41 days are named", "your_turn_email:"),
    Planted("flow.yaml", "tell: closed_tell, do: [refund]", "tell: closed_tell", "flow.said_of_money", "the flow gives nothing back", "closed_tell:", "text/ar.yaml"),
    Planted("text/ar.yaml", "ويُعاد إليك الرسم الذي دفعته", "وما دفعته كان رسم الشهادة ولا يُعاد", "flow.said_of_money", "the flow gives it back", "closed_tell:"),
    Planted("flow.yaml", "revoke certificate, issue certificate]", "issue certificate, revoke certificate]", "flow.order", "revoked at once"),
    Planted(CERTIFICATE, "bound: registers.interior.birth.id_number", "bound: applicant.id_number", "document.holder", "bound to applicant.id_number"),
    Planted(CERTIFICATE, "mother_ar: full_name(registers.interior.birth.mother", "mother_ar: full_name(registers.interior.birth.father", "document.said_twice", "mother_ar and father_ar"),
    Planted(CERTIFICATE, "name_en: full_name(registers.interior.birth.name", "name_en: full_name(applicant.name", "document.pair", "name_en is not the translation of name_ar"),
    Planted(CERTIFICATE, "data:\n", "data:\n  printed_for: case.reference\n", "document.unread", "prints nothing of printed_for", "printed_for:"),
    Planted(CERTIFICATE, "serial_prefix: BIR", "serial_prefix: RFL", "document.serial", "as those of 'certificate' do", "serial_prefix: RFL", "documents/refusal_letter.yaml"),
    Planted("rules/eligibility.csv", "2,,,applicant.alive == false", "2,,,applicant.kind == 'resident'", "service.audience", "resident is invited, and row 2", "audience:", "service.yaml"),
)  # fmt: skip
IN_THE_VEHICLE_LICENCE: Final = (
    Planted(LICENCE, "insured_until: string(vehicle.insured_until)", "insured_until: string(vehicle.test_valid_until)", "document.said_twice", "test_valid_until and insured_until", "test_valid_until:"),
    Planted("service.yaml", "per: vehicle.plate", "per: applicant.id_number", "service.per", "10 are never under way"),
    Planted("service.yaml", "per: vehicle.plate", "per: vehicle.made_in", "service.per", "no one entry's alone"),
    Planted("service.yaml", "per: vehicle.plate", "per: vehicle.kind", "service.per", "Write per: vehicle.plate"),
    Planted("service.yaml", "case: 5 years", "case: 90 days", "service.keep", "offered again for 300"),
    Planted("service.yaml", "status: {is: open}", "status: {is: open, reason: kept_tell}", "service.status", "nobody reads"),
)  # fmt: skip
