"""What officials read of an account and of a refusal."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.core.design.formats import long_date
from hukumati.core.design.parts import Row
from hukumati.identity import api as identity

STATES: Final[Mapping[str, tuple[Promise, str]]] = {
    "active": (gettext_lazy("in use"), "green"),
    "suspended": (gettext_lazy("suspended"), "red"),
    "locked": (gettext_lazy("locked"), "red"),
    "deceased": (gettext_lazy("closed: its holder died"), "grey"),
    "merged": (gettext_lazy("closed: merged with another account"), "grey"),
}
PROOFINGS: Final[Mapping[str, tuple[Promise, str]]] = {
    "claimed": (gettext_lazy("not verified"), "yellow"),
    "matched": (gettext_lazy("verified by the register"), "blue"),
    "in_person": (gettext_lazy("verified in person"), "green"),
}
REFUSALS: Final[Mapping[type[identity.IdentityError], Promise]] = {
    identity.OwnAccount: gettext_lazy("This account is your own. A colleague serves you"),
    identity.OtherPersonSeen: gettext_lazy(
        "This account is another person's: the ID number or the date of birth differs. Compare it with the document"
    ),
    identity.NumberTaken: gettext_lazy(
        "This person has another account, which was verified in person. Look that one up with the ID number"
    ),
    identity.ExpiredDocument: gettext_lazy("This document has expired. Ask the person for one that is valid"),
    identity.NotInThisState: gettext_lazy("This account is closed or suspended. Nothing can be done at a counter"),
    identity.SecondOfficial: gettext_lazy("You saw this person yourself. A colleague confirms it"),
}
REFUSED: Final = tuple(REFUSALS)


def words_for(refusal: identity.IdentityError) -> str:
    """Return what a refusal means, and what to do."""
    return str(REFUSALS[type(refusal)])


def described(account: identity.AccountRecord) -> dict[str, object]:
    """Return an account with its state in words, for templates."""
    (state, colour), (proofing, proofing_colour) = STATES[account.state], PROOFINGS[account.proofing]
    return {
        "account": account,
        "title": str(account.name) or _("Account without a name"),
        "state_text": state,
        "state_colour": colour,
        "proofing_text": proofing,
        "proofing_colour": proofing_colour,
        "is_open": account.state in {"active", "locked"},
    }


def rows_of(account: identity.AccountRecord) -> list[Row]:
    """Return an account as lines of a summary."""
    nothing = _("Not known")
    return [
        Row(_("ID number"), account.id_number or nothing, ltr=bool(account.id_number)),
        Row(_("Date of birth"), long_date(account.born_on) if account.born_on else nothing),
        Row(_("Phone number"), account.phone or nothing, ltr=bool(account.phone)),
        Row(_("E-mail address"), account.email or nothing, ltr=bool(account.email)),
    ]
