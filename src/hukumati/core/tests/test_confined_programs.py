"""Confined programs: warm, few, each request with its end; a full line refuses at once."""

import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from hukumati.core.confined_programs import ConfinedPrograms, ProgramEnded, ProgramsBusy


@pytest.fixture
def programs() -> Iterator[ConfinedPrograms]:
    """Programs that may take a second, and for which nobody waits longer than that."""
    made = ConfinedPrograms(
        "hukumati.core.tests.confined", seconds=3.0, at_once=1, waiting=1, patience_seconds=0.2, requests_each=3
    )
    yield made
    made.end_idle()


def test_a_warm_program_answers_again_until_it_is_replaced(programs: ConfinedPrograms) -> None:
    answers = [programs.ask(b"a") for _ in range(4)]
    assert answers[0].startswith(b"a by ")
    assert len(set(answers[:3])) == 1
    assert answers[3] != answers[0]


@pytest.mark.parametrize("request_", [b"sleep", b"compute", b"eat", b"die", b"connect"])
def test_a_request_that_goes_wrong_ends_its_program_and_the_next_is_answered(
    programs: ConfinedPrograms, request_: bytes
) -> None:
    with pytest.raises(ProgramEnded):
        programs.ask(request_)
    assert programs.ask(b"next").startswith(b"next by ")


def test_a_program_that_died_while_it_waited_is_replaced(programs: ConfinedPrograms) -> None:
    first = programs.ask(b"a")
    programs._idle[0]._kill()
    programs._idle[0]._process.wait()
    assert programs.ask(b"a") != first


def test_a_full_line_refuses_at_once_and_a_long_one_after_its_patience(programs: ConfinedPrograms) -> None:
    refused: list[float] = []

    def wait() -> None:
        began = time.monotonic()
        with pytest.raises(ProgramsBusy):
            programs.ask(b"b")
        refused.append(time.monotonic() - began)

    with ExitStack() as held:
        held.enter_context(programs.place())
        waiting = threading.Thread(target=wait)
        waiting.start()
        while programs._line._value:
            time.sleep(0.001)
        with pytest.raises(ProgramsBusy):
            programs.ask(b"c")
        assert not refused  # who came last did not wait
        waiting.join()
    assert refused[0] >= 0.2
    assert programs.ask(b"d").startswith(b"d by ")
