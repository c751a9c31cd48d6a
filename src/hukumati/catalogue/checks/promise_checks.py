"""Checks of time, money and officials in a flow: what it promises, waits for and pays back can come about."""

from collections.abc import Iterator

from hukumati.catalogue.checks.flow_checks import reachable
from hukumati.catalogue.checks.time_checks import days_of
from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import RUNNING, SideRequest, State

KNOWN_TABLES = ("eligibility", "fee", "delivery")


def check_promise(parsed: ParsedFolder) -> None:
    """Record a promise whose clock stands in every state, and where it is to stand although it does not run there."""
    promise, states = parsed.definition.promise, parsed.definition.flow.states.values()
    for index, name in enumerate(promise.clock_stops_in if promise else ()):
        state = parsed.definition.flow.states.get(name)
        if state is not None and (state.end or state.name == parsed.definition.flow.start):
            place = at(parsed.sources.service, "promise", "clock_stops_in", index)
            problem = f"no promise runs in {name!r}, so that its clock cannot stop there"
            parsed.diagnostics.add(place, "promise.clock", problem, "Name a state between submission and decision.")
    running = [state.name for state in states if state.milestone in RUNNING and not state.end]
    if promise is None or not running or any(promise.runs_in(state) for state in states):
        return
    place = at(parsed.sources.service, "promise", "clock_stops_in")
    problem = "the promise's clock stands in every state, so that no time is ever over"
    parsed.diagnostics.add(place, "promise.clock", problem, f"Let it run in one of {', '.join(running)}.")


def check_request_times(parsed: ParsedFolder) -> None:
    """Record requests whose time ends only after the state that waits for them has been left by its own timer."""
    source = parsed.sources.requests
    if source is None:
        return
    for state in parsed.definition.flow.states.values():
        if not state.after:
            continue
        ends = min(after.days for after in state.after)
        for request in _opened(parsed, state):
            if request.name in source.value and days_of(request.due) > ends:
                problem = f"{request.name!r} may take longer than the {ends} days after which {state.name!r} is left"
                remedy = "Shorten `due`, or lengthen `after` of the state."
                parsed.diagnostics.add(at(source, request.name, "due"), "request.due", problem, remedy)


def _opened(parsed: ParsedFolder, state: State) -> Iterator[SideRequest]:
    named = [effect.argument for effect in state.effects if effect.kind == "request"]
    requests = parsed.definition.requests
    yield from (requests[name] for name in (*named, *state.requests) if name in requests)


def check_refunds(parsed: ParsedFolder) -> None:
    """Record refunds in states that no payment leads to."""
    flow = parsed.definition.flow
    paid = [
        branch.to
        for state in flow.states.values()
        if "paid" in state.actions
        for branch in state.actions["paid"].branches
    ]
    after_payment = reachable(flow, paid, parsed.definition.promise)
    for name, state in flow.states.items():
        for index, effect in enumerate(state.effects):
            if effect.kind == "refund" and name not in after_payment:
                place = at(parsed.sources.flow, "states", name, "do", index)
                problem = f"{name!r} pays back, and nothing was paid on any way to it"
                parsed.diagnostics.add(place, "flow.refund", problem, "Remove refund, or lead to it after paid.")


def check_tables_used(parsed: ParsedFolder) -> None:
    """Record tables that nothing asks."""
    charged = {state.charge for state in parsed.definition.flow.states.values()}
    for name in parsed.sources.service.value.get("rules", {}):
        if name not in charged.union(KNOWN_TABLES):
            place = at(parsed.sources.service, "rules", name)
            parsed.diagnostics.add(
                place, "rules.unused", f"nothing asks the table {name!r}", f"Known are: {', '.join(KNOWN_TABLES)}."
            )


def check_calendars(parsed: ParsedFolder) -> None:
    """Record appointments that are held at the offices of other bodies alone."""
    source, own = parsed.sources.requests, parsed.definition.provider
    owners = {cells["code"]: cells.get("provider", "") for cells in parsed.sources.places["offices"].rows}
    for name, request in parsed.definition.requests.items():
        calendar = parsed.definition.calendars.get(request.calendar)
        places = [owners.get(place.code, "") for place in calendar.places] if calendar else []
        if source is not None and places and own not in places:
            problem = f"the calendar {request.calendar!r} is held at offices of {places[0]}, not of {own}"
            remedy = "Name a calendar of the provider in shared/calendars.yaml."
            parsed.diagnostics.add(at(source, name, "calendar"), "request.calendar", problem, remedy)


def check_roles(parsed: ParsedFolder) -> None:
    """Record work and requests for a role that the body has not, as far as shared/providers.yaml tells its roles."""
    own, providers = parsed.definition.provider, parsed.sources.providers.value
    places = [
        (state.work.role, at(parsed.sources.flow, "states", name, "work", "role"))
        for name, state in parsed.definition.flow.states.items()
        if state.work is not None
    ]
    if parsed.sources.requests is not None:
        named = parsed.sources.requests.value.items()
        places += [(each["of"], at(parsed.sources.requests, name, "of")) for name, each in named if "of" in each]
    for role, place in places:
        body, _, plain = role.rpartition(".")
        entry = providers.get(body or own)
        known = entry.get("roles") if entry is not None else None
        if known is not None and plain not in known:
            problem = f"nobody at {body or own} has the role {plain!r}"
            parsed.diagnostics.add(place, "flow.role", problem, f"Known are: {', '.join(known)}.")
