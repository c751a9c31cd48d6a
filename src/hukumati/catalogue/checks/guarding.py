"""Runs checks so that a fault of one of them is told as such, and the others still run."""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from hukumati.catalogue.folder.errors import Mistake

_logger = logging.getLogger(__name__)
REMEDY = "This is a fault of the platform, not of the folder: send the folder to those who run it."


@dataclass(frozen=True, slots=True)
class Guard:
    """The edge of the checks of one folder.

    `is_malformed`: a schema has refused values of the folder, so that any check may meet what it does not expect.
    """

    folder: str
    mistakes: list[Mistake]
    is_malformed: bool = False

    def run(self, check: Callable[[], None], *, name: str, file: str) -> None:
        """Run a check; where it raises anything, record that with the file which it mainly reads."""
        try:
            check()
        except Exception as fault:
            if self.is_malformed:
                return
            _logger.exception("check %s of the folder %s", name, self.folder)
            self.mistakes.append(fault_of(folder=self.folder, name=name, file=file, fault=fault))


def fault_of(*, folder: str, name: str, file: str, fault: Exception) -> Mistake:
    """Return the mistake that tells a fault of the platform."""
    problem = f"the check {name!r} of the folder {folder!r} could not go on ({type(fault).__name__})"
    return Mistake(file, 1, "platform.fault", problem, REMEDY)
