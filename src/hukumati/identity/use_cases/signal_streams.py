"""Which sites receive signals, and their streams (SSF 1.0 §8.1)."""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from hukumati.core import audit
from hukumati.core.outbox import publish
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.signal_streams import Hosts, Status, StreamChoice, events_offered
from hukumati.identity.events import SignalsWaiting
from hukumati.identity.models import Client, SignalReceiver, SignalStream, WaitingSignal

GRANT: Final = "client_credentials"
EXCHANGE: Final = "urn:ietf:params:oauth:grant-type:token-exchange"


class NoSuchStream(LookupError):
    """The site has no stream of this identifier."""


class StreamExists(ValueError):
    """The site has its one stream already."""


@transaction.atomic
def allow_signals(*, client_id: str, actor: str, now: datetime) -> bool:
    """Allow a site to receive signals; return False if it was allowed before. Raises Client.DoesNotExist."""
    client = Client.objects.select_for_update().get(client_id=client_id)
    _receiver, is_new = SignalReceiver.objects.get_or_create(
        client=client, defaults={"allowed_by": actor, "allowed_at": now}
    )
    chosen = ClientSettings.from_json(client.settings)
    if GRANT not in chosen.grant_types:
        client.settings = replace(chosen, grant_types=(*chosen.grant_types, GRANT)).as_json()
        client.save(update_fields=["settings"])
    if is_new:
        audit.record(subject=f"client:{client_id}", actor=actor, action="identity.signals_allowed")
    return is_new


@transaction.atomic
def forbid_signals(*, client_id: str, actor: str) -> bool:
    """Take the permission back, with stream and signals; return False if there is none."""
    gone, _ = SignalReceiver.objects.filter(client_id=client_id).delete()
    if gone:
        audit.record(subject=f"client:{client_id}", actor=actor, action="identity.signals_forbidden")
    return bool(gone)


def offered_to(client: Client) -> tuple[str, ...]:
    """Return the events that a site may request."""
    return events_offered(takes_mandates=EXCHANGE in ClientSettings.from_json(client.settings).grant_types)


def hosts_of(client: Client) -> Hosts:
    """Return the hosts to which signals of a site may go: those that people return to."""
    return Hosts.of(client.redirect_uris, allows_loopback=settings.HUKUMATI.demo)


def find_streams(*, client_id: str) -> list[SignalStream]:
    """Return a site's stream, if it has one."""
    return list(SignalStream.objects.filter(receiver_id=client_id))


def get_stream(*, client_id: str, stream_id: object) -> SignalStream:
    """Return the stream of a site by its identifier, which may be any value. Raises NoSuchStream."""
    try:
        return SignalStream.objects.get(receiver_id=client_id, id=UUID(str(stream_id)))
    except (ValueError, SignalStream.DoesNotExist):
        raise NoSuchStream from None


def create_stream(*, client_id: str, choice: StreamChoice, now: datetime) -> SignalStream:
    """Create the stream of a site. Raises StreamExists."""
    stream = SignalStream(receiver_id=client_id, status=Status.ENABLED, created_at=now)
    _put(stream, choice)
    try:
        with transaction.atomic():
            stream.save(force_insert=True)
    except IntegrityError:
        raise StreamExists from None
    return stream


def change_stream(stream: SignalStream, choice: StreamChoice) -> SignalStream:
    """Let a stream be what its site chose."""
    _put(stream, choice)
    stream.save()
    return stream


def delete_stream(stream: SignalStream) -> None:
    """Delete a stream with whatever waits in it."""
    stream.delete()


def choice_of(stream: SignalStream) -> StreamChoice:
    """Return what a site chose of its stream."""
    return StreamChoice(
        delivery=stream.delivery,  # type: ignore[arg-type]
        endpoint_url=stream.endpoint_url,
        authorization_header=stream.authorization_header,
        events_requested=tuple(stream.events_requested),
        description=stream.description,
    )


@transaction.atomic
def set_status(stream: SignalStream, *, status: Status, reason: str, now: datetime) -> None:
    """Set a stream's status; one that is disabled keeps nothing (§8.1.2)."""
    stream.status, stream.status_reason, stream.failing_since = status, reason, None
    stream.save(update_fields=["status", "status_reason", "failing_since"])
    if status is Status.ENABLED:
        publish(SignalsWaiting(stream=str(stream.id), jti="", at=now))
    if status is Status.DISABLED:
        WaitingSignal.objects.filter(stream=stream).delete()


def _put(stream: SignalStream, choice: StreamChoice) -> None:
    stream.delivery, stream.endpoint_url = choice.delivery, choice.endpoint_url
    stream.authorization_header, stream.description = choice.authorization_header, choice.description
    stream.events_requested = list(choice.events_requested)
