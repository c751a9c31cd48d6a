"""The control paths every simulator has: /_sim/health, /_sim/faults, /_sim/journal, /_sim/reset."""

import json
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from simulators.base.event_log import EventLog
from simulators.base.faults import Fault, Faults, InvalidFault
from simulators.base.store import Store


def problem(status: int, title: str, *, code: str = "about:blank", **more: object) -> JSONResponse:
    """Return a problem response (RFC 9457)."""
    content = {"type": code, "title": title, "status": status, **more}
    return JSONResponse(content, status_code=status, media_type="application/problem+json")


def control_routes(*, store: Store, faults: Faults, event_log: EventLog) -> list[Route]:
    """Return the routes of the control paths."""

    def described(fault: Fault) -> JSONResponse:
        return JSONResponse({**asdict(fault), "modes": list(faults.modes)})

    async def health(_: Request) -> Response:
        store.row("SELECT 1")
        return JSONResponse({"status": "ok"})

    async def fault(request: Request) -> Response:
        if request.method == "GET":
            return described(faults.current())
        try:
            return described(faults.set(json.loads(await request.body())))
        except (InvalidFault, UnicodeDecodeError, json.JSONDecodeError) as error:
            return problem(400, str(error))

    async def entries(request: Request) -> Response:
        after = request.query_params.get("after", "0")
        return JSONResponse({"entries": event_log.entries(after=int(after) if after.isdecimal() else 0)})

    async def reset(_: Request) -> Response:
        store.empty()
        return JSONResponse({"status": "ok"})

    return [
        Route("/_sim/health", health),
        Route("/_sim/faults", fault, methods=["GET", "POST"]),
        Route("/_sim/journal", entries),
        Route("/_sim/reset", reset, methods=["POST"]),
    ]
