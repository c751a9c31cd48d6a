"""The registered payment channels, in the order in which they are offered."""

import re
from typing import Final

from django.conf import settings

from hukumati.payments.channels.base import Channel
from hukumati.payments.errors import UnknownChannel

_KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,19}")
_channels: Final[dict[str, Channel]] = {}


class InvalidChannel(Exception):
    """A channel cannot be registered: a defect of the code or of the configuration."""


def register(channel: Channel) -> None:
    """Offer a channel. Raises InvalidChannel when its key is not usable or taken, or a setting of it does not exist."""
    if not _KEY.fullmatch(channel.key):
        raise InvalidChannel(f"The key {channel.key!r} is not one to twenty small letters, digits and underscores.")
    if channel.key in _channels:
        raise InvalidChannel(f"Two payment channels have the key {channel.key!r}.")
    missing = [name for name in channel.required_settings if not hasattr(settings.HUKUMATI, name)]
    if missing:
        raise InvalidChannel(f"The payment channel {channel.key!r} needs settings that do not exist: {missing}.")
    _channels[channel.key] = channel


def unregister(key: str) -> None:
    """Withdraw a channel (for tests). Raises UnknownChannel."""
    get_channel(key)
    del _channels[key]


def get_channel(key: str) -> Channel:
    """Return the channel with a key. Raises UnknownChannel."""
    try:
        return _channels[key]
    except KeyError:
        raise UnknownChannel(f"There is no payment channel {key!r}.") from None


def list_channels() -> tuple[Channel, ...]:
    """Return every channel in the order of registration."""
    return tuple(_channels.values())
