"""When a text message alone is not believed: the number, or the card in it, may be a thief's since a few days.

Whoever takes over a number, by another SIM card or by changing it, receives the codes. For a week after a change, or
after its holder reported a loss, a sign-in by SMS needs another factor before it changes how one signs in.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

CAUTIOUS_FOR: Final = timedelta(days=7)


def is_sms_doubted(*, events: Collection[datetime], sent_at: datetime, now: datetime) -> bool:
    """Return whether one of some changes and reports of losses is less than a week ago, and older than the SMS.

    A text message from before went to the number that its holder had then.
    """
    return any(now - event < CAUTIOUS_FOR and event <= sent_at for event in events)


def relies_on_sms(methods: Collection[str], *, is_confirmed: bool) -> bool:
    """Return whether a sign-in, by its methods (`amr`), is no surer than its SMS: nothing else confirmed it."""
    return "sms" in methods and not is_confirmed
