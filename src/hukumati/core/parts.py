"""The base of every part's Django application."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig


class PartConfig(AppConfig):
    """A part: its handlers are heard from the moment Django is ready."""

    default = False  # Django takes the one class of an `apps` module that says True
    default_auto_field = "django.db.models.BigAutoField"

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        cls.default = True

    def ready(self) -> None:
        """Import the part's `handlers`, so that they are registered for the events they hear."""
        if find_spec(f"{self.name}.handlers"):
            import_module(f"{self.name}.handlers")
