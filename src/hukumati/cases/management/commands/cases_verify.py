"""manage.py cases_verify: whether every case is what its events say."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hukumati.cases.background.verify import verify
from hukumati.cases.models import Case


class Command(BaseCommand):
    help = "Check every case: chain of events, state as their fold, one document and one payment for each."

    def handle(self, *args: Any, **options: Any) -> None:
        violations = list(verify())
        for violation in violations:
            self.stdout.write(f"{violation.reference}: {violation.what}")
        if violations:
            raise CommandError(f"{len(violations)} violations")
        self.stdout.write(f"{Case.objects.count()} cases checked: all is well")
