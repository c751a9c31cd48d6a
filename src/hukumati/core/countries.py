"""Countries by their ISO 3166-1 codes, as Unicode CLDR names them; ours is asked for by its own kind of address."""

from typing import Final

from babel import Locale

from hukumati.core.bilingual import Bilingual

NO_ADDRESS: Final = frozenset((
    "AC", "CP", "CQ", "DG", "EA", "IC", "TA",  # parts of countries
    "EU", "EZ", "QO", "UN", "XA", "XB", "XK", "ZZ",  # no codes of ISO 3166-1
    "AQ", "BV", "HM",  # nobody lives there
    "PS",
))  # fmt: skip
"""Two-letter codes of CLDR that are no foreign country to which something may be sent."""


def _read() -> dict[str, Bilingual]:
    arabic, english = (
        {str(code): str(name) for code, name in Locale(each).territories.items()} for each in ("ar", "en")
    )
    codes = [code for code in english if len(code) == 2 and code.isalpha() and code not in NO_ADDRESS]
    return {code: Bilingual(arabic[code], english[code]) for code in codes}


COUNTRIES: Final = _read()
