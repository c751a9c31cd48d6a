"""The carriers: Kannel for SMS, SMTP for e-mail."""

from hukumati.notifications.adapters.kannel import Kannel
from hukumati.notifications.adapters.smtp import Smtp
from hukumati.notifications.domain.delivery import Channel
from hukumati.notifications.ports import Carrier


def carrier_of(channel: Channel) -> Carrier:
    """Return the carrier of a channel."""
    return Kannel() if channel is Channel.SMS else Smtp()
