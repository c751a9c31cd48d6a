from hukumati.core.parts import PartConfig


class NotificationsConfig(PartConfig):
    """Messages to people."""

    name = "hukumati.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Register the notification channels."""
        super().ready()
        from hukumati.notifications.wiring import register_channels  # only a channel's gateway needs its libraries

        register_channels()
