"""Prepares the database and the files of a run; every step may be repeated."""

import os
from typing import Final

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hukumati.project.settings")

STEPS: Final[tuple[tuple[str, ...], ...]] = (
    ("migrate", "--no-input"),
    ("collectstatic", "--no-input", "--verbosity=0"),
    ("trust_setup",),
    ("identity_setup",),
    ("identity_seed_demo",),
    ("service_publish", "--all", "--keep-newer", "--leave-out"),
    ("cases_holidays", "propose"),
)


def main() -> None:
    """Run the steps in one process."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    from hukumati.project.run.tables import refuse_older

    refuse_older(settings.HUKUMATI.data_dir)
    for command, *arguments in STEPS:
        call_command(command, *arguments)


if __name__ == "__main__":
    main()
