"""Groups that are asked of each chosen record: they name a question of an earlier page, and take its records' names."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.entries import FormEntry
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.service_language.api import RECORD, Form, Page, Question

DECIDED_BY_RECORDS: Final = ("min", "max", "required", "required_if")
"""Words that mean nothing where the chosen records decide how many entries there are."""


def with_records(form: Form, *, source: YamlFile[FormEntry], diagnostics: Diagnostics) -> Form:
    """Return the form in which groups know the records that they are asked of; record what they cannot be asked of."""
    pages: list[Page] = []
    for number, page in enumerate(form.pages):
        before = [question for earlier in pages for question in earlier.ask]
        asked = [
            _with_records(each, before, source, ("pages", number, "ask", index), diagnostics) if each.each else each
            for index, each in enumerate(page.ask)
        ]
        pages.append(replace(page, ask=tuple(asked)))
    return replace(form, pages=tuple(pages))


def _with_records(
    group: Question,
    before: Sequence[Question],
    source: YamlFile[FormEntry],
    path: tuple[str | int, ...],
    diagnostics: Diagnostics,
) -> Question:
    page, index = path[1], path[3]
    entry = source.value["pages"][int(page)]["ask"][int(index)]
    for word in DECIDED_BY_RECORDS:
        if word in entry:
            problem = f"{word!r} has no meaning where each chosen record is asked about"
            diagnostics.add(at(source, *path, word), "form.each", problem, "Remove it.")
    if any(part.id == RECORD for part in group.ask):
        problem = f"{RECORD!r} is the chosen record itself"
        diagnostics.add(at(source, *path, "each"), "form.each", problem, "Rename the question of the group.")
    chosen = next((each for each in before if each.id == group.each and each.type == "records"), None)
    if chosen is None:
        known = [each.id for each in before if each.type == "records"]
        problem = f"{group.each!r} is no question of type records on an earlier page"
        remedy = f"Known are: {', '.join(known)}." if known else "Ask which records on a page before this one."
        diagnostics.add(at(source, *path, "each"), "form.each", problem, remedy)
        return group
    return replace(group, of=chosen.of, key=chosen.key, show=chosen.show, required=True)
