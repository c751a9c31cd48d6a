"""A plugin of pytest that collects a part's tests once and puts each mutant to a fork of itself.

What costs a fresh run ten seconds (imports, collection, the tables) is done once. A fork is an ordinary run of pytest
from there on: only its tests are chosen, and the changed function has its changed code.
"""

import os
import random
import shutil
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import pytest

from tests.mutants.replacing import ChangedAtImport, replace_functions

CONNECTION: Final = "HUKUMATI_MUTANTS_CONNECTION"
NOT_HERE: Final = 90
"""The status of a fork whose change shows in a fresh process alone."""
UNKNOWN_TEST: Final = 4
"""pytest's own status where a test cannot be found by its name."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One mutant, the tests that it is put to, and how long they may take."""

    path: str
    before: str
    after: str
    tests: list[str]
    seconds: float


class Fork(Exception):
    """Leaves the loop of trials: this process is the fork that runs the tests."""


def pytest_configure(config: pytest.Config) -> None:
    """Register the loop of trials, which needs its own state."""
    config.pluginmanager.register(_Warm(Connection(int(os.environ[CONNECTION]))))


class _Warm:
    """The loop of trials, and the end of each fork."""

    def __init__(self, asked: Connection) -> None:
        self.asked = asked
        self.is_fork = False
        self.status = 0

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Answer each trial with the exit status of a fork; a fork runs its tests as pytest does."""
        self.asked.send("collected")
        try:
            while trial := self.asked.recv():
                self.asked.send(self._status_of(trial, session))
        except Fork:
            return None
        return True

    def _status_of(self, trial: Trial, session: pytest.Session) -> int | None:
        _empty(Path(os.environ["HUKUMATI_DATA_DIR"]))
        child = os.fork()
        if child == 0:
            self._become(trial, session)
            raise Fork
        return _wait(child, trial.seconds)

    def _become(self, trial: Trial, session: pytest.Session) -> None:
        """Be the run of one mutant: with its tests alone, and its function changed."""
        from hukumati.project import testing

        os.setsid()
        random.seed()
        self.is_fork = True
        testing._session.pop_all()  # the folder is its parent's
        by_name = {item.nodeid: item for item in session.items}
        if not set(trial.tests) <= by_name.keys():
            os._exit(UNKNOWN_TEST)
        session.items = [by_name[name] for name in trial.tests]
        try:
            replace_functions(trial.path, trial.before, trial.after)
        except ChangedAtImport:
            os._exit(NOT_HERE)

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        """Keep the status of the run."""
        self.status = int(exitstatus)

    @pytest.hookimpl(trylast=True)
    def pytest_unconfigure(self) -> None:
        """End a fork without what its parent would clean up."""
        if self.is_fork:
            os._exit(self.status)


def _empty(folder: Path) -> None:
    for inside in folder.iterdir():
        shutil.rmtree(inside)
    (folder / "static").mkdir()


def _wait(child: int, seconds: float) -> int | None:
    """Return a fork's exit status; None when its time was over. Whatever it started ends with it."""
    end, ended = time.monotonic() + seconds, 0
    while not ended and time.monotonic() < end:
        ended, status = os.waitpid(child, os.WNOHANG)
        time.sleep(0.02)
    with suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    if ended:
        return os.waitstatus_to_exitcode(status)
    os.waitpid(child, 0)
    return None
