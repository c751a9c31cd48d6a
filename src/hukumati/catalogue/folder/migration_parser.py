"""migrate.yaml: how running cases of an earlier version move; what it names must be in this version."""

from collections.abc import Iterable

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.service_language.api import Migration


def parse_migration(
    *, source: YamlFile | None, states: Iterable[str], questions: Iterable[str], diagnostics: Diagnostics
) -> Migration | None:
    """Read migrate.yaml, None where there is none."""
    if source is None:
        return None
    told, known_states, known_questions = source.value, set(states), set(questions)
    for old, new in told.get("states", {}).items():
        if new not in known_states:
            diagnostics.unknown(at(source, "states", old), "migrate.state", "state in flow.yaml", new, known_states)
    for old, name in told.get("answers", {}).items():
        if name is not None and name not in known_questions:
            diagnostics.unknown(
                at(source, "answers", old), "migrate.answer", "question in form.yaml", name, known_questions
            )
    for name in told.get("new", {}):
        if name not in known_questions:
            diagnostics.unknown(at(source, "new", name), "migrate.new", "question in form.yaml", name, known_questions)
    _told_twice(source, diagnostics)
    new = told.get("new", {})
    return Migration(
        source=told["from"],
        drafts=told["drafts"],
        states=dict(told.get("states", {})),
        answers=dict(told.get("answers", {})),
        asked=tuple(name for name, value in new.items() if value == "ask"),
        given={name: value for name, value in new.items() if value != "ask"},
    )


def _told_twice(source: YamlFile, diagnostics: Diagnostics) -> None:
    """Two answers cannot become one, nor can one be new as well."""
    taken = set(source.value.get("new", {}))
    for old, new in source.value.get("answers", {}).items():
        if new in taken:
            problem = f"{new!r} gets two answers"
            diagnostics.add(
                at(source, "answers", old), "migrate.twice", problem, "Let one of them be null, or go elsewhere."
            )
        taken |= {new} - {None}
