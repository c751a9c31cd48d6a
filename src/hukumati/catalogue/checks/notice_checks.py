"""Checks of what registers are told: under which contract, by a message that keeps it, in a state that can wait."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.checks.expression_sampling import ExpressionSampler
from hukumati.catalogue.folder.diagnostics import NOTHING, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Effect, ExpressionFailed, NoticeSpec, State

MOST_MESSAGES: Final = 200
DECIDED: Final = ("decided", "ready", "on_its_way")
ENDS: Final = frozenset({"told", "issued", "answered", "handed_over"})


@dataclass(frozen=True, slots=True)
class RegisterNotice:
    """A contract under which a register is told something: its fields, and how to find what breaks it in a message."""

    id: str
    fields: tuple[str, ...]
    required: tuple[str, ...]
    find_fault: Callable[[object], str | None]


def check_notices(parsed: ParsedFolder, notices: Mapping[str, RegisterNotice]) -> None:
    """Record contracts, fields and states of what registers are told that cannot be right."""
    told = {effect.argument for each in parsed.definition.flow.states.values() for effect in _tells(each)}
    for contract, spec in parsed.definition.tells.items():
        place = at(parsed.sources.service, "tells", contract)
        if contract not in notices:
            what = "contract to tell a register under"
            parsed.diagnostics.unknown(place, "tell.contract", what, contract, notices)
        else:
            _check_fields(parsed, spec, notices[contract])
        if contract not in told:
            remedy = f"Add do: [tell {contract}] to the state after the decision."
            parsed.diagnostics.add(place, "tell.unused", f"no state tells {contract}", remedy)
    for state in parsed.definition.flow.states.values():
        if _tells(state):
            _check_state(parsed, state)


def _tells(state: State) -> list[Effect]:
    return [effect for effect in state.effects if effect.kind == "tell"]


def _check_fields(parsed: ParsedFolder, spec: NoticeSpec, notice: RegisterNotice) -> None:
    service, diagnostics = parsed.sources.service, parsed.diagnostics
    for name in spec.data:
        if name not in notice.fields:
            place = at(service, "tells", spec.contract, name)
            diagnostics.unknown(place, "tell.field", f"field of {spec.contract}", name, notice.fields)
    missing = [name for name in notice.required if name not in spec.data]
    if missing:
        place = at(service, "tells", spec.contract)
        problem = f"{spec.contract} is told without {', '.join(missing)}"
        diagnostics.add(place, "tell.field", problem, f"Add {missing[0]}: EXPRESSION.")


def _check_state(parsed: ParsedFolder, state: State) -> None:
    """A register may refuse, or stay silent: the case waits meanwhile, and an official hears of it in the end."""
    flow, diagnostics = parsed.definition.flow, parsed.diagnostics
    place, name = at(parsed.sources.flow, "states", state.name, "do"), state.name
    if state.milestone not in DECIDED or state.end:
        remedy = "Tell it in a state of milestone decided or ready that does not end the case."
        diagnostics.add(place, "tell.early", f"in {name!r} a register is told what is not decided, or too late", remedy)
    if state.on_error is None:
        remedy = "Add on_error: {retry: 8, then: STATE} to a state in which an official works."
        diagnostics.add(
            place, "tell.on_error", f"nobody hears of it when a register refuses what {name!r} tells", remedy
        )
    for target in state.on_error.targets if state.on_error is not None else ():
        if target in flow.states and flow.states[target].work is None:
            remedy = "Lead on_error to a state with work."
            problem = f"nobody works in {target!r}, where what a register refuses ends"
            diagnostics.add(place, "tell.on_error", problem, remedy)
    leaving = sorted(set(state.actions) - ENDS)
    if leaving or state.after:
        problem = f"{name!r} can be left by {', '.join(leaving) or 'after'} while a register is being told"
        diagnostics.add(place, "tell.left", problem, "Tell it in a state of its own.")


def check_messages_to_registers(
    parsed: ParsedFolder, contracts: dict[str, RegisterContract], notices: Mapping[str, RegisterNotice]
) -> None:
    """Record messages that break their contract with typical facts."""
    sampler = ExpressionSampler(parsed.definition, contracts)
    for contract, spec in parsed.definition.tells.items():
        if contract in notices and NOTHING not in spec.data.values():
            _check_message(parsed, spec, notices[contract], sampler)


def _check_message(parsed: ParsedFolder, spec: NoticeSpec, notice: RegisterNotice, sampler: ExpressionSampler) -> None:
    for facts in islice(sampler.facts(list(spec.data.values())), MOST_MESSAGES):
        try:
            fault = notice.find_fault(spec.filled(facts))
        except ExpressionFailed:
            continue  # told where every expression is checked
        if fault is not None:
            _note_fault(parsed, spec, fault)
            return


def _note_fault(parsed: ParsedFolder, spec: NoticeSpec, fault: str) -> None:
    field = fault.removeprefix("$.").partition(".")[0].partition("[")[0]
    place = at(parsed.sources.service, "tells", spec.contract, *([field] if field in spec.data else []))
    problem = f"what {spec.contract} is told does not keep the contract at {fault}"
    remedy = "Give a value of the contract's type; guard answers that may be missing."
    parsed.diagnostics.add(place, "tell.message", problem, remedy)
