"""Governorates and some of their localities. Governorate codes are PCBS's; the codes of localities are illustrative."""

from dataclasses import dataclass
from typing import Final

Text = dict[str, str]


@dataclass(frozen=True, slots=True)
class Locality:
    """A town or village: six digits, the first two of which are its governorate's."""

    code: str
    governorate: str
    name: Text


@dataclass(frozen=True, slots=True)
class Governorate:
    """`iso` is ISO 3166-2's code; `plate` is the letter of its number plates, empty in the Gaza Strip."""

    iso: str
    pcbs: str
    name: Text
    plate: str
    localities: tuple[Locality, ...]


def _governorate(iso: str, pcbs: str, plate: str, *names: tuple[str, str]) -> Governorate:
    localities = tuple(
        Locality(f"{pcbs}{number * 10:04d}", f"PS-{iso}", {"ar": ar, "en": en})
        for number, (ar, en) in enumerate(names, 1)
    )
    return Governorate(f"PS-{iso}", pcbs, localities[0].name, plate, localities)


GOVERNORATES: Final = {
    each.iso: each
    for each in (
        _governorate("JEN", "01", "A", ("جنين", "Jenin"), ("قباطية", "Qabatiya"), ("يعبد", "Ya'bad")),
        _governorate("TBS", "05", "C", ("طوباس", "Tubas"), ("طمون", "Tammun"), ("عقابا", "Aqqaba")),
        _governorate("TKM", "10", "B", ("طولكرم", "Tulkarm"), ("عنبتا", "Anabta"), ("بلعا", "Bal'a")),
        _governorate("NBS", "15", "D", ("نابلس", "Nablus"), ("بيتا", "Beita"), ("حوارة", "Huwara")),
        _governorate("QQA", "20", "E", ("قلقيلية", "Qalqilya"), ("عزون", "Azzun"), ("حبلة", "Habla")),
        _governorate("SLT", "25", "F", ("سلفيت", "Salfit"), ("بديا", "Biddya"), ("كفل حارس", "Kifl Haris")),
        _governorate("RBH", "30", "H", ("رام الله", "Ramallah"), ("البيرة", "Al-Bireh"), ("بيتونيا", "Beitunia")),
        _governorate("JRH", "35", "G", ("أريحا", "Jericho"), ("العوجا", "Al-Auja"), ("النويعمة", "Nuwei'ma")),
        _governorate("JEM", "40", "J", ("القدس", "Jerusalem"), ("أبو ديس", "Abu Dis"), ("الرام", "Al-Ram")),
        _governorate("BTH", "45", "K", ("بيت لحم", "Bethlehem"), ("بيت جالا", "Beit Jala"), ("تقوع", "Tuqu")),
        _governorate("HBN", "50", "L", ("الخليل", "Hebron"), ("حلحول", "Halhul"), ("دورا", "Dura")),
        _governorate("NGZ", "55", "", ("جباليا", "Jabalia"), ("بيت لاهيا", "Beit Lahia"), ("بيت حانون", "Beit Hanoun")),
        _governorate("GZA", "60", "", ("غزة", "Gaza"), ("المغراقة", "Al-Mughraqa"), ("جحر الديك", "Juhor ad-Dik")),
        _governorate("DEB", "65", "", ("دير البلح", "Deir al-Balah"), ("الزوايدة", "Zawayda"), ("المغازي", "Maghazi")),
        _governorate("KYS", "70", "", ("خانيونس", "Khan Yunis"), ("بني سهيلا", "Bani Suheila"), ("القرارة", "Qarara")),
        _governorate("RFH", "75", "", ("رفح", "Rafah"), ("الشوكة", "Al-Shoka"), ("النصر", "An-Nasr")),
    )
}  # fmt: skip
LOCALITIES: Final = {place.code: place for each in GOVERNORATES.values() for place in each.localities}
ABROAD: Final = {"ar": "خارج فلسطين", "en": "Outside Palestine"}
STREETS: Final = (
    {"ar": "شارع الزيتون", "en": "Zaytoun Street"},
    {"ar": "شارع المدارس", "en": "Schools Street"},
    {"ar": "شارع البيادر", "en": "Bayader Street"},
    {"ar": "شارع العين", "en": "Spring Street"},
    {"ar": "طريق الكروم", "en": "Vineyards Road"},
)


def in_place(before: Text, place: Text, *, comma: bool = False) -> Text:
    """Return the name of something in a place: `مكتب عمل نابلس`, "Labour office, Nablus"."""
    return {"ar": f"{before['ar']}{'،' if comma else ''} {place['ar']}", "en": f"{before['en']}, {place['en']}"}
