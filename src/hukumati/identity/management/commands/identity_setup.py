from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.use_cases.clients import register_clients


class Command(BaseCommand):
    """Makes the provider ready: its clients and its signing key. Safe to repeat."""

    help = "Register the platform's own clients and create the first signing key; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the option that rotates the key."""
        parser.add_argument("--rotate-key", action="store_true", help="publish a new key that signs after one hour")

    def handle(self, *_arguments: object, **options: object) -> None:
        """Register the clients, then create or rotate the key."""
        register_clients()
        signer = wiring.token_signer()
        if not signer.ensure_key(now=clock.now()) and options["rotate_key"]:
            signer.rotate(now=clock.now())
