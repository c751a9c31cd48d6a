"""A start is waited for as long as it makes progress; what stands still or ends again and again is told at once."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hukumati.project.run.ports import free_port
from hukumati.project.run.programs import Program
from hukumati.project.run.supervisor import NotReady, Supervisor

WORKS_THEN_ANSWERS = """
import http.server, sys, time
end = time.process_time() + float(sys.argv[2])
while time.process_time() < end:
    pass
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), http.server.SimpleHTTPRequestHandler).serve_forever()
"""


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(str(tmp_path), tmp_path / "log", lambda _line: None, {})
    yield made
    made.stop()


def program(script: str, *arguments: str, port: int | None = None) -> Program:
    command = (sys.executable, "-c", script, *arguments)
    return Program("slow", command, ready_url=f"http://127.0.0.1:{port or free_port()}/")


def test_a_program_that_works_is_waited_for_longer_than_it_may_stand_still(supervisor: Supervisor) -> None:
    port = free_port()
    supervisor.start([program(WORKS_THEN_ANSWERS, str(port), "4", port=port)])
    began = time.monotonic()
    supervisor.wait_until_ready(["slow"], quiet_seconds=2.5)
    assert time.monotonic() - began > 2.5


def test_a_program_that_stands_still_is_given_up(supervisor: Supervisor) -> None:
    supervisor.start([program("import time; print('waiting for nobody', flush=True); time.sleep(600)")])
    with pytest.raises(NotReady, match="stood still") as refused:
        supervisor.wait_until_ready(["slow"], quiet_seconds=3)
    assert "waiting for nobody" in str(refused.value)


def test_a_program_that_ends_again_and_again_is_told_with_its_last_words(supervisor: Supervisor) -> None:
    supervisor.longest_pause_seconds = 0.1
    supervisor.start([program("raise SystemExit('no such setting')")])
    with pytest.raises(NotReady, match="times as it started") as refused:
        supervisor.wait_until_ready(["slow"])
    assert "no such setting" in str(refused.value)


def test_a_program_that_works_for_ever_is_given_up(supervisor: Supervisor) -> None:
    supervisor.start([program("while True: pass")])
    with pytest.raises(NotReady, match="not ready after"):
        supervisor.wait_until_ready(["slow"], most_seconds=2)
