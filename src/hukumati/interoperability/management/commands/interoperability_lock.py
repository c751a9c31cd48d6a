from django.core.management.base import BaseCommand, CommandError

from hukumati.interoperability import contract_lock


class Command(BaseCommand):
    """Locks the present contracts with the registers."""

    help = "Write contracts.lock.yaml anew; refused where a contract changed under its old version."

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Lock the contracts."""
        try:
            contract_lock.write()
        except contract_lock.ChangedWithoutVersion as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{len(contract_lock.present())} contracts are locked.")
