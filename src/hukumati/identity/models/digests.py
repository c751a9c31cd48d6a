"""How long a stored digest is."""

from typing import Final

DIGEST_BYTES: Final = 32
