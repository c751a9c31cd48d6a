from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from hukumati.core import clock
from hukumati.identity.adapters.key_files import token_signer
from hukumati.identity.use_cases.clients import register_clients


class Command(BaseCommand):
    """Makes the provider ready: its clients and its signing key. Safe to repeat."""

    help = "Register the platform's own clients and make the first signing key; safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Offer the rotation of the key."""
        parser.add_argument("--rotate-key", action="store_true", help="publish a new key that signs after one hour")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Register clients, then make or rotate the key."""
        register_clients()
        signer = token_signer()
        if not signer.ensure_key(now=clock.now()) and options["rotate_key"]:
            signer.rotate(now=clock.now())
