"""The Damm check digit (H. M. Damm, 2004): detects every wrong digit and every swap of neighbours."""

from typing import Final

# The totally anti-symmetric quasigroup of order 10 in Damm's dissertation, p. 111; each row is one interim digit.
_TABLE: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def check_digit(digits: str) -> str:
    """Return the digit that completes a string of ASCII digits."""
    interim = 0
    for digit in digits:
        interim = int(_TABLE[interim][int(digit)])
    return str(interim)


def is_valid(digits: str) -> bool:
    """Return whether a string of ASCII digits ends in its right check digit."""
    return digits.isascii() and digits.isdigit() and check_digit(digits) == "0"
