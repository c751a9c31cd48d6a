from django.urls import URLPattern

from hukumati.payments.channels.registry import list_channels

machine: list[URLPattern] = [pattern for channel in list_channels() for pattern in channel.urls()]
"""The endpoints of every registered channel, on the host `pay`."""
