"""One mutant put to the tests of its own part: in a copy of the checkout, on a database of its own, within a time."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg

from hukumati.project.embedded_postgres import EmbeddedPostgres, socket_folder
from tests.mutants.sampling import Mutant

NOT_COPIED: Final = (".git", ".venv", ".*_cache", ".hypothesis", "__pycache__", "node_modules", "build", "var")
OURS: Final = ("HUKUMATI_", "DATABASE_URL", "DJANGO_", "PYTEST_")
TEMPLATE: Final = "test_template"
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


@dataclass
class Workshop:
    """A copy of the checkout with a PostgreSQL server, in which one mutant after another is tried."""

    root: Path
    folder: Path
    server_url: str
    _made: int = field(default=0)

    def run(self, arguments: list[str], *, seconds: float, recorded: Path | None = None) -> int | None:
        """Run pytest on the copy and return its exit status; None when its time was over.

        With `recorded`, which test executes which line is written there.
        """
        name = f"trial_{os.getpid()}_{self._made}"
        self._made += 1
        with self._database(name) as url:
            plugin = ["-p", "tests.mutants.recording"] if recorded else []
            listed = self.folder / "var" / "arguments.txt"  # a command line would be too long for thousands of tests
            listed.write_text("\n".join(arguments), "utf-8")
            command = [sys.executable, "-m", "pytest", *OPTIONS, *plugin, f"@{listed}"]
            environment = {
                **{key: value for key, value in os.environ.items() if not key.startswith(OURS)},
                "PYTHONPATH": os.pathsep.join([str(self.folder / "src"), str(self.folder)]),
                "PYTHONDONTWRITEBYTECODE": "1",
                "HUKUMATI_TEST_DATABASE_URL": url,
                **({"HUKUMATI_COVERAGE_FILE": str(recorded)} if recorded else {}),
            }
            try:
                done = subprocess.run(
                    command, cwd=self.folder, env=environment, timeout=seconds, check=False,
                    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                return None
            return done.returncode

    @contextmanager
    def _database(self, name: str) -> Iterator[str]:
        """Make a database from the template with all tables in it: pytest-django then has nothing to build."""
        with psycopg.connect(self.server_url, autocommit=True) as connection:
            has_template = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone()
            if has_template:
                connection.execute(f"CREATE DATABASE test_{name} TEMPLATE {TEMPLATE}")
        yield self.server_url.replace("/hukumati?", f"/{name}?")
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
            yield Workshop(root, folder, url)
    finally:
        shutil.rmtree(socket_folder(data).parent, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
