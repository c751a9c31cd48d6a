"""Django's `migrate`, as the owner of the tables, who then tells the platform's role what it may do."""

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS, connections

from hukumati.project.databases import OWNER
from hukumati.project.postgresql.roles import grant


class Command(migrate.Command):
    """Where HUKUMATI_MIGRATION_DATABASE_URL is set, that role migrates and DATABASE_URL's role gets its rights."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, then grant."""
        has_owner = OWNER in connections.settings and options["database"] == DEFAULT_DB_ALIAS
        if has_owner:
            options["database"] = OWNER
        super().handle(*args, **options)
        if has_owner:
            grant(connections[OWNER], role=str(connections[DEFAULT_DB_ALIAS].settings_dict["USER"]))
