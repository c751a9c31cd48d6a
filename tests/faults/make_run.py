"""`make run` as a process: start it, read its output, interrupt it, kill it with all its programs."""

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hukumati.project.config import REPOSITORY
from hukumati.project.embedded_postgres import EmbeddedPostgres
from hukumati.project.processes import is_alive
from hukumati.project.run.platform import Platform
from hukumati.project.run.ports import USUAL
from hukumati.project.run.supervisor import MARK
from tests.conftest import clean_environment
from tests.people import wait_for

UP_WITHIN_SECONDS: Final = 150.0
ADDRESS: Final = re.compile(r"^\s+http://([a-z0-9.]+):([0-9]+)\s", re.MULTILINE)
# The announcement gives these ports with the host's name, the others with their purpose.
NAMES: Final = {"localhost": "web", "portal.localhost": "web", "id.localhost": "identity"}
PURPOSES: Final = {"sms": "text messages", "mail": "e-mail", "acquirer": "card payments", "agent": "cash payments"}


@dataclass
class Run:
    """One `make run` on a data folder; its output is kept line by line."""

    data_dir: Path
    people: Path
    services: Path
    lines: list[str] = field(default_factory=list)
    process: "subprocess.Popen[str] | None" = None

    @property
    def output(self) -> str:
        """Its output since the last start."""
        return "\n".join(self.lines)

    def command(self) -> "subprocess.Popen[str]":
        """Start the program as `make run` does, and return its process."""
        environment = {
            **clean_environment(),
            "PYTHONPATH": str(REPOSITORY / "src"),
            "HUKUMATI_DATA_DIR": str(self.data_dir),
            "HUKUMATI_PEOPLE_FILE": str(self.people),
            "HUKUMATI_SERVICES_DIR": str(self.services),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "hukumati.project.run"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip

    def start(self) -> None:
        """Start it, and wait until it reports that it is up."""
        self.lines.clear()
        self.process = process = self.command()
        threading.Thread(target=self._read_output, args=(process,), daemon=True).start()
        wait_for("the platform to be up", lambda: self._is_up(process), seconds=UP_WITHIN_SECONDS)

    def ensure_up(self) -> None:
        """Start it unless it is running."""
        if self.process is None or self.process.poll() is not None:
            self.start()

    def _read_output(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as output:
            for line in output:
                self.lines.append(line.rstrip())

    def _is_up(self, process: "subprocess.Popen[str]") -> bool:
        assert process.poll() is None, self.output
        return "Hukumati is up" in self.output and "Staff" in self.output

    def platform(self) -> Platform:
        """Return a description of the running platform, by its ports; nothing is started."""
        ports = dict.fromkeys(USUAL, 0)
        for host, port in ADDRESS.findall(self.output):
            if host in NAMES:
                ports[NAMES[host]] = int(port)
        for name, purpose in PURPOSES.items():
            line = next(line for line in self.lines if purpose in line)
            ports[name] = int(line.split(":")[2].split()[0])
        return Platform(self.data_dir, ports, print, base_environment=clean_environment())

    def interrupt(self) -> int:
        """Press Ctrl-C and return the exit status."""
        assert self.process is not None
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)

    def kill_everything(self) -> None:
        """Kill the supervisor and all its programs at once, as a power cut would."""
        assert self.process is not None
        victims = [self.process.pid, *self.programs()]
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)
        wait_for("all of them to be dead", lambda: not self.programs())

    def programs(self) -> list[int]:
        """List the processes of this data folder, found by their mark or by PostgreSQL's folder."""
        postgres = str(EmbeddedPostgres(self.data_dir).home).encode()
        mark = f"{MARK}={self.data_dir.resolve()}".encode()
        return [pid for pid in _pids() if is_alive(pid) and _belongs(pid, mark, postgres)]

    def stop(self) -> None:
        """Kill it if it is still running."""
        if self.process is not None and self.process.poll() is None:
            self.kill_everything()


def _pids() -> list[int]:
    return [int(folder.name) for folder in Path("/proc").glob("[0-9]*") if int(folder.name) != os.getpid()]


def _belongs(pid: int, mark: bytes, postgres: bytes) -> bool:
    with contextlib.suppress(OSError):
        folder = Path(f"/proc/{pid}")
        if mark in (folder / "environ").read_bytes().split(b"\0"):
            return True
        if postgres in (folder / "cmdline").read_bytes():
            return True
        return bool((folder / "cwd").readlink() == Path(postgres.decode()))  # its processes retitle themselves
    return False
