"""Journeys in which processes are killed: many at once, step by step, with their results."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from math import ceil
from pathlib import Path
from typing import Final

from hukumati.project.run.platform import Platform
from tests.faults.fictional_people import CLEAR, JUDGED, UNRECORDED, FictionalPeople
from tests.faults.plan import Kill, Step, Way
from tests.faults.retrying_clients import GaveUp, RetryingCitizen, RetryingOfficial, retrying_citizen, retrying_official
from tests.faults.system_state import SystemState
from tests.people import simulator, wait_for

MAX_BATCH: Final = 12
MAX_KILLS: Final = {Step.PAY: 2}  # of one run at one step; elsewhere one
CONCURRENT_PEOPLE: Final = 8
STANDS_STILL_SECONDS: Final = 60.0
REACHED_WITHIN_SECONDS: Final = 20.0
KIND_OF_PERSON: Final = {Way.APPROVED: JUDGED, Way.REFUSED: JUDGED, Way.ASKED: JUDGED, Way.UNRECORDED: UNRECORDED}
# The state that an application reaches by itself after payment.
STATE_AFTER_PAYMENT: Final = {
    Way.CARD: "done",
    Way.CASH: "done",
    Way.POST_OFFICE: "ready",
    **dict.fromkeys((Way.APPROVED, Way.REFUSED, Way.ASKED, Way.UNRECORDED), "review"),
}


@dataclass(slots=True)
class CrashRun:
    """One citizen's application, and the kills on its way."""

    way: Way
    citizen: RetryingCitizen
    kills: dict[Step, list[Kill]] = field(default_factory=dict)
    reference: str = ""
    error: BaseException | None = None

    def __str__(self) -> str:
        killed = ", ".join(str(kill) for kills in self.kills.values() for kill in kills)
        return f"{self.reference or 'no case'} ({self.way}; {killed}; {self.citizen.client.failures})"


class Failpoints:
    """The folder in which failpoints are armed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def arm(self, name: str) -> None:
        """Arm a failpoint: the next process that reaches it is killed."""
        (self._folder / name).touch()

    def disarm(self, name: str) -> None:
        """Disarm a failpoint if no process reached it."""
        (self._folder / name).unlink(missing_ok=True)

    def is_armed(self, name: str) -> bool:
        """Return whether no process has reached the failpoint yet."""
        return (self._folder / name).exists()


class CrashRuns:
    """Takes every citizen through every step, and kills processes on the way."""

    def __init__(self, platform: Platform, state: SystemState, people: FictionalPeople, kills: Iterable[Kill]) -> None:
        self.platform, self.state, self.people = platform, state, people
        self.failpoints = Failpoints(platform.data_dir / "failpoints")
        self.unreached: set[Kill] = set()
        self._officials: list[RetryingOfficial] = []
        self.runs = self._plan_runs(kills)
        self.by_kill = {kill: run for run in self.runs for kills in run.kills.values() for kill in kills}

    def close(self) -> None:
        """Close everybody's browser."""
        for one in self.runs:
            one.citizen.browser.close()
        for official in self._officials:
            official.browser.close()

    def _official(self, number: str) -> RetryingOfficial:
        official = retrying_official(self.platform, number)
        self._officials.append(official)
        official.sign_in()
        return official

    def _plan_runs(self, kills: Iterable[Kill]) -> list[CrashRun]:
        """Return as few runs as possible: each has a limited number of kills at a step, spread over its steps."""
        by_way: dict[Way, dict[Step, list[Kill]]] = defaultdict(lambda: defaultdict(list))
        for kill in kills:
            by_way[kill.way][kill.step].append(kill)
        return [run for way, steps in by_way.items() for run in self._on_way(way, steps)]

    def _on_way(self, way: Way, steps: dict[Step, list[Kill]]) -> list[CrashRun]:
        count = max(ceil(len(kills) / MAX_KILLS.get(step, 1)) for step, kills in steps.items())
        people = [self.people.take(KIND_OF_PERSON.get(way, CLEAR)) for _ in range(count)]
        made = [CrashRun(way, retrying_citizen(self.platform, person)) for person in people]
        for step, kills in steps.items():
            for number, kill in enumerate(kills):
                made[number % count].kills.setdefault(step, []).append(kill)
        return made

    def run(self) -> None:
        """Take every citizen through all steps, and record the errors of those who could not go on."""
        self._all(Step.SIGN_IN, lambda one: one.citizen.sign_in())
        self._all(Step.FILL_IN, self._fill_in)
        self._all(Step.SUBMIT, lambda one: one.citizen.submit())
        self._all(Step.CHOOSE, self._choose)
        self._all(Step.PAY, self._pay)
        self._decide()
        self._collect()
        self._all(Step.WITHDRAW, self._withdraw)

    def _all(self, step: Step, act: Callable[[CrashRun], object]) -> None:
        for batch in _batches([one for one in self.runs if one.error is None], step):
            armed = [kill for one in batch for kill in one.kills.get(step, ())]
            self._act_with_kills(armed, batch, act)

    def _act_with_kills(
        self, armed: Sequence[Kill], batch: Sequence[CrashRun], act: Callable[[CrashRun], object]
    ) -> None:
        """Arm failpoints, let citizens act, and record which failpoints were not reached."""
        for kill in armed:
            self.failpoints.arm(kill.failpoint)
        with ThreadPoolExecutor(CONCURRENT_PEOPLE) as pool:
            list(pool.map(lambda one: _record_error(one, act), batch))
        end = time.monotonic() + REACHED_WITHIN_SECONDS
        for kill in armed:
            while self.failpoints.is_armed(kill.failpoint) and time.monotonic() < end:
                time.sleep(0.1)
            if self.failpoints.is_armed(kill.failpoint):
                self.failpoints.disarm(kill.failpoint)
                self.unreached.add(kill)

    def _fill_in(self, one: CrashRun) -> None:
        where = {"method": "post_office", "place": "RAM-01"} if one.way is Way.POST_OFFICE else {}
        one.reference = one.citizen.fill_in(**where)

    def _choose(self, one: CrashRun) -> None:
        if one.way not in (Way.CASH, Way.WITHDRAWN):
            one.citizen.choose_card()

    def _pay(self, one: CrashRun) -> None:
        if one.way is Way.WITHDRAWN:
            return
        if one.way is Way.CASH:
            self._pay_cash(one)
        else:
            one.citizen.submit_card()
        self.wait_for_state(one, STATE_AFTER_PAYMENT[one.way])

    def _pay_cash(self, one: CrashRun) -> None:
        number = one.citizen.cash_reference(one.reference)
        with simulator(self.platform, "agent") as client:
            wait_for(
                "the agent to take the cash", lambda: client.post("/_sim/pay", json={"reference": number}).is_success
            )

    def wait_for_state(self, one: CrashRun, state: str) -> None:
        """Wait until the case is in a state; raises `GaveUp` with its records."""

        def is_there() -> bool:
            return bool(self.state.case(one.reference)["state"] == state)

        try:
            what = f"{one.reference} to be {state}"
            wait_for(what, is_there, seconds=STANDS_STILL_SECONDS, progress=self.state.work_done)
        except AssertionError as error:
            raise GaveUp(f"{error}\n{self.state.describe(one.reference)}") from None

    def _decide(self) -> None:
        waiting = [one for one in self.runs if STATE_AFTER_PAYMENT.get(one.way) == "review" and one.error is None]
        if not waiting:
            return
        officer = self._official("MOJ-0001")
        first = {Way.APPROVED: "approve", Way.REFUSED: "reject", Way.ASKED: "ask_citizen", Way.UNRECORDED: "reject"}
        for one in waiting:
            self._one(Step.DECIDE, one, lambda one: officer.decide(one.reference, action=first[one.way]))
        for one in (one for one in waiting if one.way is Way.ASKED and one.error is None):
            self._one(Step.ANSWER, one, lambda one: one.citizen.answer(one.reference))
            self._one(Step.ANSWER, one, lambda one: officer.decide(one.reference, action="approve"), armed=False)
        for one in (one for one in waiting if one.error is None):
            ends_in = {Way.REFUSED: "refused", Way.UNRECORDED: "refused"}.get(one.way, "done")
            _record_error(one, partial(self.wait_for_state, state=ends_in))

    def _collect(self) -> None:
        waiting = [one for one in self.runs if one.way is Way.POST_OFFICE and one.error is None]
        if not waiting:
            return
        clerk = self._official("POST-0001")
        for one in waiting:
            self._one(Step.COLLECT, one, lambda one: self._collect_one(one, clerk))

    def _collect_one(self, one: CrashRun, clerk: RetryingOfficial) -> None:
        clerk.receive(one.reference)
        one.citizen.case(one.reference)
        code = re.sub(
            "[^0-9]", "", one.citizen.page.html.xpath("//*[contains(@class,'govuk-panel__body')]")[0].text_content()
        )
        clerk.hand_over(one.reference, code)
        self.wait_for_state(one, "done")

    def _withdraw(self, one: CrashRun) -> None:
        if one.way is Way.WITHDRAWN:
            one.citizen.withdraw(one.reference)
            self.wait_for_state(one, "withdrawn")

    def _one(self, step: Step, one: CrashRun, act: Callable[[CrashRun], object], *, armed: bool = True) -> None:
        self._act_with_kills(one.kills.get(step, ()) if armed else (), [one], act)


def _record_error(one: CrashRun, act: Callable[[CrashRun], object]) -> None:
    try:
        act(one)
    except Exception as error:
        one.error = error


def _batches(runs: Sequence[CrashRun], step: Step) -> list[list[CrashRun]]:
    """Group runs so that no failpoint stands twice in a batch; ways that share failpoints are kept apart."""
    batches: list[list[CrashRun]] = []
    for one in (one for one in runs if step in one.kills):
        fitting = (batch for batch in batches if len(batch) < MAX_BATCH and batch[0].way is one.way)
        batch = next(fitting, None)
        if batch is None:
            batches.append(batch := [])
        batch.append(one)
    rest = [one for one in runs if step not in one.kills]
    return [*batches, rest] if rest else batches
