"""Publish service folders: `manage.py service_publish services/moj/non-conviction-certificate`, or `--all`."""

import logging
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, OperationalError, connection

from hukumati.catalogue.checks.guarding import REMEDY
from hukumati.catalogue.folder.errors import FolderRefused, Mistake
from hukumati.catalogue.folder.files import read_folder, service_folders
from hukumati.catalogue.publishing import FeeNotOfficial, publish_folder
from hukumati.catalogue.version_source import is_superseded
from hukumati.core.clock import now

_logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Check service folders and publish them; an unchanged folder makes no new version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument("--all", dest="every", action="store_true", help="every folder of the services directory")
        parser.add_argument(
            "--keep-newer", action="store_true", help="leave alone what was published from elsewhere since this folder"
        )
        parser.add_argument(
            "--leave-out", action="store_true", help="go on without the folders that are refused, instead of failing"
        )
        parser.add_argument("--by", default="command", help="who publishes it; recorded with the version")

    def handle(
        self,
        *args: object,
        paths: list[Path],
        every: bool,
        keep_newer: bool,
        leave_out: bool,
        by: str,
        **options: object,
    ) -> None:
        paths = service_folders(root=settings.HUKUMATI.services_dir) if every else paths
        if not paths:
            raise CommandError("Name a folder, or give --all.")
        _refuse_without_database()
        refused = [path.name for path in paths if not self._is_up_to_date(path, by, keep_newer=keep_newer)]
        if refused and leave_out:
            self.stderr.write(f"Left out: {', '.join(refused)}. The other services are published.")
        elif refused:
            raise CommandError(f"Not published: {', '.join(refused)}")

    def _is_up_to_date(self, path: Path, by: str, *, keep_newer: bool) -> bool:
        """Publish a folder unless a newer version is to be kept; return whether it was not refused."""
        try:
            if keep_newer and is_superseded(folder=read_folder(path=path)):
                self.stdout.write(f"{path.name}: a newer version was published from elsewhere")
                return True
        except FolderRefused as refused:
            self._tell(path, refused)
            return False
        return self._publish(path, by)

    def _tell(self, path: Path, refused: FolderRefused | FeeNotOfficial) -> None:
        """Name the folder with each mistake: many folders are published at once."""
        told = refused.mistakes if isinstance(refused, FolderRefused) else [refused]
        for each in told:
            self.stderr.write(f"{path.resolve().name}/{each}")

    def _publish(self, path: Path, by: str) -> bool:
        try:
            published = publish_folder(path=path, by=by, now=now(), examples_allowed=settings.HUKUMATI.demo)
        except (FolderRefused, FeeNotOfficial) as refused:
            self._tell(path, refused)
            return False
        except DatabaseError as fault:  # of this folder alone: its transaction is rolled back
            _logger.exception("publishing of the folder %s", path.name)
            problem = f"the folder could not be stored ({type(fault).__name__})"
            self._tell(path, FolderRefused([Mistake("service.yaml", 1, "platform.fault", problem, REMEDY)]))
            return False
        outcome = "published" if published.is_new else "unchanged"
        self.stdout.write(f"{published.code} version {published.number}: {outcome}")
        return True


def _refuse_without_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError:
        raise CommandError("The database does not answer. Is the platform running? Start it with `make run`.") from None
