from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from hukumati.core import clock
from hukumati.identity import wiring
from hukumati.identity.domain.signing_keys import FOR_SOME_CLIENTS
from hukumati.identity.use_cases.clients import register_clients


class Command(BaseCommand):
    """Makes the provider ready: its clients and its signing keys. Safe to repeat."""

    help = "Register the platform's own clients and create the first signing keys; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the option that rotates the keys."""
        parser.add_argument("--rotate-key", action="store_true", help="publish new keys that sign after one hour")

    def handle(self, *_arguments: object, **options: object) -> None:
        """Register the clients, then create or rotate the keys."""
        register_clients()
        signer, now = wiring.token_signer(), clock.now()
        is_new = signer.ensure_key(now=now)
        for algorithm in FOR_SOME_CLIENTS:
            signer.ensure_key(now=now, algorithm=algorithm)
        if not is_new and options["rotate_key"]:
            signer.rotate(now=now)
