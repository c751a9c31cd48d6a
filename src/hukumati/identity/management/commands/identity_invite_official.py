from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from hukumati.identity.api import NoSuchAccount, invite_official


class Command(BaseCommand):
    """Sends an official the link by which two security keys are bound. Repeated, the earlier link ends."""

    help = "Send an official the link by which two security keys are bound; an earlier link ends."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add whom to invite, and who does it."""
        parser.add_argument("number", help="the official's staff number")
        parser.add_argument("--actor", required=True, help="who invites, as the audit trail names them")

    def handle(self, *_arguments: object, **options: str) -> None:
        """Send the link."""
        try:
            invite_official(number=options["number"], actor=options["actor"])
        except NoSuchAccount:
            raise CommandError("No official with an active account has this number.") from None
