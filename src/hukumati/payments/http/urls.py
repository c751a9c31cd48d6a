from django.urls import URLPattern

from hukumati.payments.channels.registry import CHANNELS


def machine_urls() -> list[URLPattern]:
    """Return the endpoints of every registered channel, for the host `pay`."""
    return [pattern for channel in CHANNELS.all() for pattern in channel.urls()]
