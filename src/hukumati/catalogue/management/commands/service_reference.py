"""Write the reference of the service language from its schemas: `make reference`."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from hukumati.catalogue.folder.reference import write_pages


class Command(BaseCommand):
    help = "Write docs/reference/service-language from the schemas of the service folder."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, help="a directory; docs/reference/service-language if left out")

    def handle(self, *args: object, into: Path | None, **options: object) -> None:
        services = settings.HUKUMATI.services_dir
        into = into or services.parent / "docs" / "reference" / "service-language"
        into.mkdir(parents=True, exist_ok=True)
        pages = write_pages(services=services)
        for old in into.glob("*.md"):
            if old.name not in pages:
                old.unlink()
        for name, text in pages.items():
            (into / name).write_text(text, "utf-8")
        self.stdout.write(f"{into}: {len(pages)} pages")
