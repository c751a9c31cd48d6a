"""A confined program opens no socket, eats no memory, and ends when its time is over."""

import resource
import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest

from hukumati.core.confinement import allow_processor_seconds

CONFINED = "from hukumati.core.confinement import *\nconfine(memory_bytes=2**31, largest_file=0)\n"


def _run(program: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX"])
def test_a_confined_program_opens_no_socket(family: str) -> None:
    opening = f"import socket; socket.socket(socket.{family}); print('open')"
    assert _run(opening).stdout == "open\n"
    done = _run(CONFINED + opening)
    assert done.stdout == ""
    assert "PermissionError" in done.stderr


def test_what_a_confined_program_starts_opens_none_either() -> None:
    opening = "import socket; socket.socket()"
    done = _run(f"{CONFINED}import subprocess, sys; print(subprocess.call([sys.executable, '-c', '{opening}']))")
    assert done.stdout == "1\n"
    assert "PermissionError" in done.stderr


def test_a_confined_program_gets_no_more_memory_than_it_may_have() -> None:
    assert "MemoryError" in _run(f"{CONFINED}bytearray(2**32)").stderr


def test_a_program_ends_when_its_seconds_are_used_up() -> None:
    assert _run(f"{CONFINED}allow_processor_seconds(1)\nwhile True: pass").returncode == -signal.SIGXCPU


@pytest.mark.parametrize("hard", [resource.RLIM_INFINITY, 90])
def test_the_seconds_are_counted_from_what_was_used_and_the_started_one_is_not_counted(
    monkeypatch: pytest.MonkeyPatch, hard: int
) -> None:
    limits: list[object] = []
    monkeypatch.setattr(resource, "getrusage", lambda _who: SimpleNamespace(ru_utime=3.7, ru_stime=1.5))
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (1, hard))
    monkeypatch.setattr(resource, "setrlimit", lambda *given: limits.append(given))
    allow_processor_seconds(10)
    assert limits == [(resource.RLIMIT_CPU, (16, hard))]
