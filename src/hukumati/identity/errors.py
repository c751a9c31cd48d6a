"""The root of identity's error tree, and what is refused about registered sites, persons and officials."""

from typing import ClassVar

from hukumati.core.errors import HukumatiError


class IdentityError(HukumatiError):
    """Anything identity refuses."""

    code: ClassVar[str] = "identity.error"


class NoSuchSite(IdentityError):
    """No site of this government body has this identifier."""

    code: ClassVar[str] = "identity.no_such_site"
    status: ClassVar[int] = 404


class NotInThisState(IdentityError):
    """What is asked was done already, or is not possible in the present state."""

    code: ClassVar[str] = "identity.not_in_this_state"
    status: ClassVar[int] = 409


class NoSuchOfficial(IdentityError):
    """No official of this government body has this staff number."""

    code: ClassVar[str] = "identity.no_such_official"
    status: ClassVar[int] = 404


class RoleNotGiven(IdentityError):
    """The body's staff managers neither give nor take this role."""

    code: ClassVar[str] = "identity.role_not_given"
    status: ClassVar[int] = 403
