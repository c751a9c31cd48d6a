"""A register that answers questions about the subject named in the header `Uxp-Subject-Id`, each under its path."""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.base.connections import cut, tell_twice
from simulators.base.control import problem
from simulators.base.faults import Fault
from simulators.base.program import Simulator, opened, run
from simulators.registers.misbehaving import moved_by, without_a_field
from simulators.world import world
from simulators.world.world import World

SUBJECT = "Uxp-Subject-Id"
PARAMETERS = "Uxp-Parameters"
MODES = (
    "down", "slow", "late", "error", "malformed", "incomplete", "wrong_person", "differently", "twice", "drop",
)  # fmt: skip
LATE_SECONDS = 12.0
"""Longer than a security server waits."""
SILENT_TIMES = 2
SCHEMA = """
CREATE TABLE IF NOT EXISTS silence (id_number TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS difference (id_number TEXT PRIMARY KEY, times INTEGER NOT NULL);
"""
COUNT_SILENCE = """
INSERT INTO silence VALUES (?, 1) ON CONFLICT (id_number) DO UPDATE SET times = times + 1 RETURNING times
"""
COUNT_DIFFERENCE = COUNT_SILENCE.replace("silence", "difference")
TEMPLATES = Path(__file__).parent / "templates"

Find = Callable[[World, str], dict[str, Any] | None]
Lookup = Callable[[World, str, Mapping[str, str]], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Register:
    """A register: how it finds a record, by path, and the person about whom it is silent at first.

    `lookups` are answers that need more than the person: the parameters of the header `Uxp-Parameters`, a form.
    """

    name: str
    title: tuple[str, str]
    answers: Mapping[str, Find]
    silent_about: str
    lookups: Mapping[str, Lookup] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """Tell every path it answers at."""
        return (*self.answers, *self.lookups)

    def run(self) -> None:
        """Run it as a program."""
        run(
            name=self.name,
            title=self.title,
            build=self._build,
            schema=SCHEMA,
            modes=MODES,
            templates=TEMPLATES,
            options=people_option,
        )

    def open(self, arguments: argparse.Namespace, *, root: str) -> Starlette:
        """Open it as a part of another simulator's program, which serves it under `root`."""
        simulator = opened(
            name=self.name,
            title=self.title,
            arguments=arguments,
            schema=SCHEMA,
            modes=MODES,
            templates=TEMPLATES,
            root=root,
        )
        return self._build(simulator)

    def _build(self, simulator: Simulator) -> Starlette:
        desk = _Desk(self, simulator, world.load(simulator.arguments.people))
        return simulator.app([Route("/", desk.page), *(Route(path, desk.answer) for path in self.paths)])


def people_option(parser: argparse.ArgumentParser) -> None:
    """Take the file of people as an argument."""
    parser.add_argument("--people", type=Path, required=True, help="the YAML file of fictional people")


class _Desk:
    """Answers questions of one running register."""

    def __init__(self, register: Register, simulator: Simulator, known: World) -> None:
        self._register = register
        self._simulator = simulator
        self._world = known

    async def page(self, request: Request) -> Response:
        return self._simulator.pages.render(
            request,
            "register.html",
            register=self._register,
            people=self._world.named,
            fault=self._simulator.faults.current(),
            modes=self._simulator.faults.modes,
            silent_times=SILENT_TIMES,
        )

    async def answer(self, request: Request) -> Response:
        subject = request.headers.get(SUBJECT, "").strip()
        if not subject:
            return problem(400, f"The header {SUBJECT} is missing", code="subject_missing")
        fault = self._fault_for(subject)
        self._simulator.journal.note(
            "asked",
            subject=subject,
            purpose=request.headers.get("Uxp-Purpose-Ids", ""),
            client=request.headers.get("X-Road-Client", ""),
            fault=fault.mode,
        )
        await self._wait(fault)
        answer = await self._faulty(request, fault) or self._found(request, subject, fault)
        return await tell_twice(request, answer) if fault.mode == "twice" else answer

    async def _wait(self, fault: Fault) -> None:
        is_late = fault.mode == "late" and not fault.delay_seconds
        await (Fault(delay_seconds=LATE_SECONDS) if is_late else fault).wait()

    def _find(self, request: Request, subject: str) -> dict[str, Any] | None:
        path = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
        if path in self._register.answers:
            return self._register.answers[path](self._world, subject)
        parameters = dict(parse_qsl(request.headers.get(PARAMETERS, "")))
        return self._register.lookups[path](self._world, subject, parameters)

    def _fault_for(self, subject: str) -> Fault:
        ordered = self._simulator.faults.take()
        return Fault("down") if ordered.mode == "ok" and self._is_silent_about(subject) else ordered

    def _is_silent_about(self, subject: str) -> bool:
        """Stay silent for the first two questions about the magic person."""
        if subject != self._register.silent_about:
            return False
        row = self._simulator.store.row(COUNT_SILENCE, subject)
        return row is not None and row["times"] <= SILENT_TIMES

    async def _faulty(self, request: Request, fault: Fault) -> Response | None:
        match fault.mode:
            case "down":
                return problem(503, "The register is closed")
            case "error":
                return Response("Traceback (most recent call last):\n", status_code=500, media_type="text/plain")
            case "malformed":
                return Response('{"id_number": "', media_type="application/json")
            case "drop":
                return await cut(request)
        return None

    def _found(self, request: Request, subject: str, fault: Fault) -> Response:
        about = self._someone_else(subject) if fault.mode == "wrong_person" else subject
        record = self._find(request, about)
        if record is None:
            return problem(404, "No such record", code="not_found")
        return JSONResponse(self._changed(record, subject, fault))

    def _changed(self, record: dict[str, Any], subject: str, fault: Fault) -> Any:
        match fault.mode:
            case "incomplete":
                return without_a_field(record)
            case "differently":
                row = self._simulator.store.row(COUNT_DIFFERENCE, subject)
                return moved_by(record, row["times"] - 1 if row else 0)
        return record

    def _someone_else(self, subject: str) -> str:
        return next(other for other in self._world.named if other != subject)
