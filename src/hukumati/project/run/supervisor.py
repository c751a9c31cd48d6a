"""Keeps programs running: one that dies is started again, after a pause that grows; all stop within seconds."""

import contextlib
import os
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hukumati.project.processes import die_with_parent, is_alive, tree_seconds
from hukumati.project.run.programs import Program

MARK: Final = "HUKUMATI_RUN"
"""Every child carries this variable, so that one that outlived its supervisor is found."""
FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 30.0
STEADY_AFTER_SECONDS: Final = 30.0
STOP_SECONDS: Final = 3.0
LAST_STOP_SECONDS: Final = 1.5


QUIET_SECONDS: Final = 60.0
"""A program that is awaited may do nothing for so long: a busy machine is slow, one that hangs uses no processor."""
MOST_SECONDS: Final = 900.0
"""A program that works and works is no longer waited for."""
MOST_RESTARTS: Final = 3
LOOK_EVERY_SECONDS: Final = 0.5
LAST_LINES: Final = 12


class NotReady(RuntimeError):
    """A program did not become ready: it stood still, took too long, or ended again and again."""


@dataclass
class _Child:
    program: Program
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS
    restart_at: float = 0.0
    restarts: int = 0


@dataclass
class _Progress:
    """How long an awaited program has used no processor time."""

    seconds: float = -1.0
    since: float = field(default_factory=time.monotonic)
    looked_at: float = 0.0

    def quiet_seconds(self, pid: int | None) -> float:
        now = time.monotonic()
        if now - self.looked_at > LOOK_EVERY_SECONDS:
            self.looked_at = now
            seconds = tree_seconds([pid])[pid] if pid else 0.0
            if seconds != self.seconds:
                self.seconds, self.since = seconds, now
        return now - self.since


@dataclass
class Supervisor:
    """Starts programs, watches them in a thread, stops them."""

    run_id: str
    log_dir: Path
    say: Callable[[str], None]
    environment: Mapping[str, str]
    children: dict[str, _Child] = field(default_factory=dict)
    longest_pause_seconds: float = LONGEST_PAUSE_SECONDS

    def __post_init__(self) -> None:
        self.log_dir.mkdir(parents=True, exist_ok=True)
        self._stopping = threading.Event()
        self._watcher: threading.Thread | None = None
        self._lock = threading.Lock()

    def start(self, programs: Iterable[Program]) -> None:
        """Start programs and watch them from now on."""
        for program in programs:
            child = _Child(program)
            self._spawn(child)
            with self._lock:
                self.children[program.name] = child
        if self._watcher is None:
            self._watcher = threading.Thread(target=self._watch, name="supervisor", daemon=True)
            self._watcher.start()

    def _spawn(self, child: _Child) -> None:
        program = child.program
        child.started_at = time.monotonic()
        if program.spawn:
            child.process = program.spawn()
            return
        with (self.log_dir / f"{program.name}.log").open("ab") as log:
            child.process = subprocess.Popen(
                program.command,
                stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                env={**self.environment, **program.environment, MARK: self.run_id},
                start_new_session=True, preexec_fn=die_with_parent(signal.SIGTERM),  # noqa: PLW1509
            )  # fmt: skip

    def _watch(self) -> None:
        while not self._stopping.wait(0.1):
            with self._lock:
                children = list(self.children.values())
            for child in children:
                self._look_after(child)

    def _look_after(self, child: _Child) -> None:
        now = time.monotonic()
        process = child.process
        if process is None:
            if now >= child.restart_at and not self._stopping.is_set():
                child.restarts += 1
                self._spawn(child)
            return
        if process.poll() is None:
            return
        if now - child.started_at > STEADY_AFTER_SECONDS:
            child.pause = FIRST_PAUSE_SECONDS
        _signal_group(process.pid, signal.SIGKILL)
        self.say(f"{child.program.name} ended ({_ending(process.returncode)}); starting it again in {child.pause:g} s")
        child.process, child.restart_at = None, now + child.pause
        child.pause = min(child.pause * 2, self.longest_pause_seconds)

    def wait_until_ready(
        self, names: Iterable[str], *, quiet_seconds: float = QUIET_SECONDS, most_seconds: float = MOST_SECONDS
    ) -> None:
        """Return when each named program answers 200 at its `ready_url`.

        Raises NotReady when an awaited program uses no processor time for `quiet_seconds`, ends again and again, or
        when all of them together take longer than `most_seconds`.
        """
        end = time.monotonic() + most_seconds
        for name in names:
            child = self.children[name]
            progress = _Progress()
            while child.program.ready_url and not _answers(child.program):
                quiet = progress.quiet_seconds(self.pid(name))
                if child.restarts >= MOST_RESTARTS:
                    raise NotReady(f"{name} ended {child.restarts} times as it started; {self._log_of(name)}")
                if quiet > quiet_seconds:
                    raise NotReady(f"{name} has stood still for {quiet:.0f} s; {self._log_of(name)}")
                if time.monotonic() > end:
                    raise NotReady(f"{name} is not ready after {most_seconds:g} s; {self._log_of(name)}")
                time.sleep(0.05)

    def _log_of(self, name: str) -> str:
        """Return where a program's log is, and its last lines."""
        path = self.log_dir / f"{name}.log"
        lines = path.read_text("utf-8", errors="replace").splitlines()[-LAST_LINES:] if path.exists() else []
        return "\n".join([f"see {path}", *(f"    {line}" for line in lines)])

    def pid(self, name: str) -> int | None:
        """Return the process id of a program that runs."""
        process = self.children[name].process
        return process.pid if process and process.poll() is None else None

    def kill(self, name: str) -> None:
        """Kill a program and its children as a power cut would; the watcher starts it again."""
        pid = self.pid(name)
        if pid:
            _signal_group(pid, signal.SIGKILL)

    def stop(self) -> None:
        """Stop all programs: the servers first, the database last."""
        self._stopping.set()
        if self._watcher:
            self._watcher.join()
        for last in (False, True):
            group = [child for child in self.children.values() if child.program.stop_last is last]
            self._stop_group(group, LAST_STOP_SECONDS if last else STOP_SECONDS)

    def _stop_group(self, group: list[_Child], seconds: float) -> None:
        processes = [child.process for child in group if child.process]
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGINT if group[0].program.stop_last else signal.SIGTERM)
        end = time.monotonic() + seconds
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, end - time.monotonic()))
        for process in processes:
            _signal_group(process.pid, signal.SIGQUIT if group[0].program.stop_last else signal.SIGKILL)
            process.wait()


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, number)


def _ending(status: int) -> str:
    return f"killed by {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def _answers(program: Program) -> bool:
    request = urllib.request.Request(program.ready_url)  # noqa: S310 — our own addresses
    if program.ready_host:
        request.add_header("Host", program.ready_host)
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError, ValueError):
        return False


def end_leftovers(run_id: str) -> int:
    """Kill processes of an earlier run that outlived their supervisor, and count them."""
    wanted = f"{MARK}={run_id}".encode()
    found = 0
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        with contextlib.suppress(OSError):
            if pid != os.getpid() and wanted in (folder / "environ").read_bytes().split(b"\0"):
                os.kill(pid, signal.SIGKILL)
                found += 1
                while is_alive(pid):
                    time.sleep(0.02)
    return found
