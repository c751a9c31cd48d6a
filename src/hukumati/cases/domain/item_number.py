"""The number of an item that travels, written like the Universal Postal Union's (UPU S10): two letters, eight digits, a
check digit, the country.

The service indicator is illustrative: none has been assigned to this platform.
"""

import re

INDICATOR = "ZX"
COUNTRY = "PS"
WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
MOST = 10**8
_FORM = re.compile(r"[A-Z]{2}([0-9]{8})([0-9])[A-Z]{2}")


def item_number(serial: int) -> str:
    """Write the number of a running serial; after a hundred million it begins anew."""
    digits = f"{serial % MOST:08d}"
    return f"{INDICATOR}{digits}{check_digit(digits)}{COUNTRY}"


def check_digit(digits: str) -> int:
    """Work out the check digit of eight digits (UPU S10, weights 8 6 4 2 3 5 9 7, modulus 11)."""
    left = 11 - sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(left, left)


def is_item_number(text: str) -> bool:
    """Return whether a number is well formed and its check digit right."""
    found = _FORM.fullmatch(text)
    return found is not None and check_digit(found[1]) == int(found[2])
