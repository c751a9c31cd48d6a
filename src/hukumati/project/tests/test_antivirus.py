"""The virus scanner of `make run`: the one that was chosen, that runs, that is installed, or none."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hukumati.project.run.announcement import announcement
from hukumati.project.run.antivirus import NO_ANTIVIRUS, Antivirus, answers, find
from hukumati.project.run.platform import Platform
from hukumati.project.run.ports import USUAL

DAEMON = f"""#!{sys.executable}
# Listens where its settings say, says so, and answers as clamd(8) does.
import re, socket, sys
settings = open(sys.argv[1].removeprefix("--config-file=")).read()
with socket.socket(socket.AF_UNIX) as listener:
    listener.bind(re.search(r"^LocalSocket (.+)$", settings, re.M)[1])
    listener.listen()
    print("ready", flush=True)
    while True:
        line, _ = listener.accept()
        with line:
            line.sendall(b"PONG\\0" if line.recv(16) == b"zPING\\0" else b"UNKNOWN COMMAND\\0")
"""
NOBODY = Path("/nonexistent/clamd.ctl")


@pytest.fixture
def installed(tmp_path: Path) -> dict[str, str]:
    """Return an environment in which a clamd is installed."""
    clamd = tmp_path / "bin" / "clamd"
    clamd.parent.mkdir()
    clamd.write_text(DAEMON)
    clamd.chmod(0o755)
    return {"PATH": str(clamd.parent)}


@pytest.fixture
def signatures(tmp_path: Path) -> Path:
    folder = tmp_path / "signatures"
    folder.mkdir()
    (folder / "main.cvd").touch()
    return folder


@pytest.fixture
def scanner(tmp_path: Path, installed: dict[str, str], signatures: Path) -> Iterator[Antivirus]:
    """Return the scanner that is found, started."""
    found = find(tmp_path / "settings", installed, running=NOBODY, signatures=signatures)
    assert found.program
    with subprocess.Popen(found.program.command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        yield found
        process.terminate()


def socket_of(scanner: Antivirus) -> Path:
    return Path(scanner.address.removeprefix("unix://"))


def test_an_installed_clamd_is_started_where_only_we_reach_it(scanner: Antivirus) -> None:
    assert answers(socket_of(scanner))
    assert stat.S_IMODE(socket_of(scanner).parent.stat().st_mode) == stat.S_IRWXU
    assert len(os.fsencode(socket_of(scanner))) < 108


def test_a_clamd_that_runs_already_is_asked_and_none_is_started(scanner: Antivirus, tmp_path: Path) -> None:
    found = find(tmp_path, {}, running=socket_of(scanner), signatures=tmp_path)
    assert found == Antivirus(scanner.address)


def test_a_clamd_without_signatures_is_none(tmp_path: Path, installed: dict[str, str]) -> None:
    for folder in (tmp_path / "missing", tmp_path):
        assert find(tmp_path, installed, running=NOBODY, signatures=folder) == NO_ANTIVIRUS


@pytest.mark.parametrize("chosen", ["tcp://scanner.example:3310", ""])
def test_what_the_operator_chose_stands(
    tmp_path: Path, installed: dict[str, str], signatures: Path, chosen: str
) -> None:
    environment = {**installed, "HUKUMATI_CLAMD": chosen}
    assert find(tmp_path, environment, running=NOBODY, signatures=signatures) == Antivirus(chosen)


def test_the_platform_starts_the_scanner_and_asks_it(scanner: Antivirus, tmp_path: Path) -> None:
    platform = Platform(tmp_path, dict(USUAL), print, base_environment={}, antivirus=scanner)
    assert platform.environment()["HUKUMATI_CLAMD"] == scanner.address
    assert platform.programs()[0] == scanner.program


def test_the_output_says_who_looks_at_files(scanner: Antivirus, tmp_path: Path) -> None:
    urls = Platform(tmp_path, dict(USUAL), print, base_environment={}).urls
    assert "our own rules and by clamd" in announcement(urls, 1, scanner)
    assert "by the clamd at tcp://x:1" in announcement(urls, 1, Antivirus("tcp://x:1"))
    assert "our own rules only" in announcement(urls, 1, NO_ANTIVIRUS)
