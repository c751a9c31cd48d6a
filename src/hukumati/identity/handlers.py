"""What identity does when it hears a fact of its own: sites are told, each by a job of its own."""

from collections.abc import Iterable
from uuid import UUID

from hukumati.core.outbox import hears
from hukumati.identity.domain.assurance import Level
from hukumati.identity.events import (
    AccountChanged,
    AccountLocked,
    AccountUnlocked,
    BackchannelRequestDecided,
    MandateRevoked,
    SessionEnded,
    SessionLevelChanged,
    SignalsWaiting,
)
from hukumati.identity.jobs import deliver_logout, deliver_signal, notify_of_decision
from hukumati.identity.models import WaitingSignal
from hukumati.identity.use_cases.backchannel_logout import sites_to_tell
from hukumati.identity.use_cases.signal_delivery import list_unsent
from hukumati.identity.use_cases.signals import (
    is_pushed,
    signal_account_change,
    signal_account_closed,
    signal_account_opened,
    signal_level,
    signal_mandate_end,
    signal_session_end,
)


@hears(SessionEnded)
def on_session_ended(event: SessionEnded) -> None:
    """Tell each site that the person signed in to, by a job of its own: none waits for another."""
    for client_id in sites_to_tell(sid=event.sid):
        deliver_logout.defer(sid=event.sid, client_id=client_id)


@hears(BackchannelRequestDecided)
def on_backchannel_request_decided(event: BackchannelRequestDecided) -> None:
    """Tell the site that asked, if it wants to be told."""
    notify_of_decision.defer(request_id=event.request)


@hears(SessionEnded)
def signal_ended_session(event: SessionEnded) -> None:
    """Signal the end of a session to the sites that receive signals."""
    _send(signal_session_end(sid=event.sid, now=event.at))


@hears(SessionLevelChanged)
def on_session_level_changed(event: SessionLevelChanged) -> None:
    """Signal that a session reached another level."""
    _send(signal_level(sid=event.sid, before=Level(event.before), after=Level(event.after), now=event.at))


@hears(AccountChanged)
def on_account_changed(event: AccountChanged) -> None:
    """Signal a changed credential, or what RISC knows of."""
    _send(signal_account_change(account_id=UUID(event.account), change=event.change, now=event.at))


@hears(AccountLocked)
def on_account_locked(event: AccountLocked) -> None:
    """Signal that an account may not be used."""
    _send(signal_account_closed(account_id=UUID(event.account), reason=event.reason, now=event.at))


@hears(AccountUnlocked)
def on_account_unlocked(event: AccountUnlocked) -> None:
    """Signal that an account may be used again."""
    _send(signal_account_opened(account_id=UUID(event.account), now=event.at))


@hears(MandateRevoked)
def on_mandate_revoked(event: MandateRevoked) -> None:
    """Signal that nobody may act by a mandate any more."""
    _send(signal_mandate_end(mandate=event.mandate, state=event.state, now=event.at))


@hears(SignalsWaiting)
def on_signals_waiting(event: SignalsWaiting) -> None:
    """Push the signal that waits, or all that wait in its stream."""
    for jti in [event.jti] if event.jti else list_unsent(stream_id=UUID(event.stream)):
        deliver_signal.defer(jti=str(jti))


def _send(made: Iterable[WaitingSignal]) -> None:
    for signal in made:
        if is_pushed(signal):
            deliver_signal.defer(jti=str(signal.jti))
