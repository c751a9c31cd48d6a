"""`make run` itself: one at a time, ports taken, programs that die, Ctrl-C, and the sudden death of everything."""

import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hukumati.project.run.ports import USUAL
from tests.conftest import platform_folder
from tests.faults.crash_runs import Ordeal
from tests.faults.fictional_people import Crowd
from tests.faults.final_assertions import assert_ended_once
from tests.faults.plan import Way
from tests.faults.retrying_clients import patient_citizen
from tests.faults.running import Run
from tests.faults.system_state import Books
from tests.people import wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(400)]

STOPS_WITHIN_SECONDS = 5.0
TAKEN = "mail"


@pytest.fixture(scope="module")
def run(crowd: Crowd) -> Iterator[Run]:
    """Return a run on a folder of its own, one of whose usual ports is taken by somebody else."""
    with platform_folder() as folder, socket.socket() as squatter:
        with contextlib.suppress(OSError):  # taken already: as good
            squatter.bind(("127.0.0.1", USUAL[TAKEN]))
            squatter.listen()
        started = Run(folder, crowd.write(folder / "people.yaml"))
        yield started
        started.stop()


def test_a_port_that_is_taken_is_named_and_another_is_used(run: Run) -> None:
    run.ensure_up()
    assert f"port {USUAL[TAKEN]} ({TAKEN}) is taken by another program; taking " in run.said
    assert run.platform().ports[TAKEN] != USUAL[TAKEN]
    assert f":{run.platform().ports[TAKEN]} " in run.said


def test_a_second_run_in_the_same_folder_says_where_the_first_one_is(run: Run) -> None:
    run.ensure_up()
    second = run.command()
    said, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert "already running here" in said
    assert run.platform().urls["start"] in said
    assert run.process is not None
    assert run.process.poll() is None


def test_a_program_that_dies_is_started_again_and_it_is_said(run: Run) -> None:
    run.ensure_up()
    victim = next(pid for pid in run.programs() if "simulators.sms" in _command(pid))
    _kill(victim)
    wait_for("a line about it", lambda: "sms ended (killed by SIGKILL); starting it again in 0.5 s" in run.said)
    wait_for("it to run again", lambda: any("simulators.sms" in _command(pid) for pid in run.programs()))


def test_after_the_sudden_death_of_everything_the_journey_goes_on_and_ends_once(run: Run, crowd: Crowd) -> None:
    run.ensure_up()
    citizen = patient_citizen(run.platform(), crowd.take())
    citizen.sign_in()
    ordeal = Ordeal(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    citizen.give_card()
    run.kill_everything()
    run.start()
    books = Books(run.platform())
    wait_for("the case to end", lambda: books.is_closed(ordeal.reference), seconds=120)
    ordeal.citizen = again = patient_citizen(books.platform, citizen.person)
    citizen.browser.close()
    again.sign_in()
    assert_ended_once(ordeal, books)
    for command in ("payments_verify", "cases_verify"):
        done = books.manage(command)
        assert done.returncode == 0, done.stdout + done.stderr
    again.browser.close()


def test_the_programs_do_not_outlive_a_supervisor_that_is_killed(run: Run) -> None:
    run.ensure_up()
    assert run.process is not None
    _kill(run.process.pid)
    run.process.wait(10)
    wait_for("the programs to end by themselves", lambda: not run.programs(), seconds=30)


def test_ctrl_c_stops_everything_within_five_seconds_and_leaves_nothing(run: Run) -> None:
    run.ensure_up()
    assert len(run.programs()) > 10
    began = time.monotonic()
    assert run.interrupt() == 0
    assert time.monotonic() - began < STOPS_WITHIN_SECONDS
    assert run.programs() == []
    assert "the data stays" in run.said


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
