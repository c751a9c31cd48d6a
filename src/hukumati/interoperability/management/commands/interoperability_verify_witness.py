"""manage.py interoperability_verify_witness: whether the anchors are those that another agency's server logged."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hukumati.interoperability.use_cases.verify_witness import verify_witness


class Command(BaseCommand):
    help = "Compare the anchors with the message log of the security server that witnessed them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take where the log is."""
        parser.add_argument("log", type=Path, help="a folder of messages-*.jsonl, or one such file, from the witness")

    def handle(self, *args: Any, log: Path, **options: Any) -> None:
        """Say what is wrong, line by line."""
        paths = sorted(log.glob("messages-*.jsonl")) if log.is_dir() else [log]
        try:
            faults = list(verify_witness(_lines(paths)))
        except OSError as error:
            raise CommandError(f"the log cannot be read: {error.strerror}") from error
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} faults beside the witness")
        self.stdout.write("the anchors are those that were witnessed")


def _lines(paths: list[Path]) -> Iterator[bytes]:
    for path in paths:
        with path.open("rb") as file:
            yield from file
