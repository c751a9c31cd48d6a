"""The error tree of this part.

NotificationsError
└── UnknownChannel
"""

from hukumati.core.errors import HukumatiError


class NotificationsError(HukumatiError):
    """Any expected error of this part."""

    code = "notifications.error"


class UnknownChannel(NotificationsError):
    """No notification channel has this key."""

    code = "notifications.unknown_channel"
    status = 404
