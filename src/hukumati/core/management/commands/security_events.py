"""manage.py security_events: how many failed sign-ins, locks and refusals there were."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand

from hukumati.core.clock import now
from hukumati.core.security_events import count_by_kind


class Command(BaseCommand):
    help = "Count the security events of the last hours, by kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many hours to look back."""
        parser.add_argument("--hours", type=int, default=24)

    def handle(self, *args: Any, hours: int, **options: Any) -> None:
        """Print one line a kind."""
        for kind, number in count_by_kind(since=now() - timedelta(hours=hours)).items():
            self.stdout.write(f"{number:>8}  {kind}")
