"""The words of the platform's closed lists in both languages, for those who read our exports."""

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
AUDIENCE: Final = {
    "citizen": Bilingual(ar="المواطنون", en="Citizens"),
    "resident": Bilingual(ar="المقيمون", en="Residents"),
    "business": Bilingual(ar="المنشآت", en="Businesses"),
    "diaspora": Bilingual(ar="الفلسطينيون في الخارج", en="Palestinians abroad"),
}
STATUS: Final = {
    "open": Bilingual(ar="متاحة", en="Open"),
    "paused": Bilingual(ar="متوقفة مؤقتًا", en="Paused"),
    "seasonal": Bilingual(ar="موسمية", en="Seasonal"),
    "retired": Bilingual(ar="ملغاة", en="Retired"),
}
CHANNELS: Final = {
    "portal": Bilingual(ar="بوابة حكومتي", en="Hukumati portal"),
    "download": Bilingual(ar="التنزيل من البوابة", en="Download from the portal"),
    "office": Bilingual(ar="مكتب الجهة المقدمة", en="Office of the provider"),
    "post_office": Bilingual(ar="مكتب البريد", en="Post office"),
    "home": Bilingual(ar="التوصيل إلى المنزل", en="Delivery to the home"),
}
CURRENCIES: Final = {
    "ILS": Bilingual(ar="شيكل جديد", en="New shekel"),
    "JOD": Bilingual(ar="دينار أردني", en="Jordanian dinar"),
    "USD": Bilingual(ar="دولار أمريكي", en="US dollar"),
}


def life_event(name: str) -> Bilingual:
    """Return a life event's words; one that has none yet shows its name."""
    words = name.replace("-", " ").capitalize()
    return LIFE_EVENTS.get(name, Bilingual(ar=words, en=words))
