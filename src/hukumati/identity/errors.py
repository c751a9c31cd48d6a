"""The root of identity's error tree, and what is refused about registered sites, persons and officials."""

from typing import ClassVar

from hukumati.core.errors import HukumatiError


class IdentityError(HukumatiError):
    """Anything identity refuses."""

    code: ClassVar[str] = "identity.error"


class NoSuchAccount(IdentityError):
    """Nobody has this login."""

    code: ClassVar[str] = "identity.no_such_account"
    status: ClassVar[int] = 404


class ActRefused(IdentityError):
    """An official may not do this to this account."""

    code: ClassVar[str] = "identity.act_refused"
    status: ClassVar[int] = 409


class OwnAccount(ActRefused):
    """The account is the official's own."""

    code: ClassVar[str] = "identity.own_account"
    status: ClassVar[int] = 403


class SecondOfficial(ActRefused):
    """The second official is the first."""

    code: ClassVar[str] = "identity.second_official"


class NumberTaken(ActRefused):
    """Another account was verified in person with this number: the two are merged."""

    code: ClassVar[str] = "identity.number_taken"


class OtherPersonSeen(ActRefused):
    """The account stands for another ID number than the person's who was seen."""

    code: ClassVar[str] = "identity.other_person_seen"


class ExpiredDocument(ActRefused):
    """The document that was shown is over."""

    code: ClassVar[str] = "identity.expired_document"
    status: ClassVar[int] = 422


class NoSuchVerification(ActRefused):
    """No verification of the official's government body waits under this number."""

    code: ClassVar[str] = "identity.no_such_verification"
    status: ClassVar[int] = 404


class NoSuchLetter(ActRefused):
    """No letter waits under this number."""

    code: ClassVar[str] = "identity.no_such_letter"
    status: ClassVar[int] = 404


class NoSuchPaper(IdentityError):
    """The official's government body entered no mandate under this number."""

    code: ClassVar[str] = "identity.no_such_paper"
    status: ClassVar[int] = 404


class PaperRefused(ActRefused):
    """A mandate on paper that cannot be entered, confirmed or revoked; the argument is the reason's word."""

    code: ClassVar[str] = "identity.paper_refused"


class RegisterSilent(IdentityError):
    """The register gives no answer now: what needs it is tried again later."""

    code: ClassVar[str] = "identity.register_silent"
    status: ClassVar[int] = 503


class NoReason(ActRefused):
    """The reason is missing, or longer than 500 characters."""

    code: ClassVar[str] = "identity.no_reason"
    status: ClassVar[int] = 422


class NoSuchLook(IdentityError):
    """No account is open to this official under this name, or not any more."""

    code: ClassVar[str] = "identity.no_such_look"
    status: ClassVar[int] = 404


class TooManyLooks(IdentityError):
    """The official has searched more often within an hour than serving people takes."""

    code: ClassVar[str] = "identity.too_many_looks"
    status: ClassVar[int] = 429


class NoSuchProposal(IdentityError):
    """Nothing was proposed under this name."""

    code: ClassVar[str] = "identity.no_such_proposal"
    status: ClassVar[int] = 404


class NoSuchSignal(IdentityError):
    """No sign of fraud has this name."""

    code: ClassVar[str] = "identity.no_such_signal"
    status: ClassVar[int] = 404


class NotThesePersons(ActRefused):
    """Two accounts that cannot be merged: they are one, or stand for different people, or the wrong one would end."""

    code: ClassVar[str] = "identity.not_these_persons"


class StillAlive(ActRefused):
    """The register says that the person is alive."""

    code: ClassVar[str] = "identity.still_alive"


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


class TooYoung(IdentityError):
    """The person is under 16; children are represented by their guardian."""

    code: ClassVar[str] = "identity.too_young"
    status: ClassVar[int] = 422


class PasswordRefused(IdentityError):
    """The password is too short, too long or well known."""

    code: ClassVar[str] = "identity.password_refused"
    status: ClassVar[int] = 422


class MandateNotUsable(IdentityError):
    """A mandate may not be used: it is over, another's, or the sign-in is not sure enough."""

    code: ClassVar[str] = "identity.mandate_not_usable"
    status: ClassVar[int] = 403
