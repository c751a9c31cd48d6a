"""Whether the text messages of an account are believed alone today."""

from collections.abc import Iterator
from datetime import datetime

from hukumati.core.security_events import note
from hukumati.identity import wiring
from hukumati.identity.domain.locks import RECOVERABLE
from hukumati.identity.domain.recovery import Loss
from hukumati.identity.domain.sms_caution import CAUTIOUS_FOR, is_sms_doubted
from hukumati.identity.models import Account, Channel, ContactChange, Lock, Recovery


def may_be_stolen(account: Account, *, sent_at: datetime, now: datetime) -> bool:
    """Return whether the account's telephone was changed, replaced or reported lost within a week, before an SMS.

    Its operator, where one is connected, is asked too; while the operator is silent the telephone is doubted.
    """
    events = tuple(_events(account, now - CAUTIOUS_FOR))
    return is_sms_doubted(events=events, sent_at=sent_at, now=now) or _has_other_card(account)


def _has_other_card(account: Account) -> bool:
    signal = wiring.sim_swap_signal()
    if signal is None or not account.phone:
        return False
    was_swapped = signal.was_swapped(account.phone, within=CAUTIOUS_FOR)
    if was_swapped is not False:
        note("sim_swap.unknown" if was_swapped is None else "sim_swap.swapped", subject=str(account.id))
    return was_swapped is not False


def settled_email(account: Account, *, now: datetime) -> str:
    """Return the e-mail address if it is not new itself, "" otherwise."""
    changes = ContactChange.objects.filter(account=account, channel=Channel.EMAIL, changed_at__gt=now - CAUTIOUS_FOR)
    return "" if changes.exists() else account.email


def _events(account: Account, since: datetime) -> Iterator[datetime]:
    changes = ContactChange.objects.filter(account=account, channel=Channel.PHONE, changed_at__gt=since)
    yield from changes.values_list("changed_at", flat=True)
    losses = Lock.objects.filter(account=account, reason__in=RECOVERABLE, locked_at__gt=since)
    yield from losses.values_list("locked_at", flat=True)
    replaced = Recovery.objects.filter(account=account, loss=Loss.PHONE, done_at__gt=since)
    yield from (at for at in replaced.values_list("done_at", flat=True) if at is not None)
