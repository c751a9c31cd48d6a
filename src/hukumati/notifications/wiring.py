"""The one place that names channels and the gateways that fill their port."""

from hukumati.notifications.channels.email.channel import EmailChannel
from hukumati.notifications.channels.email.smtp import SmtpGateway
from hukumati.notifications.channels.registry import CHANNELS
from hukumati.notifications.channels.sms.channel import SmsChannel
from hukumati.notifications.channels.sms.kannel import KannelGateway


def register_channels() -> None:
    """Register every channel, in the order in which a message is sent by them."""
    CHANNELS.register(SmsChannel(gateway=KannelGateway()))
    CHANNELS.register(EmailChannel(gateway=SmtpGateway()))
