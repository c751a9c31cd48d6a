from django.core.management.base import BaseCommand, CommandError

from hukumati.trust.api import OfficesInvalid, SealUnavailable, set_up


class Command(BaseCommand):
    """Makes the demonstration's certification authority ready. Safe to repeat."""

    help = "Create the demonstration's certification authority and the offices' seals, where they are missing."

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Create what is missing and print its labels."""
        try:
            created = set_up()
        except (SealUnavailable, OfficesInvalid) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"trust: created {', '.join(created)}" if created else "trust: complete, nothing to create")
