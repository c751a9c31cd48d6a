"""What a notification channel is: everything that the platform knows of a way to carry a message.

See docs/how-to/add-a-notification-channel.md.
"""

from abc import ABC, abstractmethod
from typing import ClassVar
from uuid import UUID

from hukumati.core.bilingual import Bilingual
from hukumati.notifications.domain.delivery import Outcome
from hukumati.notifications.domain.message import Contact, Content, Message
from hukumati.notifications.ports import Gateway, OutgoingMessage


class Channel(ABC):
    """A way to carry messages; one instance serves the whole process."""

    key: ClassVar[str]
    """Stored with each message: at most 20 characters, never changed."""
    label: ClassVar[Bilingual]
    """What a message by this channel is called: "Text message"."""
    repeats_secrets: ClassVar[bool] = True
    """Whether a secret message of unknown outcome is sent again: not where two one-time codes would confuse."""
    required_settings: ClassVar[tuple[str, ...]] = ()
    """The fields of `hukumati.project.config.Config` that the channel or its gateway reads."""

    def __init__(self, *, gateway: Gateway) -> None:
        self._gateway = gateway

    @abstractmethod
    def compose(self, *, contact: Contact, message: Message) -> Content | None:
        """Return what of a message goes by this channel to a person; None when an address or a text is lacking."""

    def inspect(self, *, notification: UUID, text: str) -> None:  # noqa: B027 - most channels have nothing to log
        """Log what is unusual about a message that was just enqueued; never its text."""

    def submit(self, message: OutgoingMessage) -> Outcome:
        """Make one attempt."""
        return self._gateway.submit(message)
