"""Journeys in which processes are killed: many at once, step by step, and what came of each."""

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
from tests.faults.fictional_people import CLEAR, JUDGED, UNRECORDED, Crowd
from tests.faults.plan import Kill, Step, Way
from tests.faults.retrying_clients import PatientCitizen, PatientOfficial, Stuck, patient_citizen, patient_official
from tests.faults.system_state import Books
from tests.people import simulator, wait_for

AT_ONCE: Final = 12
MOST_KILLS: Final = {Step.PAY: 2}
"""Of one journey at one step, where it is not one."""
PEOPLE_AT_ONCE: Final = 8
ENDS_WITHIN_SECONDS: Final = 120.0
REACHED_WITHIN_SECONDS: Final = 20.0
KIND: Final = {Way.APPROVED: JUDGED, Way.REFUSED: JUDGED, Way.ASKED: JUDGED, Way.UNRECORDED: UNRECORDED}
COMES_TO: Final = {
    Way.CARD: "done",
    Way.CASH: "done",
    Way.POST_OFFICE: "ready",
    **dict.fromkeys((Way.APPROVED, Way.REFUSED, Way.ASKED, Way.UNRECORDED), "review"),
}
"""The state that an application reaches by itself after it is paid."""


@dataclass(slots=True)
class Ordeal:
    """One citizen's application and the kills that happen on its way."""

    way: Way
    citizen: PatientCitizen
    kills: dict[Step, list[Kill]] = field(default_factory=dict)
    reference: str = ""
    error: BaseException | None = None

    def __str__(self) -> str:
        killed = ", ".join(str(kill) for kills in self.kills.values() for kill in kills)
        return f"{self.reference or 'no case'} ({self.way}; {killed}; {self.citizen.client.troubles})"


class Failpoints:
    """The folder in which failpoints are armed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def arm(self, name: str) -> None:
        """Let the next process that reaches it be killed."""
        (self._folder / name).touch()

    def disarm(self, name: str) -> None:
        """Take it back if nobody reached it."""
        (self._folder / name).unlink(missing_ok=True)

    def is_armed(self, name: str) -> bool:
        """Return whether nobody has reached it yet."""
        return (self._folder / name).exists()


class Ordeals:
    """Takes everybody through every step, killing on the way."""

    def __init__(self, platform: Platform, books: Books, crowd: Crowd, kills: Iterable[Kill]) -> None:
        self.platform, self.books, self.crowd = platform, books, crowd
        self.failpoints = Failpoints(platform.data_dir / "failpoints")
        self.unreached: set[Kill] = set()
        self._officials: list[PatientOfficial] = []
        self.ordeals = self._ordeals(kills)
        self.by_kill = {kill: ordeal for ordeal in self.ordeals for kills in ordeal.kills.values() for kill in kills}

    def close(self) -> None:
        """Close everybody's browser."""
        for one in self.ordeals:
            one.citizen.browser.close()
        for official in self._officials:
            official.browser.close()

    def _official(self, number: str) -> PatientOfficial:
        official = patient_official(self.platform, number)
        self._officials.append(official)
        official.sign_in()
        return official

    def _ordeals(self, kills: Iterable[Kill]) -> list[Ordeal]:
        """As few journeys as can be: each meets only so many kills at a step, spread over its length."""
        by_way: dict[Way, dict[Step, list[Kill]]] = defaultdict(lambda: defaultdict(list))
        for kill in kills:
            by_way[kill.way][kill.step].append(kill)
        return [ordeal for way, steps in by_way.items() for ordeal in self._on_way(way, steps)]

    def _on_way(self, way: Way, steps: dict[Step, list[Kill]]) -> list[Ordeal]:
        count = max(ceil(len(kills) / MOST_KILLS.get(step, 1)) for step, kills in steps.items())
        people = [self.crowd.take(KIND.get(way, CLEAR)) for _ in range(count)]
        made = [Ordeal(way, patient_citizen(self.platform, person)) for person in people]
        for step, kills in steps.items():
            for number, kill in enumerate(kills):
                made[number % count].kills.setdefault(step, []).append(kill)
        return made

    def run(self) -> None:
        """Take everybody through, and note who could not go on."""
        self._all(Step.SIGN_IN, lambda one: one.citizen.sign_in())
        self._all(Step.FILL_IN, self._fill_in)
        self._all(Step.SUBMIT, lambda one: one.citizen.submit())
        self._all(Step.CHOOSE, self._choose)
        self._all(Step.PAY, self._pay)
        self._decide()
        self._collect()
        self._all(Step.WITHDRAW, self._withdraw)

    def _all(self, step: Step, act: Callable[[Ordeal], object]) -> None:
        for batch in _batches([one for one in self.ordeals if one.error is None], step):
            armed = [kill for one in batch for kill in one.kills.get(step, ())]
            self._among(armed, batch, act)

    def _among(self, armed: Sequence[Kill], batch: Sequence[Ordeal], act: Callable[[Ordeal], object]) -> None:
        """Arm failpoints, let people act, and see which failpoints were reached."""
        for kill in armed:
            self.failpoints.arm(kill.failpoint)
        with ThreadPoolExecutor(PEOPLE_AT_ONCE) as pool:
            list(pool.map(lambda one: _noting(one, act), batch))
        end = time.monotonic() + REACHED_WITHIN_SECONDS
        for kill in armed:
            while self.failpoints.is_armed(kill.failpoint) and time.monotonic() < end:
                time.sleep(0.1)
            if self.failpoints.is_armed(kill.failpoint):
                self.failpoints.disarm(kill.failpoint)
                self.unreached.add(kill)

    def _fill_in(self, one: Ordeal) -> None:
        where = {"method": "post_office", "place": "RAM-01"} if one.way is Way.POST_OFFICE else {}
        one.reference = one.citizen.fill_in(**where)

    def _choose(self, one: Ordeal) -> None:
        if one.way not in (Way.CASH, Way.WITHDRAWN):
            one.citizen.choose_card()

    def _pay(self, one: Ordeal) -> None:
        if one.way is Way.WITHDRAWN:
            return
        if one.way is Way.CASH:
            self._pay_cash(one)
        else:
            one.citizen.give_card()
        self.wait_for_state(one, COMES_TO[one.way])

    def _pay_cash(self, one: Ordeal) -> None:
        number = one.citizen.cash_reference(one.reference)
        with simulator(self.platform, "agent") as client:
            wait_for(
                "the agent to take the cash", lambda: client.post("/_sim/pay", json={"reference": number}).is_success
            )

    def wait_for_state(self, one: Ordeal, state: str) -> None:
        """Wait until the case is there."""

        def is_there() -> bool:
            return bool(self.books.case(one.reference)["state"] == state)

        try:
            wait_for(f"{one.reference} to be {state}", is_there, seconds=ENDS_WITHIN_SECONDS)
        except AssertionError as error:
            raise Stuck(f"{error}\n{self.books.story(one.reference)}") from None

    def _decide(self) -> None:
        waiting = [one for one in self.ordeals if COMES_TO.get(one.way) == "review" and one.error is None]
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
            _noting(one, partial(self.wait_for_state, state=ends_in))

    def _collect(self) -> None:
        waiting = [one for one in self.ordeals if one.way is Way.POST_OFFICE and one.error is None]
        if not waiting:
            return
        clerk = self._official("POST-0001")
        for one in waiting:
            self._one(Step.COLLECT, one, lambda one: self._collect_one(one, clerk))

    def _collect_one(self, one: Ordeal, clerk: PatientOfficial) -> None:
        clerk.receive(one.reference)
        one.citizen.case(one.reference)
        code = re.sub(
            "[^0-9]", "", one.citizen.page.html.xpath("//*[contains(@class,'govuk-panel__body')]")[0].text_content()
        )
        clerk.hand_over(one.reference, code)
        self.wait_for_state(one, "done")

    def _withdraw(self, one: Ordeal) -> None:
        if one.way is Way.WITHDRAWN:
            one.citizen.withdraw(one.reference)
            self.wait_for_state(one, "withdrawn")

    def _one(self, step: Step, one: Ordeal, act: Callable[[Ordeal], object], *, armed: bool = True) -> None:
        self._among(one.kills.get(step, ()) if armed else (), [one], act)


def _noting(one: Ordeal, act: Callable[[Ordeal], object]) -> None:
    try:
        act(one)
    except Exception as error:
        one.error = error


def _batches(ordeals: Sequence[Ordeal], step: Step) -> list[list[Ordeal]]:
    """Each failpoint once in a batch, ways that share failpoints apart; who is not killed here goes with the last."""
    batches: list[list[Ordeal]] = []
    for one in (one for one in ordeals if step in one.kills):
        fitting = (batch for batch in batches if len(batch) < AT_ONCE and batch[0].way is one.way)
        batch = next(fitting, None)
        if batch is None:
            batches.append(batch := [])
        batch.append(one)
    rest = [one for one in ordeals if step not in one.kills]
    return [*batches, rest] if rest else batches
