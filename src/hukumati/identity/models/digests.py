"""How long stored digests are."""

from typing import Final

DIGEST_BYTES: Final = 32
THUMBPRINT_LENGTH: Final = 43
"""SHA-256 in base64url, as key and certificate thumbprints are written."""
