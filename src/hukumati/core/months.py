"""Names of months and weekdays as we write them, Levantine in Arabic, and months' numbers by every name in use."""

from datetime import date
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
    "يناير كانون_ثاني كانون_ثان كانون_2 ك2 جانفي jan",
    "فبراير فيفري feb",
    "مارس اذار mar",
    "أبريل ابريل إبريل أفريل apr",
    "مايو ايار ماي",
    "يونيو يونيه جوان jun",
    "يوليو يوليه يوليوز جويلية jul",
    "أغسطس اغسطس غشت أوت aug",
    "سبتمبر ايلول شتنبر sep sept",
    "أكتوبر اكتوبر تشرين_أول تشرين_1 ت1 oct",
    "نوفمبر تشرين_ثاني تشرين_ثان تشرين_2 ت2 نونبر nov",
    "ديسمبر كانون_أول كانون_1 ك1 دجنبر dec",
)
"""Beside the names we write: those of Egypt and the Maghreb, without the article, with numbers, English short forms."""

_MOST_WORDS: Final = 4
_NUMBERS: Final = {
    fold(name.replace("_", " ")).replace(" ", ""): number
    for names in (*MONTHS.values(), _ALSO)
    for number, written in enumerate(names, start=1)
    for name in (written.split() if names is _ALSO else [written])
}
"""By names without spaces: "ك 2" and "كانون2" are written too."""


def find_month(typed: str) -> str:
    """Return the number of a month named in any usual form, "1" to "12", or "" if the text names none."""
    words = fold(typed).split()
    words = words[1:] if words[:1] in (["شهر"], ["month"]) else words
    number = _number_of(words) or _number_named_twice(words)
    return str(number) if number and number <= 12 else ""


def _number_of(words: list[str]) -> int | None:
    if len(words) == 1 and words[0].isdecimal():
        return int(words[0]) if len(words[0]) <= 2 else None
    return _NUMBERS.get("".join(words))


def _number_named_twice(words: list[str]) -> int | None:
    """Return the month of "شباط/فبراير" or "شباط (2)": two names, of which one at least is a word, that agree."""
    for cut in range(1, min(len(words), _MOST_WORDS)):
        first, second = _number_of(words[:cut]), _number_of(words[cut:])
        if first and first == second and not all(word.isdecimal() for word in words):
            return first
    return None


def written_day(day: date) -> tuple[str, str]:
    """Write a day in Arabic and in English: "23 تشرين الثاني 2026", "23 November 2026"."""
    ar, en = (f"{day.day} {names[day.month - 1]} {day.year}" for names in MONTHS.values())
    return ar, en
