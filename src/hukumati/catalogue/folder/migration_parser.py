"""Parses migrate.yaml: how running cases of an earlier version move; what it names must be in this version."""

from collections.abc import Iterable

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.entries import MigrationEntry
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.service_language.api import Migration


def parse_migration(
    *,
    source: YamlFile[MigrationEntry] | None,
    states: Iterable[str],
    questions: Iterable[str],
    diagnostics: Diagnostics,
) -> Migration | None:
    """Return the migration, None for a folder without migrate.yaml."""
    if source is None:
        return None
    entry, known_states, known_questions = source.value, set(states), set(questions)
    for old, state in entry.get("states", {}).items():
        if state not in known_states:
            diagnostics.unknown(at(source, "states", old), "migrate.state", "state in flow.yaml", state, known_states)
    for old, name in entry.get("answers", {}).items():
        if name is not None and name not in known_questions:
            diagnostics.unknown(
                at(source, "answers", old), "migrate.answer", "question in form.yaml", name, known_questions
            )
    for name in entry.get("new", {}):
        if name not in known_questions:
            diagnostics.unknown(at(source, "new", name), "migrate.new", "question in form.yaml", name, known_questions)
    _check_unambiguous(source, diagnostics)
    new_answers = entry.get("new", {})
    return Migration(
        source=entry["from"],
        drafts=entry["drafts"],
        states=dict(entry.get("states", {})),
        answers=dict(entry.get("answers", {})),
        asked=tuple(name for name, value in new_answers.items() if value == "ask"),
        given={name: value for name, value in new_answers.items() if value != "ask"},
    )


def _check_unambiguous(source: YamlFile[MigrationEntry], diagnostics: Diagnostics) -> None:
    """Two answers cannot become one, nor can one be new as well."""
    taken: set[str | None] = set(source.value.get("new", {}))
    for old, new in source.value.get("answers", {}).items():
        if new in taken:
            problem = f"{new!r} gets two answers"
            diagnostics.add(
                at(source, "answers", old), "migrate.twice", problem, "Let one of them be null, or go elsewhere."
            )
        taken |= {new} - {None}
