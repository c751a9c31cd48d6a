"""Codes of authenticator apps by the library `pyotp`: SHA-1, six digits, thirty seconds, as every app has them."""

import pyotp

from hukumati.identity.domain.totp import PERIOD_SECONDS

ISSUER = "Hukumati"


class PyotpCodes:
    """A TotpCodes."""

    def new_secret(self) -> str:
        """Return 160 random bits in base32 (RFC 4226 §4 recommends them)."""
        return pyotp.random_base32()

    def code_of(self, *, secret: str, step: int) -> str:
        """Return the six digits of a half minute."""
        return pyotp.TOTP(secret).at(step * PERIOD_SECONDS)

    def address_of(self, *, secret: str, name: str) -> str:
        """Return the `otpauth:` address with the issuer's name before the account's."""
        return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=ISSUER)
