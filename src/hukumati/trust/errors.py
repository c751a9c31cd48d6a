"""The errors of trust. `api` shows them as one tree."""

from typing import ClassVar

from hukumati.core.errors import HukumatiError


class TrustError(HukumatiError):
    """Anything trust refuses or cannot do."""

    code: ClassVar[str] = "trust.error"
    status: ClassVar[int] = 500


class SealUnavailable(TrustError):
    """The office has no seal, or its key or certificate is missing, broken or out of date."""

    code: ClassVar[str] = "trust.seal_unavailable"
    status: ClassVar[int] = 503


class OfficesInvalid(TrustError):
    """The file of sealing offices cannot be read, or an entry of it is not usable."""

    code: ClassVar[str] = "trust.offices_invalid"


class KeyMissing(TrustError):
    """The key store holds no usable key under this identifier."""

    code: ClassVar[str] = "trust.key_missing"
    status: ClassVar[int] = 503
