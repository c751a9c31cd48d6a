"""The registered payment channels, in the order in which they are offered."""

from typing import Final

from hukumati.core.registry import Registry
from hukumati.payments.channels.base import Channel
from hukumati.payments.errors import UnknownChannel

CHANNELS: Final[Registry[Channel]] = Registry(kind="payment channel", unknown=UnknownChannel)
