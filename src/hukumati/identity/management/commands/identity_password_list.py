import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.management.base import BaseCommand

from hukumati.identity import wiring


class Command(BaseCommand):
    """Makes the file of passwords that nobody may choose, from lists and from the one that comes with Django."""

    help = "Make the file of breached passwords from lists (a text with one a line, or a JSON array each)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the lists."""
        parser.add_argument("lists", nargs="+", type=Path)

    def handle(self, *_arguments: object, **options: Any) -> None:
        """Write the file and say how many passwords it holds."""
        passwords = set(CommonPasswordValidator().passwords)
        for each in options["lists"]:
            passwords.update(_read(each))
        self.stdout.write(f"{wiring.write_breached_passwords(passwords)} passwords")


def _read(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    yield from json.loads(text) if path.suffix == ".json" else text.splitlines()
