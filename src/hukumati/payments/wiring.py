"""The one place that names channels and the adapters that fill their ports."""

from hukumati.payments.channels.agent_cash.channel import AgentCashChannel
from hukumati.payments.channels.card.acquirer import card_acquirer
from hukumati.payments.channels.card.channel import CardChannel
from hukumati.payments.channels.registry import CHANNELS


def register_channels() -> None:
    """Register every channel, in the order in which payers are offered them."""
    CHANNELS.register(CardChannel(acquirer=card_acquirer))
    CHANNELS.register(AgentCashChannel())
