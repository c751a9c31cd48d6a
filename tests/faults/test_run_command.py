"""`make run` itself: one at a time, ports in use, programs that die, Ctrl-C, and the sudden death of everything."""

import contextlib
import os
import shutil
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hukumati.project.config import REPOSITORY
from hukumati.project.run.ports import USUAL
from tests.conftest import platform_folder
from tests.faults.crash_runs import CrashRun
from tests.faults.fictional_people import FictionalPeople
from tests.faults.final_assertions import assert_ended_once
from tests.faults.make_run import Run
from tests.faults.plan import Way
from tests.faults.retrying_clients import retrying_citizen
from tests.faults.system_state import SystemState
from tests.people import wait_for

pytestmark = [pytest.mark.platform, pytest.mark.timeout(400)]

STOPS_WITHIN_SECONDS = 5.0
TAKEN = "mail"


@pytest.fixture(scope="module")
def platform_run(people: FictionalPeople) -> Iterator[Run]:
    """Return a run on a folder of its own; one of its usual ports is in use."""
    with platform_folder() as folder, socket.socket() as squatter:
        with contextlib.suppress(OSError):  # in use already: as good
            squatter.bind(("127.0.0.1", USUAL[TAKEN]))
            squatter.listen()
        started = Run(folder, people.write(folder / "people.yaml"), _services_with_an_unsound_one(folder / "services"))
        yield started
        started.stop()


def _services_with_an_unsound_one(folder: Path) -> Path:
    shutil.copytree(REPOSITORY / "services", folder)
    unsound = folder / "moj" / "unsound"
    unsound.mkdir()
    (unsound / "service.yaml").write_text("id: [\n", "utf-8")
    return folder


def test_a_service_that_is_left_out_is_named_with_its_mistakes(platform_run: Run) -> None:
    platform_run.ensure_up()
    assert "Left out: unsound. The other services are published." in platform_run.output
    assert "unsound/service.yaml" in platform_run.output


def test_a_port_in_use_is_named_and_another_is_taken(platform_run: Run) -> None:
    platform_run.ensure_up()
    assert f"port {USUAL[TAKEN]} ({TAKEN}) is taken by another program; taking " in platform_run.output
    assert platform_run.platform().ports[TAKEN] != USUAL[TAKEN]
    assert f":{platform_run.platform().ports[TAKEN]} " in platform_run.output


def test_a_second_run_in_the_same_folder_names_the_address_of_the_first(platform_run: Run) -> None:
    platform_run.ensure_up()
    second = platform_run.command()
    output, _ = second.communicate(timeout=60)
    assert second.returncode == 1
    assert "already running here" in output
    assert platform_run.platform().urls["start"] in output
    assert platform_run.process is not None
    assert platform_run.process.poll() is None


def test_a_program_that_dies_is_restarted_and_the_output_says_so(platform_run: Run) -> None:
    platform_run.ensure_up()
    victim = next(pid for pid in platform_run.programs() if "simulators.sms" in _command(pid))
    _kill(victim)
    wait_for(
        "a line about it", lambda: "sms ended (killed by SIGKILL); starting it again in 0.5 s" in platform_run.output
    )
    wait_for("it to run again", lambda: any("simulators.sms" in _command(pid) for pid in platform_run.programs()))


def test_after_the_sudden_death_of_everything_the_journey_continues_and_ends_once(
    platform_run: Run, people: FictionalPeople
) -> None:
    platform_run.ensure_up()
    citizen = retrying_citizen(platform_run.platform(), people.take())
    citizen.sign_in()
    run = CrashRun(Way.CARD, citizen, reference=citizen.apply())
    citizen.choose_card()
    citizen.submit_card()
    platform_run.kill_everything()
    platform_run.start()
    state = SystemState(platform_run.platform())
    wait_for("the case to end", lambda: state.is_closed(run.reference), seconds=120)
    run.citizen = again = retrying_citizen(state.platform, citizen.person)
    citizen.browser.close()
    again.sign_in()
    assert_ended_once(run, state)
    for command in ("payments_verify", "cases_verify"):
        done = state.manage(command)
        assert done.returncode == 0, done.stdout + done.stderr
    again.browser.close()


def test_the_programs_do_not_outlive_a_supervisor_that_is_killed(platform_run: Run) -> None:
    platform_run.ensure_up()
    assert platform_run.process is not None
    _kill(platform_run.process.pid)
    platform_run.process.wait(10)
    wait_for("the programs to end by themselves", lambda: not platform_run.programs(), seconds=30)


def test_ctrl_c_stops_everything_within_five_seconds_and_leaves_nothing(platform_run: Run) -> None:
    platform_run.ensure_up()
    assert len(platform_run.programs()) > 10
    began = time.monotonic()
    assert platform_run.interrupt() == 0
    assert time.monotonic() - began < STOPS_WITHIN_SECONDS
    assert platform_run.programs() == []
    assert "the data stays" in platform_run.output


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
