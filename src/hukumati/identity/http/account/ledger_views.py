"""Lines of the ledger as people read them: what happened, who did it, and why they could."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.core.audit import Entry
from hukumati.core.bilingual import active_language
from hukumati.identity.models import Account, Client
from hukumati.identity.use_cases.accounts import find_account
from hukumati.identity.use_cases.clients import find_client
from hukumati.identity.use_cases.ledger import ACTS
from hukumati.interoperability.api import NoSuchContract, get_contract, get_notice_contract

Said = Callable[[Entry], str]
CLAIMS: Final[Mapping[str, Promise]] = {
    "id_number": _("ID number"),
    "name": _("name"),
    "name#ar": _("name in Arabic"),
    "name#en": _("name in English"),
    "phone_number": _("phone number"),
    "email": _("e-mail address"),
    "staff": _("your place as an official"),
}
TITLES: Final[Mapping[str, Promise]] = {
    "identity.signed_in": _("You signed in"),
    "identity.signed_out": _("You signed out"),
    "identity.data_released": _("A site received your data"),
    "identity.consent_given": _("You consented"),
    "identity.consent_withdrawn": _("You withdrew your consent"),
    "identity.backchannel_approved": _("You confirmed to a site that it is you"),
    "identity.backchannel_refused": _("You refused to confirm to a site that it is you"),
    "identity.looked": _("An official looked at your data"),
    "identity.account_looked_at": _("An official looked at your account"),
    "identity.seen_in_person": _("An official saw you and your document"),
    "identity.account_verified": _("Your account was verified"),
    "identity.verification_refused": _("A second official did not confirm your verification"),
    "identity.recovery_code_handed_over": _("An official handed over a code for a new password"),
    "identity.binding_code_handed_over": _("An official handed over a code for a passkey"),
    "identity.account_locked": _("Your account was locked"),
    "identity.account_unlocked": _("Your account was unlocked"),
    "identity.letter_printed": _("A letter with a code was printed for you"),
    "identity.letter_posted": _("A letter with a code was posted to your registered address"),
    "identity.signed_out_everywhere": _("An official signed you out everywhere"),
    "identity.act_proposed": _("An official proposed something, on which a second one decides"),
    "identity.act_declined": _("What an official had proposed was declined"),
    "identity.factor_unbound": _("Two officials removed a way to sign in that was lost"),
    "identity.accounts_merged": _("Two officials merged two accounts of yours"),
    "identity.account_retired": _("Another account with your ID number was ended"),
    "identity.holder_died": _("The account was closed: its holder is recorded as deceased"),
    "identity.account_reopened": _("Two officials reopened your account"),
    "identity.signal_settled": _("An official looked into a sign of fraud, and settled it"),
    "case.read": _("An official read your application"),
    "case.file_read": _("An official opened a file of your application"),
    "case.consent_read": _("Somebody whose consent was asked read what you applied for"),
    "register.asked": _("A register was asked about you"),
    "register.told": _("A register was told about you"),
    "register.not_agreed": _("A question about you was refused: the owner of the register had not agreed"),
    "enquiry.made": _("You made an enquiry"),
    "identity.mandate_proposed": _("A mandate was proposed"),
    "identity.mandate_accepted": _("A mandate was accepted"),
    "identity.mandate_revoked": _("A mandate was revoked"),
    "identity.mandate_ended": _("A mandate ended, because its register no longer names it"),
    "identity.mandate_expired": _("The time of a mandate was over"),
    "identity.mandate_used": _("A mandate was used"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: `number` is its place in the person's chain."""

    number: int
    title: str
    text: str
    at: datetime
    action: str
    mandate: str = ""

    def as_json(self) -> dict[str, object]:
        """Return the line for a download."""
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "action": self.action,
            "what": self.title,
            "details": self.text,
        }


def line_of(entry: Entry) -> Line:
    """Return an entry of the chain as a line for the person it is about."""
    said = _TEXTS.get(entry.action)
    return Line(
        number=entry.number,
        title=str(TITLES.get(entry.action, entry.action)),
        text=said(entry) if said else "",
        at=entry.at,
        action=entry.action,
        mandate=str(entry.details.get("mandate", "")),
    )


def _site(entry: Entry) -> str:
    client = find_client(str(entry.details.get("client", "")))
    return _name(client) if client else str(entry.details.get("client", ""))


def _name(named: Client | Account) -> str:
    return named.name_en if active_language() == "en" else named.name_ar


def _signed_in(entry: Entry) -> str:
    return gettext("To continue to %(site)s.") % {"site": _site(entry)}


def _released(entry: Entry) -> str:
    claims, law = _texts(entry.details.get("claims")), str(entry.details.get("law", ""))
    words = joined([str(CLAIMS[each]) for each in claims if each in CLAIMS]) or gettext("nothing but that it is you")
    received = gettext("%(site)s received: %(claims)s.") % {"site": _site(entry), "claims": words}
    return f"{received} {_grounds(law, is_consent=entry.details.get('basis') == 'consent')}"


def _grounds(law: str, *, is_consent: bool) -> str:
    if is_consent:
        return gettext("You had consented.")
    return gettext("By law: %(law)s.") % {"law": law} if law else gettext("It is a site of the platform itself.")


def _consent(entry: Entry) -> str:
    return gettext("Site: %(site)s.") % {"site": _site(entry)}


def _looked(entry: Entry) -> str:
    details = entry.details
    text = gettext("Official %(number)s of %(provider)s: %(purpose)s.") % {
        "number": entry.actor.removeprefix("staff:"),
        "provider": details.get("provider", ""),
        "purpose": str(PURPOSES.get(str(details.get("purpose")), details.get("purpose", ""))),
    }
    case = str(details.get("case", ""))
    return text + (" " + gettext("Application %(case)s.") % {"case": case} if case else "")


def _act(entry: Entry) -> str:
    kind, _colon, number = entry.actor.partition(":")
    if kind != "staff":
        return ""
    details = entry.details
    where, second = str(details.get("place", "")), str(details.get("second", ""))
    who = gettext("Official %(number)s, office %(place)s.") if where else gettext("Official %(number)s.")
    said = [who % {"number": number, "place": where}]
    said += [gettext("Second official: %(number)s.") % {"number": second}] if second else []
    said += [f"{DEEDS[str(details['deed'])]}."] if details.get("deed") in DEEDS else []
    reason = _reason_of(entry)
    said += [gettext("Reason: %(reason)s.") % {"reason": REASONS.get(reason, reason)}] if reason else []
    return " ".join(said)


def _reason_of(entry: Entry) -> str:
    """Return why an official acted, in their own words or as a code of `REASONS`; "" where no reason was typed."""
    if entry.action == "identity.account_locked":
        return str(entry.details.get("detail", ""))
    return str(entry.details.get("reason", "")) if entry.action in WITH_REASON else ""


def _read(entry: Entry) -> str:
    kind, _colon, number = entry.actor.partition(":")
    who = gettext("Official %(number)s.") % {"number": number} if kind in {"officer", "clerk", "staff"} else ""
    case = gettext("Application %(case)s.") % {"case": entry.details.get("case", "")}
    return f"{who} {case}".strip()


def _asked(entry: Entry) -> str:
    read = get_notice_contract if entry.action == "register.told" else get_contract
    contract, purpose = str(entry.details.get("contract", "")), str(entry.details.get("purpose", ""))
    try:
        title = str(read(contract).title)
    except NoSuchContract:
        title = contract
    return gettext("%(register)s; purpose: %(purpose)s.") % {"register": title, "purpose": purpose}


def _used(entry: Entry) -> str:
    account = find_account(entry.actor.removeprefix("account:"))
    by = gettext("By %(name)s.") % {"name": _name(account)} if account else ""
    place = gettext("On %(site)s.") % {"site": _site(entry)}
    return f"{by} {place}".strip()


def joined(texts: Sequence[str]) -> str:
    """Return texts as a list in the language of the page."""
    return ("، " if active_language() == "ar" else ", ").join(texts)


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


WITH_REASON: Final = frozenset(
    {
        "identity.account_looked_at", "identity.verification_refused", "identity.signed_out_everywhere",
        "identity.act_proposed", "identity.act_declined", "identity.accounts_merged", "identity.holder_died",
        "identity.account_reopened", "identity.signal_settled",
    }
)  # fmt: skip
DEEDS: Final[Mapping[str, Promise]] = {
    "unbind": _("To remove a way to sign in that was lost"),
    "merge": _("To merge two accounts"),
    "deceased": _("To close the account, because its holder died"),
    "reopen": _("To reopen the account"),
}
REASONS: Final[Mapping[str, Promise]] = {
    "second_official": _("a proposal waited for a second official"),
    "fraud_signal": _("a sign of fraud"),
}
PURPOSES: Final[Mapping[str, Promise]] = {
    "case": _("work on your application"),
    "search": _("search for a person"),
    "verification": _("verification in person"),
}
_TEXTS: Final[Mapping[str, Said]] = {
    "identity.signed_in": _signed_in,
    "identity.data_released": _released,
    "identity.consent_given": _consent,
    "identity.consent_withdrawn": _consent,
    "identity.backchannel_approved": _consent,
    "identity.backchannel_refused": _consent,
    "identity.looked": _looked,
    **dict.fromkeys(ACTS, _act),
    "identity.mandate_used": _used,
    "case.read": _read,
    "case.file_read": _read,
    "register.asked": _asked,
    "register.told": _asked,
    "register.not_agreed": _asked,
}
