"""Write a service folder in a published format: `manage.py service_export services/mot/traffic-fines --as bpmn`."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hukumati.catalogue.exports.formats import EXPORT_FORMATS, ExportFormat, export_service
from hukumati.catalogue.folder.errors import FolderRefused
from hukumati.catalogue.folder.files import read_folder
from hukumati.catalogue.folder.parser import parse_definition


class Command(BaseCommand):
    help = "Write a service as CPSV-AP (Turtle, JSON-LD), OpenAPI 3.1, BPMN 2.0 or JSON Schema."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, metavar="PATH")
        parser.add_argument("--as", dest="form", required=True, choices=list(EXPORT_FORMATS))
        parser.add_argument(
            "--version-number", type=int, default=1, help="the version number written into it; 1 if left out"
        )
        parser.add_argument("--to", type=Path, help="a file; the standard output if left out")

    def handle(
        self, *args: object, path: Path, form: ExportFormat, version_number: int, to: Path | None, **options: object
    ) -> None:
        try:
            definition = parse_definition(folder=read_folder(path=path))
        except FolderRefused as refused:
            raise CommandError(str(refused)) from None
        portal = settings.HUKUMATI.portal_url.rstrip("/")
        exported = export_service(definition=definition, number=version_number, export_format=form, portal=portal)
        if to is None:
            self.stdout.write(exported.content.decode(), ending="")
        else:
            to.write_bytes(exported.content)
            self.stdout.write(f"{to}: {len(exported.content):,} bytes")
