"""The situations in life under which people find services: a closed list of the platform."""

from typing import Final

from hukumati.core.bilingual import Bilingual

LIFE_EVENTS: Final = {
    "starting-a-job": Bilingual(ar="بدء عمل جديد", en="Starting a job"),
    "losing-a-job": Bilingual(ar="فقدان العمل", en="Losing a job"),
    "looking-for-a-job": Bilingual(ar="البحث عن عمل", en="Looking for a job"),
    "studying": Bilingual(ar="الدراسة", en="Studying"),
    "travelling": Bilingual(ar="السفر", en="Travelling"),
    "driving": Bilingual(ar="القيادة", en="Driving"),
    "owning-a-vehicle": Bilingual(ar="امتلاك مركبة", en="Owning a vehicle"),
    "having-a-child": Bilingual(ar="إنجاب طفل", en="Having a child"),
    "coming-of-age": Bilingual(ar="بلوغ سن استصدار الهوية", en="Coming of age"),
    "marrying": Bilingual(ar="الزواج", en="Marrying"),
    "losing-a-relative": Bilingual(ar="وفاة قريب", en="Losing a relative"),
    "health": Bilingual(ar="الصحة", en="Health"),
    "paying-taxes": Bilingual(ar="دفع الضرائب", en="Paying taxes"),
    "moving-house": Bilingual(ar="الانتقال إلى مسكن آخر", en="Moving house"),
    "owning-property": Bilingual(ar="امتلاك عقار", en="Owning property"),
    "inheriting": Bilingual(ar="الإرث", en="Inheriting"),
    "losing-documents": Bilingual(ar="فقدان الوثائق", en="Losing documents"),
}
