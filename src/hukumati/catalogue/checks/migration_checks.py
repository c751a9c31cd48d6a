"""Checks that running cases can move as migrate.yaml says: everything they hold must have a place."""

from collections.abc import Iterator

from hukumati.catalogue.folder.errors import Mistake
from hukumati.service_language.api import Definition, Migration

FILE = "migrate.yaml"
ASKED_FOR = {"ask": "uses", "tell": "tells", "issue": "documents", "notify": "messages", "request": "requests"}


def migration_mistakes(*, old: Definition, new: Definition, migration: Migration) -> list[Mistake]:
    """Return what of the old version has no place in the new one."""
    checks = (_states, _answers, _new_questions, _effects, _requests)
    return [
        Mistake(FILE, 1, f"migrate.{check.__name__.strip('_')}", problem, remedy)
        for check in checks
        for problem, remedy in check(old, new, migration)
    ]


Found = Iterator[tuple[str, str]]


def _states(old: Definition, new: Definition, migration: Migration) -> Found:
    for name in migration.states:
        if name not in old.flow.states:
            yield f"version {migration.source} has no state {name!r}", "Correct the name in `states`."
    for state in old.flow.states.values():
        if not state.end and migration.state(state.name) not in new.flow.states:
            yield f"cases in {state.name!r} have no state to go to", f"Add `states: {{{state.name}: STATE}}`."
        for after in state.after:
            if migration.state(after.to) not in new.flow.states:
                problem = f"a timer of {state.name!r} leads to {after.to!r}, which is no state any more"
                yield problem, f"Add `states: {{{after.to}: STATE}}`."
    start = migration.state(old.flow.start)
    if migration.drafts == "move" and start != new.flow.start:
        yield f"drafts would begin in {start!r}", f"Add `states: {{{old.flow.start}: {new.flow.start}}}`."


def _answers(old: Definition, new: Definition, migration: Migration) -> Found:
    before = {question.id: question.type for question in old.form.all_questions()}
    after = {question.id: question.type for question in new.form.all_questions()}
    for name in migration.answers:
        if name not in before:
            yield f"version {migration.source} does not ask {name!r}", "Correct the name in `answers`."
    for name, kind in before.items():
        target = migration.answers.get(name, name)
        if target is not None and target not in after:
            yield f"the answer {name!r} has no place", f"Add `answers: {{{name}: QUESTION}}`, or null to drop it."
        elif target is not None and after[target] != kind:
            yield f"{name!r} is {kind!r}, but {target!r} is {after[target]!r}", "Drop it with null, and ask anew."


def _new_questions(old: Definition, new: Definition, migration: Migration) -> Found:
    carried = {migration.answers.get(question.id, question.id) for question in old.form.questions()}
    mentioned = carried | set(migration.asked) | set(migration.given)
    for question in new.form.questions():
        if question.id not in mentioned:
            yield (
                f"nothing is said of the new question {question.id!r}",
                f"Add `new: {{{question.id}: ask}}`, or a value.",
            )


def _effects(old: Definition, new: Definition, migration: Migration) -> Found:
    """What an old state may still have to do must be possible under the new version."""
    for state in old.flow.states.values():
        for effect in state.effects:
            known = ASKED_FOR.get(effect.kind)
            if known and not state.end and effect.argument not in getattr(new, known):
                problem = f"a case in {state.name!r} may still have to {effect.kind} {effect.argument}, which is gone"
                yield problem, f"Keep it in this version until no case of version {migration.source} runs."


def _requests(old: Definition, new: Definition, migration: Migration) -> Found:
    for name, request in old.requests.items():
        if name not in new.requests or new.requests[name].kind != request.kind:
            problem = f"the request {name!r} may be open, and is gone or of another kind"
            yield problem, f"Keep it in this version until no case of version {migration.source} runs."
