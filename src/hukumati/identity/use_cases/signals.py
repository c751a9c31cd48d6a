"""Telling sites what happened to people who signed in there: Shared Signals Framework 1.0."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from hukumati.core.outbox import publish
from hukumati.identity.domain import caep_events, risc_events
from hukumati.identity.domain.assurance import Level
from hukumati.identity.domain.security_events import (
    Subject,
    event_claims,
    issued_subject,
    opaque_subject,
    session_subject,
    told_at,
)
from hukumati.identity.domain.signal_streams import (
    MANDATE_REVOKED,
    STREAM_UPDATED,
    VERIFICATION,
    VERIFICATION_EVERY,
    Delivery,
    Status,
)
from hukumati.identity.events import SignalsWaiting
from hukumati.identity.models import (
    ClientState,
    ConsentGiven,
    Grant,
    LeftOutSubject,
    LoginSession,
    SignalStream,
    WaitingSignal,
)
from hukumati.identity.use_cases.subjects import subject_in

Made = Iterable[WaitingSignal]
_KEEPING: Final = (Status.ENABLED, Status.PAUSED)


@dataclass(frozen=True, slots=True)
class Signal:
    """One event: its type, when it happened, and what is told of it."""

    kind: str
    at: datetime
    payload: Mapping[str, object] = field(default_factory=dict)


def signal_session_end(*, sid: str, now: datetime) -> Made:
    """Keep for each site of a login session that it ended."""
    return _of_session(sid, Signal(caep_events.SESSION_REVOKED, now), now)


def signal_level(*, sid: str, before: Level, after: Level, now: datetime) -> Made:
    """Keep for each site of a login session that it reached another level."""
    change = caep_events.assurance_level_change(before=before, after=after)
    return _of_session(sid, Signal(caep_events.ASSURANCE_LEVEL_CHANGE, now, change), now)


def signal_account_change(*, account_id: UUID, change: str, now: datetime) -> Made:
    """Keep for each site of a person what changed about the account, if it is anything that sites are told."""
    if told := caep_events.credential_change(change):
        return _of_account(account_id, Signal(caep_events.CREDENTIAL_CHANGE, now, told), now)
    if found := risc_events.account_change(change):
        return _of_account(account_id, Signal(found[0], now, found[1]), now)
    return []


def signal_account_closed(*, account_id: UUID, reason: str, now: datetime) -> Made:
    """Keep for each site of a person that the account may not be used any more."""
    return _of_account(account_id, Signal(risc_events.account_closed(reason), now), now)


def signal_account_opened(*, account_id: UUID, now: datetime) -> Made:
    """Keep for each site of a person that the account may be used again."""
    return _of_account(account_id, Signal(risc_events.ACCOUNT_ENABLED, now), now)


def signal_mandate_end(*, mandate: str, state: str, now: datetime) -> Made:
    """Keep for each site that received a token by a mandate that it is over; the subject is whom it represented."""
    signal = Signal(MANDATE_REVOKED, now, {"mandate_id": mandate, "state": state})
    used = Grant.objects.filter(acting__contains={"mandates": [mandate]}).order_by("created_at")
    keys = {grant.client_id: UUID(grant.acting["principal_key"]) for grant in used if grant.acting}
    return [_keep(stream, _user(sub), signal, now) for stream, sub in _streams(signal.kind, keys)]


@transaction.atomic
def request_verification(stream: SignalStream, *, state: str, now: datetime) -> bool:
    """Keep the event by which a site sees that its stream works (§8.1.4); return False if it asks too often."""
    is_early = Q(verified_at__gt=now - VERIFICATION_EVERY)
    if SignalStream.objects.filter(~is_early | Q(verified_at=None), id=stream.id).update(verified_at=now) == 0:
        return False
    signal = _keep_about_stream(stream, VERIFICATION, {"state": state} if state else {}, now)
    publish(SignalsWaiting(stream=str(stream.id), jti=str(signal.jti), at=now))
    return True


def signal_pause(stream: SignalStream, *, reason: str, now: datetime) -> WaitingSignal:
    """Keep for a site that its stream was paused (§8.1.5)."""
    return _keep_about_stream(stream, STREAM_UPDATED, {"status": Status.PAUSED.value, "reason": reason}, now)


def is_pushed(signal: WaitingSignal) -> bool:
    """Return whether a signal is to be pushed, rather than fetched."""
    return signal.stream.delivery == Delivery.PUSH


def _of_session(sid: str, signal: Signal, now: datetime) -> Made:
    session = LoginSession.objects.filter(id=sid).first()
    if session is None:
        return []
    granted = Grant.objects.filter(login_session=session).values_list("client_id", flat=True)
    return [
        _keep(stream, session_subject(user=_user(sub), sid=sid), signal, now)
        for stream, sub in _streams(signal.kind, dict.fromkeys(granted, session.account_id))
    ]


def _of_account(account_id: UUID, signal: Signal, now: datetime) -> Made:
    """Sites that a person signed in to are those that hold a grant, or her consent, which stays."""
    granted = Grant.objects.filter(account_id=account_id).values_list("client_id", flat=True)
    allowed = ConsentGiven.objects.filter(account_id=account_id).values_list("client_id", flat=True)
    keys = dict.fromkeys([*granted, *allowed], account_id)
    return [_keep(stream, _user(sub), signal, now) for stream, sub in _streams(signal.kind, keys)]


def _streams(kind: str, keys: Mapping[str, UUID]) -> Iterator[tuple[SignalStream, str]]:
    """Yield the streams of sites that want an event of somebody, with the `sub` of that one there."""
    found = SignalStream.objects.select_related("receiver__client").filter(
        receiver_id__in=list(keys),
        receiver__client__state=ClientState.ACTIVE,
        status__in=_KEEPING,
        events_requested__contains=[kind],
    )
    for stream in found:
        sub = subject_in(sector=stream.receiver.client.sector, account_id=keys[stream.receiver_id])
        if not LeftOutSubject.objects.filter(stream=stream, sub=sub).exists():
            yield stream, sub


def _user(sub: str) -> Subject:
    return issued_subject(issuer=settings.HUKUMATI.identity_url, sub=sub)


def _keep(stream: SignalStream, subject: Subject, signal: Signal, now: datetime) -> WaitingSignal:
    return _store(stream, subject, signal.kind, {**signal.payload, **told_at(signal.at)}, now)


def _keep_about_stream(stream: SignalStream, kind: str, payload: Mapping[str, object], now: datetime) -> WaitingSignal:
    return _store(stream, opaque_subject(str(stream.id)), kind, payload, now, about_stream=True)


def _store(
    stream: SignalStream,
    subject: Subject,
    kind: str,
    payload: Mapping[str, object],
    now: datetime,
    *,
    about_stream: bool = False,
) -> WaitingSignal:
    claims = event_claims(
        issuer=settings.HUKUMATI.identity_url,
        audience=stream.receiver_id,
        subject=subject,
        kind=kind,
        payload=payload,
        now=now,
    )
    return WaitingSignal.objects.create(stream=stream, claims=claims, about_stream=about_stream, made_at=now)
