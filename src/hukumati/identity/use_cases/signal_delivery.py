"""Signals on their way: pushed (RFC 8935), or kept until they are fetched and acknowledged (RFC 8936)."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

import structlog
from django.db import transaction

from hukumati.core.transactions import refuse_in_transaction
from hukumati.identity import wiring
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.security_events import TOKEN_KIND
from hukumati.identity.domain.signal_streams import Delivery, Status, is_dead
from hukumati.identity.domain.web_addresses import AddressRefused
from hukumati.identity.models import Client, SignalStream, WaitingSignal
from hukumati.identity.ports import WebUnavailable
from hukumati.identity.use_cases.signals import signal_pause

TAKEN: Final = frozenset({200, 202, 204})
MOST_AT_ONCE: Final = 100
PAUSED_BY_US: Final = "the receiver took nothing for a day"
log = structlog.get_logger("hukumati.identity.signals")


class NotTaken(RuntimeError):
    """The receiver did not take a signal; it is sent again."""


def push_signal(jti: UUID, *, now: datetime) -> None:
    """Push one signal to its receiver. Raises NotTaken: it is worth another try, until the stream is paused."""
    refuse_in_transaction("a site is called outside of transactions")
    signal = WaitingSignal.objects.select_related("stream__receiver__client").filter(jti=jti).first()
    if signal is None or not _is_to_be_sent(signal):
        return
    if _is_taken(signal, now):
        WaitingSignal.objects.filter(jti=jti).delete()
        SignalStream.objects.filter(id=signal.stream_id).exclude(failing_since=None).update(failing_since=None)
        return
    if not _pause_if_dead(signal.stream, now):
        raise NotTaken(signal.stream.receiver_id)


def list_unsent(*, stream_id: UUID) -> list[UUID]:
    """List what waits in a stream that pushes, oldest first."""
    waiting = WaitingSignal.objects.filter(stream_id=stream_id, stream__delivery=Delivery.PUSH)
    return list(waiting.order_by("made_at").values_list("jti", flat=True))


def acknowledge(stream: SignalStream, jtis: Collection[object]) -> None:
    """Forget the signals that the receiver has, or never wants again (RFC 8936 §2.2)."""
    known = [jti for jti in map(_uuid, jtis) if jti is not None]
    WaitingSignal.objects.filter(stream=stream, jti__in=known).delete()


def fetch_signals(stream: SignalStream, *, at_most: int, now: datetime) -> tuple[Mapping[str, str], bool]:
    """Return the oldest signals of a stream, signed, by their identifiers, and whether there are more."""
    if stream.delivery != Delivery.POLL or stream.status == Status.DISABLED:
        return {}, False
    waiting = stream.waiting.order_by("made_at")
    waiting = waiting if stream.status == Status.ENABLED else waiting.filter(about_stream=True)
    count = min(at_most, MOST_AT_ONCE)
    found = list(waiting[: count + 1])
    client = stream.receiver.client
    return {str(each.jti): _signed(each, client, now) for each in found[:count]}, len(found) > count


def _is_to_be_sent(signal: WaitingSignal) -> bool:
    stream = signal.stream
    is_open = stream.status == Status.ENABLED or (signal.about_stream and stream.status == Status.PAUSED)
    return is_open and stream.delivery == Delivery.PUSH


def _is_taken(signal: WaitingSignal, now: datetime) -> bool:
    stream = signal.stream
    headers = {"Content-Type": "application/secevent+jwt", "Accept": "application/json"}
    if stream.authorization_header:
        headers["Authorization"] = stream.authorization_header
    body = _signed(signal, stream.receiver.client, now).encode()
    try:
        answer = wiring.outside_web().request("POST", stream.endpoint_url, content=body, headers=headers)
    except (AddressRefused, WebUnavailable) as fault:
        log.info("signal.not_sent", client=stream.receiver_id, fault=type(fault).__name__)
        return False
    return answer.status in TAKEN


@transaction.atomic
def _pause_if_dead(stream: SignalStream, now: datetime) -> bool:
    """Note that a stream fails, and pause one that has failed for too long; return whether it is paused."""
    stream = SignalStream.objects.select_for_update().get(id=stream.id)
    if stream.failing_since is None:
        stream.failing_since = now
    elif stream.status == Status.ENABLED and is_dead(failing_since=stream.failing_since, now=now):
        stream.status, stream.status_reason = Status.PAUSED, PAUSED_BY_US
        signal_pause(stream, reason=PAUSED_BY_US, now=now)
        log.warning("signals.paused", client=stream.receiver_id)
    stream.save(update_fields=["failing_since", "status", "status_reason"])
    return stream.status == Status.PAUSED


def _signed(signal: WaitingSignal, client: Client, now: datetime) -> str:
    algorithm = ClientSettings.from_json(client.settings).id_token_signed_response_alg
    claims = {**signal.claims, "jti": str(signal.jti)}
    return wiring.token_signer().sign(claims=claims, now=now, algorithm=algorithm, kind=TOKEN_KIND)


def _uuid(value: object) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None
