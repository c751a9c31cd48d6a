"""Checks of what is put into texts and papers: it exists, and is given where the text is sent or the paper sealed."""

from collections.abc import Iterator
from typing import Final

from hukumati.catalogue.checks.expression_sampling import guards_against_null
from hukumati.catalogue.checks.flow_checks import reachable
from hukumati.catalogue.checks.official_checks import placeholder_names
from hukumati.catalogue.folder.diagnostics import at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import MESSAGE_PLACEHOLDERS, Flow, placeholders_in

HOME: Final = "home"
REASON: Final = "case.reason"
OF_HANDING_OVER: Final = ("collect_code", "place", "home")
OF_REFUSALS: Final = ("fee_after", "object_until")


def check_messages(parsed: ParsedFolder) -> None:
    """Record placeholders that no message has."""
    known = (*MESSAGE_PLACEHOLDERS, *placeholder_names(parsed.definition))
    for name, message in parsed.definition.messages.items():
        for field in ("sms", "subject", "body"):
            text = getattr(message, field)
            for placeholder in placeholders_in(text.ar) if text else ():
                if placeholder not in known:
                    place = at(parsed.sources.messages[name])
                    parsed.diagnostics.unknown(place, "message.placeholder", "placeholder", placeholder, known)


def check_placeholders_filled(parsed: ParsedFolder) -> None:
    """Record what a message names and nothing gives where it is sent: the line is left out, for everybody."""
    flow = parsed.definition.flow
    ends = {state.name for state in flow.states.values() if state.end}
    objected = {
        state.name for state in flow.states.values() if any(way.by == "citizen" for way in state.reopen.values())
    }
    given = {"reason": _after_a_reason(flow), **dict.fromkeys(OF_HANDING_OVER, _after_handing_over(flow))}
    if HOME not in parsed.definition.collect:
        given[HOME] = set()
    given |= {"fee_after": ends if parsed.definition.kind == "paid" else set(), "object_until": objected}
    for state in flow.states.values():
        for index, effect in enumerate(state.effects):
            message = parsed.definition.messages.get(effect.argument) if effect.kind == "notify" else None
            texts = [message.sms, message.subject, message.body] if message else []
            named = sorted({each for text in texts if text for each in placeholders_in(text.ar)} & given.keys())
            for name in (each for each in named if state.name not in given[each]):
                place = at(parsed.sources.flow, "states", state.name, "do", index)
                problem = f"{effect.argument!r} names {{{name}}}, which nothing gives on any way to {state.name!r}"
                parsed.diagnostics.add(place, "message.unfilled", problem, "Remove it from the text.")


def check_messages_of_delivery(parsed: ParsedFolder) -> None:
    """Record messages that say where to collect, but not where it is brought, and lines that nobody would ever get."""
    for name, message in parsed.definition.messages.items():
        place = at(parsed.sources.messages[name])
        for text in (message.sms, message.body) if HOME in parsed.definition.collect else ():
            lines = [set(placeholders_in(line)) for line in text.ar.splitlines()] if text else []
            named = set().union(*lines)
            if "place" in named and HOME not in named:
                problem = f"{name!r} says where to collect, and nothing to those to whom it is brought home"
                parsed.diagnostics.add(place, "message.home", problem, "Write a line of its own that names 'home'.")
            if any({"place", HOME} <= line for line in lines):
                problem = f"a line of {name!r} names 'place' and 'home': one of them is always missing"
                parsed.diagnostics.add(place, "message.home", problem, "Write a line for each.")


def check_refusals_told(parsed: ParsedFolder) -> None:
    """Record messages of a refusal that are silent about the fee, or about how long one may object."""
    definition = parsed.definition
    needed = [name for name in OF_REFUSALS if name != "fee_after" or definition.kind == "paid"]
    for state in definition.flow.states.values() if definition.flow.states else ():
        refuses = (
            state.end and state.milestone == "decided" and any(way.by == "citizen" for way in state.reopen.values())
        )
        for effect in state.effects if refuses else ():
            message = definition.messages.get(effect.argument) if effect.kind == "notify" else None
            for text in (message.sms, message.body) if message is not None else ():
                missing = [name for name in needed if text and name not in placeholders_in(text.ar)]
                for name in missing:
                    place = at(parsed.sources.messages[effect.argument])
                    problem = f"{effect.argument!r} tells of a refusal without {{{name}}}"
                    remedy = "Add a line with {fee_after}, and one with {object_until}, to the SMS and the e-mail."
                    parsed.diagnostics.add(place, "message.refusal", problem, remedy)


def check_reasons_sealed(parsed: ParsedFolder) -> None:
    """Record documents that seal the reason of a decision where a decision may have been made without one."""
    flow = parsed.definition.flow
    sure = _surely_with_a_reason(flow)
    for state in flow.states.values():
        for effect in state.effects if state.name not in sure else ():
            spec = parsed.definition.documents.get(effect.argument) if effect.kind == "issue" else None
            for key, expression in spec.data.items() if spec is not None else ():
                if REASON in expression.text and not guards_against_null(expression):
                    place = at(parsed.sources.documents[effect.argument], "data", key)
                    problem = f"{effect.argument!r} seals the reason, and the case may come to {state.name!r} without"
                    remedy = "Write needs: [reason] at the actions that lead there."
                    parsed.diagnostics.add(place, "document.unfilled", problem, remedy)


def check_plain_texts(parsed: ParsedFolder) -> None:
    """Record placeholders in texts that are shown as they stand: labels, hints, titles, reasons."""
    definition, ar = parsed.definition, parsed.sources.ar
    states, messages = definition.flow.states.values(), definition.messages.values()
    filled: set[Bilingual | None] = {text for state in states for text in state.told}
    filled |= {text for each in messages for text in (each.sms, each.subject, each.body)}
    filled |= {each.text for each in definition.answer.sentences} if definition.answer else set()
    for key, text in definition.texts.items():
        named = placeholders_in(text.ar)
        if named and text not in filled:
            problem = f"{key!r} is shown as it stands, and nothing is put into {{{named[0]}}}"
            remedy = "Name no placeholder here; messages, tell and the sentences of an answer have them."
            parsed.diagnostics.add(at(ar, key), "text.unfilled", problem, remedy)


def _surely_with_a_reason(flow: Flow) -> set[str]:
    """Return the states to which every way leads past an action with a reason."""
    sure = set(flow.states) - {flow.start}
    while True:
        lost = {to for name, to, gives in _ways(flow) if not gives and name not in sure} & sure
        if not lost:
            return sure
        sure -= lost


def _ways(flow: Flow) -> Iterator[tuple[str, str, bool]]:
    """Yield every way from a state to another, with whether a reason is given on it."""
    for state in flow.states.values():
        for action in state.actions.values():
            yield from ((state.name, branch.to, "reason" in action.needs) for branch in action.branches)
        yield from ((state.name, each.to, "reason" in each.needs) for each in state.reopen.values())
        yield from ((state.name, target, False) for target in state.targets_by_itself)


def _after_a_reason(flow: Flow) -> set[str]:
    """Return the states that may follow an action with a reason."""
    return reachable(flow, [to for _, to, gives in _ways(flow) if gives])


def _after_handing_over(flow: Flow) -> set[str]:
    return reachable(flow, [state.name for state in flow.states.values() if state.hands_over])
