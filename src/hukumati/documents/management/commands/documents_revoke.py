"""`manage.py documents_revoke SERIAL --reason TEXT --actor ID`: ends a document's validity, by order of an official."""

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from hukumati.core.bilingual import Bilingual
from hukumati.core.text import clean_text
from hukumati.documents import api as documents
from hukumati.documents.domain.numbering import parse_serial

LONGEST_REASON: Final = 2000


class Command(BaseCommand):
    """Revokes one document; a second time changes nothing."""

    help = "Ends a document's validity; whoever verifies it reads so at once. It cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the serial number, the reason in one or both languages, and who orders it."""
        parser.add_argument("serial", metavar="SERIAL")
        parser.add_argument("--reason", required=True, metavar="TEXT", help="as the holder may read it, in Arabic")
        parser.add_argument("--reason-en", default="", metavar="TEXT", help="the same in English")
        parser.add_argument("--actor", required=True, metavar="ID", help="who orders it, such as officer:MOJ-0001")

    def handle(self, *args: Any, **options: Any) -> None:
        """Revoke the document and print how it stands."""
        arabic, english = (clean_text(options[name], longest=LONGEST_REASON) for name in ("reason", "reason_en"))
        if not arabic:
            raise CommandError("--reason is empty: the holder reads it")
        reason, serial = Bilingual(ar=arabic, en=english or arabic), parse_serial(options["serial"])
        try:
            document = documents.revoke(serial=serial, reason=reason, actor=options["actor"])
        except documents.NoSuchDocument as error:
            raise CommandError("there is no document with this serial number") from error
        self.stdout.write(f"{document.serial} {document.state}")
