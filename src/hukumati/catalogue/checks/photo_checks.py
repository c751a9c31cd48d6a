"""Checks of pictures on documents: each is given, is a picture, is seen by an officer, and stands in the template."""

import re
from collections.abc import Iterator
from typing import Final

from hukumati.catalogue.folder.diagnostics import At, at
from hukumati.catalogue.folder.parser import ParsedFolder
from hukumati.service_language.api import Definition, DocumentSpec, Question, State, is_official_action

PICTURES: Final = frozenset({"jpeg", "png"})
_SET: Final = re.compile(r"\bportrait\(")


def check_photos(parsed: ParsedFolder) -> None:
    """Record documents that promise a picture which may be missing, unseen, or no picture."""
    pictures = {question.id: question for question in parsed.definition.form.questions() if question.type == "file"}
    for name, spec in parsed.definition.documents.items():
        if spec.photo is None:
            continue
        place = at(parsed.sources.documents[name], "photo")
        if spec.photo not in pictures:
            parsed.diagnostics.unknown(place, "document.photo", "question for one file", spec.photo, pictures)
        else:
            _check_photo(parsed, spec, pictures[spec.photo], place)


def _check_photo(parsed: ParsedFolder, spec: DocumentSpec, asked: Question, place: At) -> None:
    if not asked.required or asked.show_if is not None or asked.required_if is not None:
        problem = f"{asked.id!r} is not always given, and {spec.name!r} is not issued without it"
        parsed.diagnostics.add(place, "document.photo", problem, "Ask for it without show_if, and let it be required.")
    if not PICTURES.issuperset(asked.accept):
        problem = f"{asked.id!r} takes other files than pictures"
        parsed.diagnostics.add(place, "document.photo", problem, "Write accept: [jpeg, png].")
    if spec.name in set(_issued_unseen(parsed.definition)):
        problem = f"{asked.id!r} is the applicant's, and {spec.name!r} is sealed before an officer has seen it"
        parsed.diagnostics.add(place, "document.photo", problem, "Lead the case to an officer first.")
    if not _SET.search(spec.template_source):
        problem = f"{spec.template} does not set the photo"
        parsed.diagnostics.add(place, "document.photo", problem, "Set it by portrait(…), or leave photo out.")


def _issued_unseen(definition: Definition) -> Iterator[str]:
    """Yield the documents that a case comes to by the actions of applicant and platform alone."""
    for name in definition.flow.reached(_without_an_official):
        yield from (effect.argument for effect in definition.flow.states[name].effects if effect.kind == "issue")


def _without_an_official(state: State) -> Iterator[str]:
    yield from state.targets_by_itself
    unseen = (action for action in state.actions.values() if not is_official_action(action.name))
    yield from (branch.to for action in unseen for branch in action.branches)
