"""The history of a case for officials: what happened, when, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.cases import api as cases
from hukumati.service_language.api import CASE_ACTIONS, Definition

RESUMED: Final = _("Processing of the application resumed")
"""A submission that waited for a register, when the platform submits it."""
ACTION_TAKEN: Final = _("Action taken: %(action)s")
KINDS: Final[dict[str, Promise]] = {
    "citizen": _("the applicant"),
    "party": _("the person asked to agree"),
    "system": _("the platform"),
}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One line of the history; `number` is an official's, when one acted."""

    what: str
    at: datetime
    who: str
    number: str
    reason: str


def history(events: Iterable[cases.EventView], definition: Definition) -> list[HistoryLine]:
    """Return the history of a case; a run of saved pages is one line."""
    lines: list[HistoryLine] = []
    before = ""
    for event in events:
        if not (event.action == before == "save"):
            lines.append(_history_line(event, definition))
        before = event.action
    return lines


def _what(event: cases.EventView, definition: Definition) -> str:
    """Return what happened as a fact: in the service's own words, or the platform's.

    A version published before services had words for facts only says what its button was called.
    """
    state = definition.flow.states.get(event.from_state)
    declared = state and (state.actions.get(event.action) or state.reopen.get(event.action))
    if declared and declared.done:
        return str(declared.done)
    if event.action == "submit" and event.actor.startswith("system:"):
        return str(RESUMED)
    known = CASE_ACTIONS.get(event.action)
    if known:
        return str(known.history)
    return str(ACTION_TAKEN) % {"action": declared.label} if declared and declared.label else event.action


def _history_line(event: cases.EventView, definition: Definition) -> HistoryLine:
    kind, _colon, number = event.actor.partition(":")
    known = KINDS.get(kind)
    return HistoryLine(
        what=_what(event, definition),
        at=event.at,
        who=str(known or ""),
        number="" if known else number,
        reason=event.reason or "",
    )
