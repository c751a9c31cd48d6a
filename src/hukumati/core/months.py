"""Names of months and weekdays as we write them, Levantine in Arabic, and months' numbers by every name in use."""

from typing import Final

from hukumati.core.arabic import fold

MONTHS: Final = {
    "ar": (
        "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
        "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip

WEEKDAYS: Final = {
    "ar": ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
"""From Monday, as Python counts them."""

_ALSO: Final = (
    "يناير كانون_ثاني كانون_ثان كانون_2 ك2 jan",
    "فبراير feb",
    "مارس اذار mar",
    "أبريل ابريل إبريل apr",
    "مايو ايار",
    "يونيو يونيه jun",
    "يوليو يوليه jul",
    "أغسطس اغسطس aug",
    "سبتمبر ايلول sep sept",
    "أكتوبر اكتوبر تشرين_أول تشرين_1 ت1 oct",
    "نوفمبر تشرين_ثاني تشرين_ثان تشرين_2 ت2 nov",
    "ديسمبر كانون_أول كانون_1 ك1 dec",
)
"""Beside the names we write: the Egyptian ones, without the article, with a number, and the English abbreviations."""

_NUMBERS: Final = {fold(name): number for names in MONTHS.values() for number, name in enumerate(names, start=1)} | {
    fold(name.replace("_", " ")): number for number, names in enumerate(_ALSO, start=1) for name in names.split()
}


def find_month(typed: str) -> str:
    """Return the number of a month named in any usual form, "1" to "12", or "" if the text names none."""
    name = fold(typed).removeprefix("شهر ")
    number = int(name) if name.isdecimal() and len(name) <= 2 else _NUMBERS.get(name)
    return str(number) if number and number <= 12 else ""
