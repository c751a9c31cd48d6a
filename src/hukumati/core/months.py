"""Names of the months, Levantine in Arabic, and their numbers by name."""

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

MONTH_NUMBERS: Final = {
    fold(name): str(number) for names in MONTHS.values() for number, name in enumerate(names, start=1)
}
"""By folded name in either language, as typed digits are: "1" to "12"."""
