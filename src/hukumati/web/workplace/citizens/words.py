"""What identity officers read of an account, of what was done to it, and of a refusal."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.identity import api as identity

LEVELS: Final[Mapping[str, Promise]] = {
    "claimed": gettext_lazy("low"),
    "matched": gettext_lazy("substantial"),
    "in_person": gettext_lazy("high"),
}
FACTORS: Final[Mapping[str, Promise]] = {
    identity.FactorKind.PASSKEY: gettext_lazy("Passkey"),
    identity.FactorKind.APP: gettext_lazy("Authenticator app"),
    identity.FactorKind.RECOVERY_CODES: gettext_lazy("Recovery codes"),
    identity.FactorKind.CODE_SHEET: gettext_lazy("Sheet of printed codes"),
}
LOCKS: Final[Mapping[str, Promise]] = {
    "holder": gettext_lazy("Locked by its holder"),
    "sms": gettext_lazy("Locked by a text message from the registered telephone"),
    "disavowed": gettext_lazy("Locked by the link “this was not me”"),
    "official": gettext_lazy("Locked by an official"),
    "reclaimed": gettext_lazy("Locked because somebody else was seen in person with its number"),
}
WAITING: Final[Mapping[str, Promise]] = {
    identity.WaitingKind.SECOND_OFFICIAL: gettext_lazy("A verification waits for a second official"),
    identity.WaitingKind.RECOVERY: gettext_lazy("A recovery takes effect after its cooling-off"),
    identity.WaitingKind.LETTER: gettext_lazy("A letter with a code is on its way"),
    identity.WaitingKind.HANDED_CODE: gettext_lazy("A code was handed over and not used yet"),
    identity.WaitingKind.PROPOSAL: gettext_lazy("A proposal waits for a second official"),
}
DEEDS: Final[Mapping[str, Promise]] = {
    identity.Deed.UNBIND: gettext_lazy("Remove a lost way to sign in"),
    identity.Deed.MERGE: gettext_lazy("Merge two accounts"),
    identity.Deed.DECEASED: gettext_lazy("Close the account: its holder died"),
    identity.Deed.REOPEN: gettext_lazy("Reopen the account"),
}
DECISIONS: Final[Mapping[str, tuple[Promise, str]]] = {
    identity.Decision.CONFIRMED: (gettext_lazy("confirmed"), "green"),
    identity.Decision.DECLINED: (gettext_lazy("declined"), "red"),
    identity.Decision.EXPIRED: (gettext_lazy("expired"), "grey"),
}
SIGNALS: Final[Mapping[str, tuple[Promise, Promise]]] = {
    identity.SignalKind.SHARED_PHONE: (
        gettext_lazy("Many accounts on one telephone"),
        gettext_lazy("Four accounts or more have the telephone of this one. A family may share one; a swindler too."),
    ),
    identity.SignalKind.RECOVERIES: (
        gettext_lazy("Many recoveries in vain"),
        gettext_lazy("The account was recovered three times or more within a week, and no recovery came to its end."),
    ),
    identity.SignalKind.REFRESH_REUSE: (
        gettext_lazy("A site's token was used twice"),
        gettext_lazy("Somebody has a copy of a token. The permission was cancelled and the person was told."),
    ),
    identity.SignalKind.COPIED_PASSKEY: (
        gettext_lazy("A passkey was copied"),
        gettext_lazy("The counter of a passkey went back. The passkey is suspended and the person was told."),
    ),
    identity.SignalKind.DISAVOWED: (
        gettext_lazy("“This was not me”"),
        gettext_lazy("The person opened this link in a notice. The account is locked."),
    ),
    identity.SignalKind.LOCKED_BY_SMS: (
        gettext_lazy("Locked by a text message"),
        gettext_lazy("The person locked the account from their telephone. It may have been stolen."),
    ),
    identity.SignalKind.RECLAIMED: (
        gettext_lazy("The number was somebody else's"),
        gettext_lazy("Whoever opened this account had used the number of a person who was seen in person later."),
    ),
    identity.SignalKind.RECOVERY_REFUSED: (
        gettext_lazy("A recovery was refused"),
        gettext_lazy("What was typed to recover the account did not fit the population register."),
    ),
}
ACTS: Final[Mapping[str, Promise]] = {
    "identity.account_looked_at": gettext_lazy("Looked at the account"),
    "identity.seen_in_person": gettext_lazy("Saw the person and a document"),
    "identity.account_verified": gettext_lazy("Verified the account"),
    "identity.verification_refused": gettext_lazy("Did not confirm a verification"),
    "identity.recovery_code_handed_over": gettext_lazy("Handed over a code for a new password"),
    "identity.binding_code_handed_over": gettext_lazy("Handed over a code for a passkey"),
    "identity.account_locked": gettext_lazy("Locked the account"),
    "identity.account_unlocked": gettext_lazy("Unlocked the account"),
    "identity.signed_out_everywhere": gettext_lazy("Signed the account out everywhere"),
    "identity.act_proposed": gettext_lazy("Proposed"),
    "identity.act_declined": gettext_lazy("Declined a proposal"),
    "identity.factor_unbound": gettext_lazy("Removed a way to sign in"),
    "identity.accounts_merged": gettext_lazy("Merged two accounts"),
    "identity.account_retired": gettext_lazy("Ended the account"),
    "identity.holder_died": gettext_lazy("Closed the account: its holder died"),
    "identity.account_reopened": gettext_lazy("Reopened the account"),
    "identity.signal_settled": gettext_lazy("Settled a sign of fraud"),
    "identity.letter_posted": gettext_lazy("Posted a letter with a code"),
}
REASONS: Final[Mapping[str, Promise]] = {
    **LOCKS,
    "second_official": gettext_lazy("a proposal waited for a second official"),
    "fraud_signal": gettext_lazy("a sign of fraud"),
    "seen in person": gettext_lazy("the holder was seen in person"),
    "recovered": gettext_lazy("the account was recovered"),
}
MANDATES: Final[Mapping[str, Promise]] = {
    "child": gettext_lazy("parent of a child"),
    "ward": gettext_lazy("guardian"),
    "company": gettext_lazy("representative of a company"),
    "power_of_attorney": gettext_lazy("power of attorney"),
    "heir": gettext_lazy("heir"),
}
MANDATE_STATES: Final[Mapping[str, tuple[Promise, str]]] = {
    "proposed": (gettext_lazy("proposed"), "yellow"),
    "active": (gettext_lazy("in force"), "green"),
    "ended": (gettext_lazy("ended"), "grey"),
    "revoked": (gettext_lazy("revoked"), "grey"),
    "expired": (gettext_lazy("expired"), "grey"),
}
NOTICES: Final[Mapping[str, Promise]] = {
    "phone_changed": gettext_lazy("Phone number changed"),
    "email_changed": gettext_lazy("E-mail address changed"),
    "password_changed": gettext_lazy("Password changed"),
    "passkey_added": gettext_lazy("Passkey added"),
    "passkey_removed": gettext_lazy("Passkey removed"),
    "passkey_copied": gettext_lazy("A passkey was copied"),
    "app_added": gettext_lazy("Authenticator app added"),
    "app_removed": gettext_lazy("Authenticator app removed"),
    "recovery_codes_made": gettext_lazy("New recovery codes"),
    "recovery_code_used": gettext_lazy("Recovery code used"),
    "code_sheet_issued": gettext_lazy("Sheet of codes issued"),
    "new_device": gettext_lazy("Sign-in on a new device"),
    "locked": gettext_lazy("Account locked"),
    "unlocked": gettext_lazy("Account unlocked"),
    "verified": gettext_lazy("Account verified"),
    "claimed": gettext_lazy("Somebody else claimed the ID number"),
    "recovery_begun": gettext_lazy("Recovery begun"),
    "recovery_refused": gettext_lazy("A recovery was refused"),
    "recovered": gettext_lazy("Account recovered"),
    "signed_out": gettext_lazy("Signed out by an official"),
    "unbinding_proposed": gettext_lazy("A way to sign in is about to be removed"),
    "factor_unbound": gettext_lazy("A way to sign in was removed"),
    "merged": gettext_lazy("Accounts merged"),
    "closed": gettext_lazy("Account closed"),
    "reopened": gettext_lazy("Account reopened"),
}
DELIVERIES: Final[Mapping[str, tuple[Promise, str]]] = {
    "queued": (gettext_lazy("waits to be sent"), "yellow"),
    "sent": (gettext_lazy("sent"), "green"),
    "refused": (gettext_lazy("not delivered"), "red"),
    "unknown": (gettext_lazy("not known whether it arrived"), "yellow"),
    "expired": (gettext_lazy("not delivered"), "red"),
}
REFUSALS: Final[Mapping[type[identity.IdentityError], Promise]] = {
    identity.OwnAccount: gettext_lazy("This account is your own. A colleague acts on it"),
    identity.SecondOfficial: gettext_lazy("You proposed this yourself. A colleague confirms it"),
    identity.NotThesePersons: gettext_lazy(
        "These two accounts cannot be merged: they stand for two people, or the one with the ID number would end"
    ),
    identity.StillAlive: gettext_lazy("The population register says that this person is alive. Nothing was changed"),
    identity.NotInThisState: gettext_lazy("The account has changed meanwhile, and this is not possible any more"),
    identity.NoReason: gettext_lazy("Enter a reason"),
    identity.TooManyLooks: gettext_lazy("You have searched very often within the hour. Wait, or ask a colleague"),
}
REFUSED: Final = tuple(REFUSALS)


def words_for(refusal: identity.IdentityError) -> str:
    """Return what a refusal means, and what to do."""
    return str(REFUSALS[type(refusal)])


def said(words: Mapping[str, Promise], code: str) -> str:
    """Return the words for a code; one that has none yet as it is."""
    return str(words.get(code, code))


def tagged(words: Mapping[str, tuple[Promise, str]], code: str) -> tuple[str, str]:
    """Return the words for a state and the colour of its tag."""
    text, colour = words.get(code, (code, "grey"))
    return str(text), colour


def factor_name(factor: identity.BoundFactor) -> str:
    """Return what a factor is called: its kind, and the name its holder gave it."""
    kind = said(FACTORS, factor.kind)
    return f"{kind}: {factor.name}" if factor.name else kind


def actor_name(actor: str) -> str:
    """Return who acted, as the audit trail names them."""
    kind, _colon, name = actor.partition(":")
    names = {
        "staff": _("Official %(number)s") % {"number": name},
        "account": _("The holder"),
        "system": _("The platform"),
        "register": _("A register"),
        "recovery": _("The holder, by recovering the account"),
    }
    return names.get(kind, actor)
