"""The governorates of Palestine by their codes (ISO 3166-2:PS)."""

from typing import Final

from hukumati.core.bilingual import Bilingual

GOVERNORATES: Final = {
    code: Bilingual(ar=ar, en=en)
    for code, ar, en in (
        ("PS-JEN", "جنين", "Jenin"),
        ("PS-TBS", "طوباس والأغوار الشمالية", "Tubas and Northern Valleys"),
        ("PS-TKM", "طولكرم", "Tulkarm"),
        ("PS-NBS", "نابلس", "Nablus"),
        ("PS-QQA", "قلقيلية", "Qalqilya"),
        ("PS-SLT", "سلفيت", "Salfit"),
        ("PS-RBH", "رام الله والبيرة", "Ramallah and Al-Bireh"),
        ("PS-JRH", "أريحا والأغوار", "Jericho and Al-Aghwar"),
        ("PS-JEM", "القدس", "Jerusalem"),
        ("PS-BTH", "بيت لحم", "Bethlehem"),
        ("PS-HBN", "الخليل", "Hebron"),
        ("PS-NGZ", "شمال غزة", "North Gaza"),
        ("PS-GZA", "غزة", "Gaza"),
        ("PS-DEB", "دير البلح", "Deir al-Balah"),
        ("PS-KYS", "خانيونس", "Khan Yunis"),
        ("PS-RFH", "رفح", "Rafah"),
    )
}
