from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hukumati.trust.api import SealUnavailable, set_up


class Command(BaseCommand):
    help = "Make the demonstration's certification authority and the offices' seals, where they are missing."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = set_up()
        except SealUnavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"trust: made {', '.join(made)}" if made else "trust: complete, nothing to make")
