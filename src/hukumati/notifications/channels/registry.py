"""The registered notification channels, in the order in which a message is sent by them."""

from typing import Final

from hukumati.core.registry import Registry
from hukumati.notifications.channels.base import Channel
from hukumati.notifications.errors import UnknownChannel

CHANNELS: Final[Registry[Channel]] = Registry(kind="notification channel", unknown=UnknownChannel)
