"""What must not be in the database of an installation that serves people."""

import contextlib

from django.conf import settings
from django.db import OperationalError


class FictionalAccounts(SystemExit):
    """The database of a demonstration was taken for one of production."""


def refuse_fictional_accounts() -> None:
    """Where people are real, do not serve with accounts of fictional ones. Raises FictionalAccounts."""
    if settings.HUKUMATI.is_fictional_world:
        return
    from hukumati.identity import api as identity  # models are not ready yet where this module is read

    with contextlib.suppress(OperationalError):  # a database that is away is told of by everything else
        if identity.has_fictional_accounts():
            raise FictionalAccounts(
                "This database holds accounts of the demonstration, whose passwords are public. Serve people from a "
                "database of their own, made by `hukumati migrate` and never by `make run` (docs/how-to/run.md)."
            )
