"""Lines of the ledger as people read them: what happened, who did it, and why they could."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.core.audit import Entry
from hukumati.core.bilingual import Bilingual, active_language
from hukumati.identity.models import Account, Client
from hukumati.identity.use_cases.clients import find_client

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
    "identity.looked": _("An official looked at your data"),
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


def _used(entry: Entry) -> str:
    details = entry.details
    name = Bilingual(ar=str(details.get("actor_ar", "")), en=str(details.get("actor_en", "")))
    parts = [
        gettext("By %(name)s.") % {"name": name} if str(name) else "",
        gettext("On %(site)s.") % {"site": _site(entry)} if details.get("client") else "",
    ]
    return " ".join(filter(None, parts))


def joined(texts: Sequence[str]) -> str:
    """Return texts as a list in the language of the page."""
    return ("، " if active_language() == "ar" else ", ").join(texts)


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []


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
    "identity.looked": _looked,
    "identity.mandate_used": _used,
}
