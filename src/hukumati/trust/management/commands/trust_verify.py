"""manage.py trust_verify: whether every hash chain holds, and holds to its anchors."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from hukumati.trust.use_cases.anchors import verify_chains


class Command(BaseCommand):
    help = "Recompute every hash chain, and compare the database with the anchors outside of it."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = 0
        for fault in verify_chains():
            self.stdout.write(fault)
            faults += 1
        if faults:
            raise CommandError(f"{faults} faults in the chains")
        self.stdout.write("every chain holds, and holds to its anchors")
