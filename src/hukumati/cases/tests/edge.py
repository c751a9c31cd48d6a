"""The outside of these tests: a real HTTP server that speaks like the client edge of our own security server."""

import json
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qsl
from uuid import uuid4

import yaml

LOSSES = "/r1/PS/GOV/POLICE/REPORTS/losses/current"
HOLDINGS = "/r1/PS/GOV/PLA/LAND/holdings/current"
PERSON, RECORD = "/r1/PS/GOV/MOI/POPULATION/persons/current", "/r1/PS/GOV/MOJ/CRIMINAL-RECORD/records/current"


CERTIFICATES = "/r1/PS/GOV/MOJ/CRIMINAL-RECORD/certificates/entries"


class Told(NamedTuple):
    """A notice that a register recorded: its entry and the message."""

    entry: int
    path: str
    message: dict[str, Any]


class Edge:
    """Registers' answers for the people of the demonstration.

    `down` names paths that fail, `poisoned` ones whose text is no text. `told` is what was recorded by key, `heard`
    counts every attempt; `refusing` gives the reason of paths that refuse, `silent_after` names those that fail after
    recording. `holds` is what further registers hold of everybody, by path; None of nobody. `consents` are (person,
    reference) of the queries that rest on a consent.
    """

    def __init__(self, people_file: Path) -> None:
        people = yaml.safe_load(people_file.read_text())["people"]
        self.people = {person["id_number"]: person for person in people}
        self.down: set[str] = set()
        self.poisoned: set[str] = set()
        self.asked: Counter[str] = Counter()
        self.consents: list[tuple[str, str]] = []
        self.losses: dict[str, dict[str, Any]] = {}
        self.parameters: list[dict[str, str]] = []
        self.told: dict[str, Told] = {}
        self.heard: Counter[str] = Counter()
        self.refusing: dict[str, str] = {}
        self.silent_after: set[str] = set()
        self.holds: dict[str, dict[str, Any] | None] = {}
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, path: str, subject: str, parameters: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked[path] += 1
        if parameters:
            self.parameters.append(parameters)
        if path in self.down:
            return 500, {"type": "Server.ServerProxy.NetworkError", "message": "away", "detail": str(uuid4())}
        person = self.people.get(subject)
        if person is None or person.get("in_population_register") is False:
            return 404, {"type": "not_found"}
        if path in self.holds:
            held = self.holds[path]
            return (404, {"type": "not_found"}) if held is None else (200, {"id_number": subject, **held})
        if path == HOLDINGS:
            return 200, _holdings(subject)
        if path == LOSSES:
            told = self.losses.get(parameters["number"], {"found": False, "report": None})
            return 200, {"id_number": subject, **told, "extracted_at": "2026-11-23T10:00:00+00:00"}
        make = _person if path == PERSON else _record
        return 200, make(person, poisoned=path in self.poisoned)

    def hear(self, path: str, key: str, message: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Record what a register is told, once for each key."""
        self.heard[path] += 1
        if path in self.down:
            return 500, {"type": "Server.ServerProxy.NetworkError", "message": "away", "detail": str(uuid4())}
        if path in self.refusing:
            return 409, {"type": "refused", "reason": self.refusing[path]}
        told = self.told.setdefault(key, Told(len(self.told) + 1, path, message))
        assert told.message == message
        if path in self.silent_after:
            return 500, {"type": "Server.ServerProxy.NetworkError", "message": "away", "detail": str(uuid4())}
        return 200, {"key": key, "entry": str(told.entry), "recorded_at": "2026-11-23T10:00:00+00:00"}


def _person(person: dict[str, Any], *, poisoned: bool) -> dict[str, Any]:
    names = ("id_number", "kind", "name", "sex", "governorate", "alive", "guardians")
    dates = {name: person[name] and str(person[name]) for name in ("born_on", "died_on")}
    poison = {"governorate": "\x00"} if poisoned else {}
    return {**{name: person[name] for name in names}, **dates, **poison}


def _holdings(id_number: str) -> dict[str, Any]:
    holding = {
        "number": "300010-12-305", "locality": {"ar": "رام الله", "en": "Ramallah"}, "locality_code": "300010",
        "basin": "12", "parcel": "305", "kind": "land", "area_m2": 840, "share": "1/3",
    }  # fmt: skip
    at = "2026-11-23T10:00:00+00:00"
    return {"id_number": id_number, "holdings": [holding], "transactions": [], "extracted_at": at}


def _record(person: dict[str, Any], *, poisoned: bool) -> dict[str, Any]:
    judgments = [{**judgment, "decided_on": str(judgment["decided_on"])} for judgment in person["judgments"]]
    for judgment in judgments if poisoned else ():
        judgment["offence"] = {"ar": "\x00", "en": "\ud800"}
    return {
        "id_number": person["id_number"],
        "clear": not judgments,
        "judgments": judgments,
        "extracted_at": "2026-11-23T10:00:00+00:00",
    }


def _handler(edge: Edge) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if "Uxp-Consent-Id" in self.headers:
                edge.consents.append((self.headers["Uxp-Subject-Id"] or "", self.headers["Uxp-Consent-Id"] or ""))
            status, body = edge.answer(
                self.path, self.headers["Uxp-Subject-Id"] or "", dict(parse_qsl(self.headers["Uxp-Parameters"] or ""))
            )
            self._answer(status, body)

        def do_POST(self) -> None:
            message = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self._answer(*edge.hear(self.path, self.headers["Idempotency-Key"], message))

        def _answer(self, status: int, body: dict[str, Any]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            if status == 500:
                self.send_header("X-Road-Error", str(body["type"]))
            self.send_header("Content-Type", "application/json")
            self.send_header("X-Road-Request-Id", str(uuid4()))
            self.send_header("X-Road-Id", self.headers["X-Road-Id"] or "")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    return Handler
