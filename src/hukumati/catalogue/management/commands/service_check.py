"""Check service folders: `manage.py service_check services/moj/non-conviction-certificate`, or `--all`."""

from argparse import ArgumentParser
from pathlib import Path
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hukumati.catalogue.checks.checking import CheckReport
from hukumati.catalogue.confined_checks import report_apart
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import read_folder, service_folders
from hukumati.catalogue.folder_checks import known_folders


class Command(BaseCommand):
    help = "Check service folders and run their scenarios; every mistake is named by file and line, with a remedy."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument("--all", dest="every", action="store_true", help="every folder of the services directory")

    def handle(self, *args: object, paths: list[Path], every: bool, **options: object) -> None:
        paths = service_folders(root=settings.HUKUMATI.services_dir) if every else paths
        if not paths:
            raise CommandError("Name a folder, or give --all.")
        reports = [self._check(path) for path in paths]
        mistakes = sum(len(report.mistakes) for report in reports)
        if mistakes:
            raise CommandError(f"{mistakes} mistake{'s' if mistakes > 1 else ''} found.")

    def _check(self, path: Path) -> CheckReport:
        started = monotonic()
        try:
            report = report_apart(folder=read_folder(path=path), services=known_folders(path=path))
        except FolderRefused as refused:
            report = CheckReport(refused.mistakes)
        for mistake in report.mistakes:
            self.stderr.write(f"{path.resolve().name}/{mistake}")
        if not report.mistakes:
            played = f"{len(report.scenarios)} scenarios played in {monotonic() - started:.1f} s"
            self.stdout.write(f"{path.resolve().name}: sound; {played}")
        return report
