"""One mutant put to the tests of its own part: in a copy of the checkout, on a database of its own, within a time.

A run is either fresh (a new process, which sees every change) or warm: a fork of a process that has imported and
collected everything, with the changed function in its place (`tests.mutants.warm`).
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

import psycopg

from hukumati.project.embedded_postgres import EmbeddedPostgres, socket_folder
from tests.mutants.sampling import Mutant
from tests.mutants.warm import CONNECTION, Trial

NOT_COPIED: Final = (".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "node_modules", "build", "var")
OURS: Final = ("HUKUMATI_", "DATABASE_URL", "DJANGO_", "PYTEST_")
TEMPLATE: Final = "test_template"
WARM: Final = "warm"
"""The database of the forks, made anew for each."""
PASSED, FAILED, INTERRUPTED = 0, 1, 2
"""What pytest's exit status says: with a fault at import it is interrupted while it collects."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tests said of a mutant: "killed", "timeout" (killed too) or "survived"."""

    mutant: Mutant
    outcome: str
    seconds: float

    @property
    def is_killed(self) -> bool:
        """Return whether the part's own tests noticed the change."""
        return self.outcome != "survived"


@dataclass(frozen=True, slots=True)
class Collected:
    """A process that has collected a part's tests, and how it is spoken to."""

    part: str
    process: "subprocess.Popen[bytes]"
    connection: Connection


@dataclass
class Workshop:
    """A copy of the checkout with a PostgreSQL server, in which one mutant after another is tried."""

    root: Path
    folder: Path
    server_url: str
    _made: int = field(default=0)
    _collected: Collected | None = field(default=None)

    def run(
        self, arguments: list[str], *, seconds: float, plugin: str = "", told: Mapping[str, str] = {}
    ) -> int | None:
        """Run pytest on the copy and return its exit status; None when its time was over."""
        name = f"trial_{os.getpid()}_{self._made}"
        self._made += 1
        with self._database(name) as url:
            process = self._start(arguments, plugin, {"HUKUMATI_TEST_DATABASE_URL": url, **told})
            try:
                return process.wait(seconds)
            except subprocess.TimeoutExpired:
                return None
            finally:
                process.kill()
                process.wait()

    def run_warm(self, mutant: Mutant, tests: list[str], files: list[str], *, seconds: float) -> int | None:
        """Put a mutant to tests in a fork of the process that collected its part; NOT_HERE where `run` must."""
        before, after = (self.root / mutant.path).read_text("utf-8"), mutant.source(self.root)
        trial = Trial(str(self.folder / mutant.path), before, after, tests, seconds)
        connection = self._collect(mutant.part, files).connection
        with self._database(WARM), self.changed(mutant):
            connection.send(trial)
            status = connection.recv()
        assert status is None or isinstance(status, int)
        return status

    def close(self) -> None:
        """End the process that holds a part's tests."""
        if self._collected:
            self._collected.connection.close()
            self._collected.process.kill()
            self._collected.process.wait()
            self._collected = None

    def _collect(self, part: str, files: list[str]) -> Collected:
        if self._collected and self._collected.part == part:
            return self._collected
        self.close()
        ours, theirs = Pipe()
        told = {CONNECTION: str(theirs.fileno()), "HUKUMATI_TEST_DATABASE_URL": self._url(WARM)}
        process = self._start(files, "tests.mutants.warm", told, (theirs.fileno(),))
        theirs.close()
        self._collected = Collected(part, process, ours)
        ours.recv()  # it has collected
        return self._collected

    def _start(
        self, arguments: list[str], plugin: str, told: Mapping[str, str], kept: tuple[int, ...] = ()
    ) -> "subprocess.Popen[bytes]":
        listed = self.folder / "var" / "arguments.txt"  # a command line would be too long for thousands of tests
        listed.write_text("\n".join(arguments), "utf-8")
        environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(OURS)},
            "PYTHONPATH": os.pathsep.join([str(self.folder / "src"), str(self.folder)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            **told,
        }
        named = ["-p", plugin] if plugin else []  # pytest loads no plugin that a file of arguments names
        return subprocess.Popen(
            [sys.executable, "-m", "pytest", *OPTIONS, *named, f"@{listed}"], cwd=self.folder, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True, pass_fds=kept,
        )  # fmt: skip

    def _url(self, name: str) -> str:
        return self.server_url.replace("/hukumati?", f"/{name}?")

    @contextmanager
    def _database(self, name: str) -> Iterator[str]:
        """Make a database from the template with all tables in it: pytest-django then has nothing to build."""
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            has_template = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone()
            if has_template:
                connection.execute(f"CREATE DATABASE test_{name} TEMPLATE {TEMPLATE}")
        yield self._url(name)
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            if has_template:
                connection.execute(f"DROP DATABASE IF EXISTS test_{name} WITH (FORCE)")
            elif connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [f"test_{name}"]).fetchone():
                connection.execute(f"ALTER DATABASE test_{name} RENAME TO {TEMPLATE}")

    @contextmanager
    def changed(self, mutant: Mutant) -> Iterator[None]:
        """Hold the copy with one mutant in it."""
        path = self.folder / mutant.path
        original = path.read_text("utf-8")
        path.write_text(mutant.source(self.root), "utf-8")
        try:
            yield
        finally:
            path.write_text(original, "utf-8")


OPTIONS: Final = [
    "-q", "-x", "-p", "no:randomly", "-p", "no:cacheprovider", "--reuse-db", "-m", "not browser and not platform",
]  # fmt: skip


@contextmanager
def workshop(root: Path, folder: Path) -> Iterator[Workshop]:
    """Make a copy of a checkout and serve a database for it."""
    shutil.copytree(root, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    folder.chmod(0o755)
    data = folder / "var"
    data.mkdir()
    server = EmbeddedPostgres(data, durable=False)
    try:
        with server.running(data / "postgres.log") as url:
            shop = Workshop(root, folder, url)
            try:
                yield shop
            finally:
                shop.close()
    finally:
        shutil.rmtree(socket_folder(data).parent, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
