"""manage.py holidays: the days on which the offices rest."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hukumati.cases.errors import DataMissing
from hukumati.cases.officials import holidays
from hukumati.core.clock import local_date, now

BY = "command:holidays"


class Command(BaseCommand):
    help = "List, propose, set, move, remove or confirm holidays; due dates are recalculated."

    def add_arguments(self, parser: ArgumentParser) -> None:
        this_year = local_date(now()).year
        operations = parser.add_subparsers(dest="operation", required=True)
        operations.add_parser("list", help="list a year").add_argument("year", nargs="?", type=int, default=this_year)
        proposed = operations.add_parser("propose", help="fill in unknown years from public calendars")
        proposed.add_argument("years", nargs="*", type=int, default=[this_year, this_year + 1, this_year + 2])
        confirmed = operations.add_parser("confirm", help="decide a year as proposed")
        confirmed.add_argument("year", type=int)
        decided = operations.add_parser("set", help="decide a day, or move one with --from")
        decided.add_argument("day")
        for language in ("ar", "en"):
            decided.add_argument(f"--{language}", required=True)
        decided.add_argument("--from", dest="instead_of", help="the day that becomes a working day instead")
        operations.add_parser("remove", help="make a day a working day").add_argument("day")

    def handle(self, *args: object, operation: str, **options: Any) -> None:
        try:
            getattr(self, f"do_{operation}")(**options)
        except DataMissing as missing:
            raise CommandError(f"--{missing.name} is empty") from None
        except ValueError as error:
            raise CommandError(f"write days as 2027-03-10: {error}") from None

    def do_list(self, *, year: int, **_: object) -> None:
        for each in holidays.list_holidays(year=year):
            source = "decided " if each.is_decided else "proposed"
            self.stdout.write(f"{each.day} {source} {each.name.en} · {each.name.ar}")

    def do_propose(self, *, years: list[int], **_: object) -> None:
        self.stdout.write(f"{holidays.propose_holidays(years=years)} days proposed")

    def do_confirm(self, *, year: int, **_: object) -> None:
        self.stdout.write(f"{holidays.confirm_holidays(year=year, by=BY)} days decided")

    def do_set(self, *, day: str, ar: str, en: str, instead_of: str | None, **_: object) -> None:
        before = holidays.parse_day(instead_of) if instead_of else None
        holidays.set_holiday(day=holidays.parse_day(day), ar=ar, en=en, by=BY, instead_of=before)
        self.stdout.write(f"{day} is a holiday")

    def do_remove(self, *, day: str, **_: object) -> None:
        holidays.remove_holiday(day=holidays.parse_day(day), by=BY)
        self.stdout.write(f"{day} is a working day")
