"""Parses flow.yaml: states, the actions that lead from one to another, and the effects of entering one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.durations import parse_duration
from hukumati.catalogue.folder.entries import ActionEntry, BranchEntry, FlowEntry, ReopenEntry, StateEntry
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import (
    Action,
    After,
    Branch,
    Effect,
    Flow,
    OnError,
    Reopen,
    State,
    Work,
    is_official_action,
)

ASKING: Final = "ask_citizen"
"""The official's action that decides nothing: a sheet of the state is not filled in with it."""
Steps = tuple[str | int, ...]
REQUEST = "request in requests.yaml"
QUEUES: Final = ("by_governorate", "single")
"""Words for a queue; anything else is an expression."""
NAMED = {
    "ask": "contract in `uses`",
    "tell": "contract in `tells`",
    "issue": "document",
    "notify": "message",
    "revoke": "document",
    "request": REQUEST,
}


def parse_flow(
    *, source: YamlFile[FlowEntry], names: Sequence[str], known: Mapping[str, Sequence[str]], diagnostics: Diagnostics
) -> Flow:
    """Return the flow; `known` lists what may be named by each of ask, tell, issue, notify, request, fill and show."""
    if not source.value["states"]:  # an enquiry has no ways to go
        return Flow(start="", states={})
    parser = _FlowParser(source, names, known, diagnostics)
    entries = source.value["states"].items()
    flow = Flow(start=source.value["start"], states={name: parser.state(name, entry) for name, entry in entries})
    parser.target(flow.start, ("start",))
    return flow


class _FlowParser:
    def __init__(
        self,
        source: YamlFile[FlowEntry],
        names: Sequence[str],
        known: Mapping[str, Sequence[str]],
        diagnostics: Diagnostics,
    ) -> None:
        self.source, self.names, self.known, self.diagnostics = source, names, known, diagnostics

    def target(self, state: str, path: Steps) -> str:
        states = self.source.value["states"]
        if state not in states:
            self.diagnostics.unknown(at(self.source, *path), "flow.target", "state", state, states)
        return state

    def state(self, name: str, entry: StateEntry) -> State:
        path = ("states", name)
        return State(
            name=name,
            milestone=entry["milestone"],
            actions={
                each: self.filled_in(self.action(each, what, (*path, "actions", each)), entry, path)
                for each, what in entry.get("actions", {}).items()
            },
            effects=tuple(self.effect(text, (*path, "do", index)) for index, text in enumerate(entry.get("do", []))),
            on_error=self.on_error(entry, path),
            after=tuple(self.after(text, to, (*path, "after", text)) for text, to in entry.get("after", {}).items()),
            work=self.work(entry, (*path, "work")),
            end=entry.get("end", False),
            tell=self.tell(entry, path),
            tell_after={
                action: self.diagnostics.text(key, at(self.source, *path, "tell_after", action))
                for action, key in entry.get("tell_after", {}).items()
            },
            requests=tuple(
                self.openable_request(each, (*path, "requests", index))
                for index, each in enumerate(entry.get("requests", []))
            ),
            until=entry.get("until", ""),
            charge=self.fee(entry["charge"], (*path, "charge")) if "charge" in entry else "",
            show=tuple(
                self.shown_answer(each, (*path, "show", index)) for index, each in enumerate(entry.get("show", []))
            ),
            reopen={
                each: self.reopen(each, what, (*path, "reopen", each)) for each, what in entry.get("reopen", {}).items()
            },
        )

    def action(self, name: str, entry: str | list[BranchEntry] | ActionEntry, path: Steps) -> Action:
        label, done = self.label(name, path), self.done(name, path)
        if isinstance(entry, str):
            return Action(name=name, branches=(Branch(None, self.target(entry, path)),), label=label, done=done)
        if isinstance(entry, list):
            return Action(name=name, branches=self.branches(entry, path), label=label, done=done)
        if "to" in entry:
            branches: tuple[Branch, ...] = (Branch(None, self.target(entry["to"], (*path, "to"))),)
        else:
            branches = self.branches(entry.get("branches", []), (*path, "branches"))
        return Action(
            name=name,
            branches=branches,
            needs=tuple(entry.get("needs", ())),
            label=label,
            done=done,
            four_eyes=entry.get("four_eyes", False),
            fill=self.sheet(entry["fill"], (*path, "fill")) if "fill" in entry else "",
        )

    def filled_in(self, action: Action, entry: StateEntry, path: Steps) -> Action:
        """Return an action with the sheet of its state, where officials take it, decide by it and have no other."""
        if "fill" not in entry or action.fill or action.name == ASKING or not is_official_action(action.name):
            return action
        return replace(action, fill=self.sheet(entry["fill"], (*path, "fill")))

    def fee(self, name: str, path: Steps) -> str:
        if name not in self.known["charge"]:
            what = "table in `rules`"
            self.diagnostics.unknown(at(self.source, *path), "flow.charge", what, name, self.known["charge"])
        return name

    def sheet(self, name: str, path: Steps) -> str:
        if name not in self.known["fill"]:
            what = "sheet under `officials` in form.yaml"
            self.diagnostics.unknown(at(self.source, *path), "flow.fill", what, name, self.known["fill"])
        return name

    def label(self, name: str, path: Steps) -> Bilingual | None:
        """Return the service's own label of an action, where it has one."""
        return self.own_text(f"action_{name}", path)

    def done(self, name: str, path: Steps) -> Bilingual | None:
        """Return the service's own words for what an action did, where it has them."""
        return self.own_text(f"done_{name}", path)

    def own_text(self, key: str, path: Steps) -> Bilingual | None:
        return self.diagnostics.text(key, at(self.source, *path)) if key in self.diagnostics.texts else None

    def reopen(self, name: str, entry: ReopenEntry, path: Steps) -> Reopen:
        return Reopen(
            name=name,
            to=self.target(entry["to"], (*path, "to")),
            by=entry["by"],
            within_days=parse_duration(entry["within"]).amount,
            needs=tuple(entry.get("needs", ())),
            label=self.label(name, path),
            done=self.done(name, path),
        )

    def branches(self, entries: list[BranchEntry], path: Steps) -> tuple[Branch, ...]:
        read = tuple(self.branch(entry, (*path, index)) for index, entry in enumerate(entries))
        if not read or read[-1].when is not None:
            remedy = "Let the last branch have no `when`."
            self.diagnostics.add(at(self.source, *path), "flow.open_end", "the action may lead nowhere", remedy)
        for index, branch in enumerate(read[:-1]):
            if branch.when is None:
                place = at(self.source, *path, index)
                self.diagnostics.add(
                    place, "flow.shadowed", "the branches after this one are never taken", "Move it to the end."
                )
        return read

    def branch(self, entry: BranchEntry, path: Steps) -> Branch:
        when = entry.get("when")
        place = at(self.source, *path)
        expression = self.diagnostics.expression(when, place, self.names) if when else None
        return Branch(when=expression, to=self.target(entry["to"], path))

    def effect(self, text: str, path: Steps) -> Effect:
        kind, _, argument = text.partition(" ")
        if kind in self.known and argument not in self.known[kind]:
            what = NAMED[kind]
            self.diagnostics.unknown(at(self.source, *path), f"flow.{kind}", what, argument, self.known[kind])
        return Effect(kind=kind, argument=argument)  # type: ignore[arg-type]  # the schema's words

    def on_error(self, entry: StateEntry, path: Steps) -> OnError | None:
        if "on_error" not in entry:
            return None
        on_error, place = entry["on_error"], (*path, "on_error")
        return OnError(
            retry=on_error["retry"],
            then=self.target(on_error["then"], (*place, "then")),
            once_told=self.target(on_error["once_told"], (*place, "once_told")) if "once_told" in on_error else "",
        )

    def tell(self, entry: StateEntry, path: Steps) -> Bilingual | None:
        return self.diagnostics.text(entry["tell"], at(self.source, *path, "tell")) if "tell" in entry else None

    def shown_answer(self, name: str, path: Steps) -> str:
        """A contract has a dot in its name, a question of officials none."""
        what, known = "contract in `uses`", self.known["ask"]
        if "." not in name:
            what, known = "question under `officials` in form.yaml", self.known["show"]
        if name not in known:
            self.diagnostics.unknown(at(self.source, *path), "flow.show", what, name, known)
        return name

    def openable_request(self, name: str, path: Steps) -> str:
        if name not in self.known["request"]:
            self.diagnostics.unknown(at(self.source, *path), "flow.request", REQUEST, name, self.known["request"])
        return name

    def after(self, text: str, to: str, path: Steps) -> After:
        return After(days=parse_duration(text).amount, to=self.target(to, path))

    def work(self, entry: StateEntry, path: Steps) -> Work | None:
        if "work" not in entry:
            return None
        work = entry["work"]
        queue, due = work["queue"], parse_duration(work["due"]) if "due" in work else None
        if queue in QUEUES:
            return Work(role=work["role"], queue=queue, due=due)
        place = at(self.source, *path, "queue")
        if queue.isidentifier() and queue not in self.names:
            what = "queue or question"
            self.diagnostics.unknown(place, "flow.queue", what, queue, (*QUEUES, *self.names))
            return Work(role=work["role"], queue="single", due=due)
        by = self.diagnostics.expression(queue, place, self.names)
        return Work(role=work["role"], queue=queue, due=due, queue_by=by)
