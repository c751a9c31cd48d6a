"""`manage.py payments_verify [--acquirer-book URL]`: exits with 1 when an invariant is violated."""

import sys
from argparse import ArgumentParser

import httpx
from django.core.management.base import BaseCommand

from hukumati.core.json import parse_json
from hukumati.payments.channels.card.start import CHANNEL
from hukumati.payments.verify import INVARIANTS, Violation, compare_with_book, find_violations

LARGEST_BOOK = 64 * 1024 * 1024


def _fetch_book(url: str) -> dict[str, tuple[int, str]]:
    answer = parse_json(httpx.get(url, timeout=10, trust_env=False).raise_for_status().content, largest=LARGEST_BOOK)
    return {row["reference"]: (row["amount"], row["currency"]) for row in answer["captured"]}


class Command(BaseCommand):
    """Checks the invariants, and the acquirer simulator's book if its address is given."""

    help = "Checks the invariants of bills, payments and the ledger; exits with 1 when one is violated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the address of the acquirer simulator's book (…/_sim/book)."""
        parser.add_argument("--acquirer-book", default="", metavar="URL")

    def handle(self, *args: object, **options: object) -> None:
        """Print each violation, or one line when there is none."""
        found: list[Violation] = find_violations()
        if book := str(options["acquirer_book"] or ""):
            found += compare_with_book(_fetch_book(book), channel=CHANNEL)
        for violation in found:
            self.stdout.write(f"BROKEN  {violation.invariant}: {violation.row}")
        self.stdout.write(f"{len(INVARIANTS)} invariants, {len(found)} violations")
        if found:
            sys.exit(1)
