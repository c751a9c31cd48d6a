"""Checks of lengths of time: what is to come about within one has room in the others."""

from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import RUNNING, Duration, State


def check_times(parsed: ParsedFolder) -> None:
    """Record timers that never end, work due after the promise, late reminders, and what is kept too short."""
    for state in parsed.definition.flow.states.values():
        _check_timers(parsed, state)
        _check_due(parsed, state)
    _check_silence(parsed)
    _check_reminders(parsed)
    _check_reuse(parsed)
    _check_keeping(parsed)


def days_of(length: Duration) -> int:
    """Return a length in calendar days, of working days five in seven; hours are within the day."""
    return {"days": length.amount, "working_days": -(-length.amount * 7 // 5)}.get(length.unit, 0)


def _check_timers(parsed: ParsedFolder, state: State) -> None:
    entry = parsed.sources.flow.value["states"][state.name].get("after", {})
    first = min((after.days for after in state.after), default=0)
    for text, after in zip(entry, state.after, strict=True):
        place = at(parsed.sources.flow, "states", state.name, "after", text)
        if after.to == state.name:
            problem = f"after {text} {state.name!r} leads to itself, and its time begins anew for ever"
            parsed.diagnostics.add(place, "flow.after", problem, "Lead to a state that ends the case or goes on.")
        elif after.days > first:
            problem = f"{state.name!r} is left after {first} days already, so that {text} are never over"
            parsed.diagnostics.add(place, "flow.after", problem, "Keep the timer that is meant, and remove the other.")


def _check_due(parsed: ParsedFolder, state: State) -> None:
    promise, due = parsed.definition.promise, state.work.due if state.work else None
    if promise is None or due is None or not promise.runs_in(state):
        return
    if days_of(due) > days_of(Duration(promise.amount, promise.unit)):
        place = at(parsed.sources.flow, "states", state.name, "work", "due")
        problem = f"the work in {state.name!r} is due after the time in which the service promises to decide"
        parsed.diagnostics.add(place, "promise.due", problem, "Shorten `due`, or lengthen decide_within.")


def _check_silence(parsed: ParsedFolder) -> None:
    promise = parsed.definition.promise
    target = parsed.definition.flow.states.get(promise.late_to) if promise is not None and promise.decides else None
    if target is not None and target.milestone in RUNNING and not target.end:
        place = at(parsed.sources.service, "promise", "late_to")
        problem = f"silence decides, and {target.name!r} is a state in which the decision is still owed"
        parsed.diagnostics.add(place, "promise.late_to", problem, "Lead to a state that is decided.")


def _check_reminders(parsed: ParsedFolder) -> None:
    source = parsed.sources.requests
    for name, request in parsed.definition.requests.items():
        if (
            source is not None
            and "remind" in source.value.get(name, {})
            and request.remind_days >= days_of(request.due)
        ):
            place = at(source, name, "remind")
            problem = f"{name!r} reminds {request.remind_days} days before its end, and has no more time than that"
            parsed.diagnostics.add(place, "request.remind", problem, "Shorten `remind`, or lengthen `due`.")


def _check_reuse(parsed: ParsedFolder) -> None:
    days, documents = parsed.definition.once.reuse_days, parsed.definition.documents.values()
    valid = [document.valid_days for document in documents if document.valid_days is not None]
    if days is not None and valid and days > max(valid):
        place = at(parsed.sources.service, "once", "reuse_days")
        problem = f"a paper is offered again for {days} days, and none is valid for more than {max(valid)}"
        parsed.diagnostics.add(place, "service.reuse", problem, "Shorten reuse_days to the time a paper is valid.")


def _check_keeping(parsed: ParsedFolder) -> None:
    days, states = parsed.definition.keep_case_days, parsed.definition.flow.states
    reopened = [each for state in states.values() for each in state.reopen.values()]
    longest = max((each.within_days for each in reopened), default=0)
    if days is not None and days < longest:
        place = at(parsed.sources.service, "keep", "case")
        problem = f"a case is erased after {days} days, and may be opened again for {longest}"
        parsed.diagnostics.add(place, "service.keep", problem, "Keep cases at least as long.")
    again = parsed.definition.once.reuse_days
    if days is not None and again is not None and days < again:
        place = at(parsed.sources.service, "keep", "case")
        problem = f"a case is erased after {days} days, and its paper is offered again for {again}"
        parsed.diagnostics.add(place, "service.keep", problem, "Keep cases at least as long.")
