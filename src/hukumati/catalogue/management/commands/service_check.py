"""Check service folders: `manage.py service_check services/moj/non-conviction-certificate`, or `--all`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hukumati.catalogue.checks.checking import Report, check_folder
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import read_folder, service_folders
from hukumati.catalogue.publishing import known_contracts, known_elements, known_folders, known_seals
from hukumati.documents.api import try_templates


class Command(BaseCommand):
    help = "Say what is wrong in service folders, with file, line and remedy, and play their scenarios."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument("--all", action="store_true", help="every folder of the services directory")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = service_folders(root=settings.HUKUMATI.services_dir) if options["all"] else options["paths"]
        if not paths:
            raise CommandError("Name a folder, or give --all.")
        reports = [self._check(path) for path in paths]
        mistakes = sum(len(report.mistakes) for report in reports)
        if mistakes:
            raise CommandError(f"{mistakes} mistake{'s' if mistakes > 1 else ''} found.")

    def _check(self, path: Path) -> Report:
        try:
            report = check_folder(
                folder=read_folder(path=path),
                contracts=known_contracts(),
                elements=known_elements(),
                seals=known_seals(),
                services=lambda: known_folders(path=path),
                setting=try_templates,
            )
        except FolderRefused as refused:
            report = Report(refused.mistakes)
        for mistake in report.mistakes:
            self.stderr.write(f"{path.resolve().name}/{mistake}")
        if not report.mistakes:
            self.stdout.write(f"{path.resolve().name}: sound; {len(report.played)} scenarios played")
        return report
