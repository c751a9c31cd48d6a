from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from hukumati.core import clock
from hukumati.identity.models import Client
from hukumati.identity.use_cases.signal_streams import allow_signals, forbid_signals


class Command(BaseCommand):
    """Lets a registered site receive shared signals about the people who signed in there, or no longer."""

    help = "Let a registered site receive shared signals, or no longer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the site, and who decides."""
        parser.add_argument("act", choices=["allow", "forbid"])
        parser.add_argument("client_id", help="the identifier of the site")
        parser.add_argument("--actor", required=True, help="who decides, as the audit trail names them")

    def handle(self, *_arguments: object, **options: str) -> None:
        """Allow or forbid it; a second time changes nothing."""
        if options["act"] == "forbid":
            forbid_signals(client_id=options["client_id"], actor=options["actor"])
            return
        try:
            allow_signals(client_id=options["client_id"], actor=options["actor"], now=clock.now())
        except Client.DoesNotExist:
            raise CommandError("No site has this identifier.") from None
