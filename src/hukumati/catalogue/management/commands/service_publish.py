"""Publish service folders: `manage.py service_publish services/moj/non-conviction-certificate`, or `--all`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hukumati.catalogue.folder import read_folder
from hukumati.catalogue.mistakes import FolderRefused
from hukumati.catalogue.publishing import FeeNotOfficial, publish_definition
from hukumati.catalogue.reading import read_definition
from hukumati.core.clock import now


def service_folders(root: Path) -> list[Path]:
    """This will list the folders of a services directory: provider/service with a service.yaml."""
    return sorted(path.parent for path in root.glob("*/*/service.yaml"))


class Command(BaseCommand):
    help = "Check service folders and publish them; an unchanged folder makes no new version."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH")
        parser.add_argument("--all", action="store_true", help="every folder of the services directory")
        parser.add_argument("--by", default="command", help="who publishes, kept with the version")

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["paths"] or []
        if options["all"]:
            paths = service_folders(settings.HUKUMATI.services_dir)
        if not paths:
            raise CommandError("Name a folder, or give --all.")
        refused = [path for path in paths if not self._publish(path, options["by"])]
        if refused:
            raise CommandError(f"Not published: {', '.join(path.name for path in refused)}")

    def _publish(self, path: Path, by: str) -> bool:
        try:
            folder = read_folder(path=path)
            published = publish_definition(
                definition=read_definition(folder=folder),
                digest=folder.digest(),
                by=by,
                now=now(),
                examples_allowed=settings.HUKUMATI.demo,
            )
        except (FolderRefused, FeeNotOfficial) as refused:
            self.stderr.write(str(refused))
            return False
        told = "published" if published.is_new else "unchanged"
        self.stdout.write(f"{published.code} version {published.number}: {told}")
        return True
