"""All that identity keeps of a person, for that person."""

from dataclasses import dataclass
from datetime import datetime

from hukumati.core import audit
from hukumati.core.audit import Entry
from hukumati.identity.models import Account, LoginSession, Mandate
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.ledger import SHOWN
from hukumati.identity.use_cases.mandates import list_given, list_held
from hukumati.identity.use_cases.persons import NotAPerson, name_of, person_of, represented_by


@dataclass(frozen=True, slots=True)
class OwnData:
    """What is kept besides the account itself, at one moment; `ledger` is oldest first."""

    made_at: datetime
    sessions: tuple[dict[str, object], ...]
    mandates: tuple[dict[str, object], ...]
    ledger: tuple[Entry, ...]


def collect_own_data(account: Account, *, now: datetime) -> OwnData:
    """Return what is kept of an account's holder."""
    lines = audit.list_entries(subject=audit_subject(account))
    sessions = LoginSession.objects.filter(account=account).order_by("auth_time")
    return OwnData(
        made_at=now,
        sessions=tuple(_session(each) for each in sessions),
        mandates=tuple(_mandate(each) for each in _mandates(account, now)),
        ledger=tuple(each for each in lines if each.action in SHOWN),
    )


def _mandates(account: Account, now: datetime) -> list[Mandate]:
    try:
        person = person_of(account, now=now)
    except NotAPerson:
        return []
    return [*list_held(person), *list_given(person)]


def _session(session: LoginSession) -> dict[str, object]:
    ended = session.ended_at.isoformat() if session.ended_at else None
    return {
        "signed_in_at": session.auth_time.isoformat(),
        "seen_at": session.seen_at.isoformat(),
        "ended_at": ended,
        "acr": session.acr,
        "amr": list(session.amr),
    }


def _mandate(mandate: Mandate) -> dict[str, object]:
    represented, representative = name_of(represented_by(mandate)), name_of(mandate.representative)
    return {
        "id": str(mandate.id),
        "kind": mandate.kind,
        "state": mandate.state,
        "represented": {"ar": represented.ar, "en": represented.en},
        "representative": {"ar": representative.ar, "en": representative.en},
        "services": list(mandate.services),
        "deeds": list(mandate.deeds),
        "starts_at": mandate.starts_at.isoformat(),
        "ends_at": mandate.ends_at.isoformat() if mandate.ends_at else None,
    }
