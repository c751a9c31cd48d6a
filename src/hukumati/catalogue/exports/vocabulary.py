"""The words of the platform's closed lists in both languages, for those who read our exports."""

from typing import Final

from hukumati.catalogue.folder.life_events import LIFE_EVENTS
from hukumati.core.bilingual import Bilingual

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
