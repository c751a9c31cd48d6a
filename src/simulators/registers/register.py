"""A register that answers queries about the subject in the header `Uxp-Subject-Id`, each kind under its path."""

import argparse
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.base.connections import drop_connection, send_twice
from simulators.base.control import problem
from simulators.base.faults import Fault
from simulators.base.json_values import Json, JsonObject
from simulators.base.program import Simulator, open_simulator, run
from simulators.registers.altered_answers import with_shifted_dates, without_first_field
from simulators.registers.notices import Conflict, Notice, Notices, Record
from simulators.world import world
from simulators.world.world import World

SUBJECT = "Uxp-Subject-Id"
PARAMETERS = "Uxp-Parameters"
KEY = "Idempotency-Key"
MODES = (
    "down", "slow", "late", "error", "malformed", "incomplete", "wrong_person", "differently", "twice", "drop",
    "refuse", "record_then_drop",
)  # fmt: skip
UNHEARD = ("down", "error", "drop")
"""Faults under which nothing of what a register is told is recorded."""
LATE_SECONDS = 12.0  # longer than a security server waits
UNAVAILABLE_TIMES = 2
SCHEMA = """
CREATE TABLE IF NOT EXISTS silence (id_number TEXT PRIMARY KEY, times INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS difference (id_number TEXT PRIMARY KEY, times INTEGER NOT NULL);
"""
COUNT_UNAVAILABLE = """
INSERT INTO silence VALUES (?, 1) ON CONFLICT (id_number) DO UPDATE SET times = times + 1 RETURNING times
"""
COUNT_DIFFERENCE = COUNT_UNAVAILABLE.replace("silence", "difference")
TEMPLATES = Path(__file__).parent / "templates"

Find = Callable[[World, str], JsonObject | None]
Lookup = Callable[[World, str, Mapping[str, str]], JsonObject | None]


@dataclass(frozen=True, slots=True)
class Register:
    """A register: how it finds an answer for each path, and the person for whom it is unavailable at first.

    `notices` are what it may be told, by path: each is recorded once and changes what it answers.
    `lookups` find answers that depend on parameters besides the subject: the header `Uxp-Parameters`, a form.
    """

    name: str
    title: tuple[str, str]
    answers: Mapping[str, Find]
    unavailable_for: str
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    notices: Mapping[str, Notice] = field(default_factory=dict)

    @property
    def paths(self) -> tuple[str, ...]:
        """Every path it serves."""
        return (*self.answers, *self.lookups)

    def run(self) -> None:
        """Run it as a program of its own."""
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
        """Return its application for another simulator's program, which serves it under `root`."""
        simulator = open_simulator(
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
        endpoints = _Endpoints(self, simulator, world.load(simulator.arguments.people))
        asked = [Route(path, endpoints.answer) for path in self.paths]
        told = [Route(path, endpoints.hear, methods=["POST"]) for path in self.notices]
        forget = Route("/_sim/forget", endpoints.forget, methods=["POST"])
        return simulator.app([Route("/", endpoints.page), *asked, *told, forget])


def people_option(parser: argparse.ArgumentParser) -> None:
    """Add the argument for the file of people."""
    parser.add_argument("--people", type=Path, required=True, help="the YAML file of fictional people")


def _path(request: Request) -> str:
    path: str = request.scope["path"].removeprefix(request.scope.get("root_path", ""))
    return path


class _Endpoints:
    """The page of a running register, and its answers to queries."""

    def __init__(self, register: Register, simulator: Simulator, known: World) -> None:
        self._register = register
        self._simulator = simulator
        self._world = known
        self._notices = Notices(simulator.store)

    async def page(self, request: Request) -> Response:
        return self._simulator.pages.render(
            request,
            "register.html",
            register=self._register,
            people=self._world.named,
            fault=self._simulator.faults.current(),
            modes=self._simulator.faults.modes,
            unavailable_times=UNAVAILABLE_TIMES,
        )

    async def answer(self, request: Request) -> Response:
        subject = request.headers.get(SUBJECT, "").strip()
        if not subject:
            return problem(400, f"The header {SUBJECT} is missing", code="subject_missing")
        fault = self._fault_for(subject)
        self._simulator.event_log.record(
            "asked",
            subject=subject,
            purpose=request.headers.get("Uxp-Purpose-Ids", ""),
            client=request.headers.get("X-Road-Client", ""),
            fault=fault.mode,
        )
        await self._wait(fault)
        answer = await self._failure(request, fault) or self._record(request, subject, fault)
        return await send_twice(request, answer) if fault.mode == "twice" else answer

    async def hear(self, request: Request) -> Response:
        """Record what the register is told, once for each key, unless it has a reason to refuse it."""
        subject, key = request.headers.get(SUBJECT, "").strip(), request.headers.get(KEY, "").strip()
        if not subject or not key:
            return problem(400, f"The header {SUBJECT} or {KEY} is missing", code="subject_missing")
        fault = self._fault_for(subject)
        self._simulator.event_log.record("told", subject=subject, key=key, fault=fault.mode)
        if fault.mode == "refuse":
            return problem(409, "The register does not record this", code="refused", reason="other")
        body = await request.body()
        if fault.mode in UNHEARD:
            return await self._failure(request, fault) or problem(503, "The register is closed")
        answer = self._recorded(request, subject, key, body)
        await self._wait(fault)
        if fault.mode == "record_then_drop":
            return await drop_connection(request)
        return await self._failure(request, fault) or answer

    async def forget(self, _: Request) -> Response:
        """Forget everything that the register was told."""
        self._notices.forget()
        return JSONResponse({"status": "ok"})

    def _recorded(self, request: Request, subject: str, key: str, body: bytes) -> Response:
        path = _path(request)
        try:
            found = self._notices.find(key, body)
        except Conflict:
            return problem(409, "This key was used for something else", code="refused", reason="key_used")
        if found is None:
            refused = self._refusal(path, subject, json.loads(body))
            if refused is not None:
                return refused
            found = self._notices.record(key, path, body)
        return JSONResponse({"key": key, "entry": str(found[0]), "recorded_at": found[1]})

    def _refusal(self, path: str, subject: str, message: Record) -> Response | None:
        notice = self._register.notices[path]
        answer = self._answer(notice.of, subject, {})
        if answer is None or message.get("id_number") != subject:
            return problem(404, "No such record", code="not_found")
        reason = notice.refuse(dict(answer), message)
        return problem(409, "The register does not record this", code="refused", reason=reason) if reason else None

    async def _wait(self, fault: Fault) -> None:
        is_late = fault.mode == "late" and not fault.delay_seconds
        await (Fault(delay_seconds=LATE_SECONDS) if is_late else fault).wait()

    def _find(self, request: Request, subject: str) -> JsonObject | None:
        return self._answer(_path(request), subject, dict(parse_qsl(request.headers.get(PARAMETERS, ""))))

    def _answer(self, path: str, subject: str, parameters: Mapping[str, str]) -> JsonObject | None:
        """Return what the register knows, with everything that it was told since."""
        if path not in self._register.answers:
            return self._register.lookups[path](self._world, subject, parameters)
        answer = self._register.answers[path](self._world, subject)
        for told_at, notice in self._register.notices.items():
            amend = notice.amends.get(path)
            for entry in self._notices.about(subject, told_at) if amend and answer is not None else ():
                answer = amend(dict(answer), entry) if amend and answer is not None else answer
        return answer

    def _fault_for(self, subject: str) -> Fault:
        fault = self._simulator.faults.consume()
        return Fault("down") if fault.mode == "ok" and self._is_unavailable_for(subject) else fault

    def _is_unavailable_for(self, subject: str) -> bool:
        """Return whether this is one of the first two queries about the magic person; counts them."""
        if subject != self._register.unavailable_for:
            return False
        row = self._simulator.store.row(COUNT_UNAVAILABLE, subject)
        return row is not None and row["times"] <= UNAVAILABLE_TIMES

    async def _failure(self, request: Request, fault: Fault) -> Response | None:
        match fault.mode:
            case "down":
                return problem(503, "The register is closed")
            case "error":
                return Response("Traceback (most recent call last):\n", status_code=500, media_type="text/plain")
            case "malformed":
                return Response('{"id_number": "', media_type="application/json")
            case "drop":
                return await drop_connection(request)
        return None

    def _record(self, request: Request, subject: str, fault: Fault) -> Response:
        about = self._someone_else(subject) if fault.mode == "wrong_person" else subject
        record = self._find(request, about)
        if record is None:
            return problem(404, "No such record", code="not_found")
        return JSONResponse(self._altered(record, subject, fault))

    def _altered(self, record: JsonObject, subject: str, fault: Fault) -> Json:
        match fault.mode:
            case "incomplete":
                return without_first_field(record)
            case "differently":
                row = self._simulator.store.row(COUNT_DIFFERENCE, subject)
                return with_shifted_dates(record, row["times"] - 1 if row else 0)
        return record

    def _someone_else(self, subject: str) -> str:
        return next(other for other in self._world.named if other != subject)
