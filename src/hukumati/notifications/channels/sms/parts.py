"""The number of parts in which a text is transmitted (3GPP TS 23.038 and 23.040)."""

from typing import Final

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")

GSM_SINGLE: Final = 160
GSM_JOINED: Final = 153
UCS2_SINGLE: Final = 70
UCS2_JOINED: Final = 67


def is_gsm(text: str) -> bool:
    """Return whether the text fits the 7-bit default alphabet; Arabic never does."""
    return all(character in _BASIC or character in _EXTENDED for character in text)


def sms_parts(text: str) -> int:
    """Count the parts: 160 or 153 septets, 70 or 67 UTF-16 units when a character is not in GSM's alphabet."""
    if is_gsm(text):
        return _parts(sum(2 if character in _EXTENDED else 1 for character in text), GSM_SINGLE, GSM_JOINED)
    return _parts(len(text.encode("utf-16-be")) // 2, UCS2_SINGLE, UCS2_JOINED)


def _parts(units: int, single: int, joined: int) -> int:
    return 1 if units <= single else -(-units // joined)
