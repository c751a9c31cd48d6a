from hukumati.core.parts import PartConfig


class NotificationsConfig(PartConfig):
    name = "hukumati.notifications"
    label = "notifications"
