"""The sheets that officials fill in with a decision, drawn beside it; the language of the form judges what is typed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.core.design import formats
from hukumati.core.design.forms import StoredFile
from hukumati.service_language.api import FILE_TYPES, MAX_FILE_BYTES, Page, Question
from hukumati.web.portal import question_forms
from hukumati.web.portal.repeatable_groups import entries_changed
from hukumati.web.portal.uploading import REMOVE, files_sent

Errors = Mapping[str, Bilingual]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet on the page; `needed_by` are the decisions that it belongs to, of those that the official may take."""

    title: str
    form: question_forms.QuestionForm
    needed_by: tuple[str, ...]
    has_files: bool
    has_buttons: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """What came with a page besides its main button: files kept or refused, an entry added or removed.

    `posted` stands in for the fields where a button inside the sheet was pressed, so that nothing is decided yet.
    """

    refused: Errors
    posted: QueryDict | None


def sheets_of(
    view: cases.OfficerView,
    officer: cases.Actor,
    labels: Mapping[str, str],
    *,
    data: QueryDict | None = None,
    errors: Errors | None = None,
) -> list[Sheet]:
    """List the sheets of the decisions that the official may take; `labels` are those decisions' names."""
    return [
        Sheet(
            title=str(page.title),
            form=_form(view, officer, page, data, errors or {}),
            needed_by=tuple(labels[each.name] for each in view.choices if each.fill == page.id),
            has_files=any(each.type in FILE_TYPES for each in page.ask),
            has_buttons=any(each.type in (*FILE_TYPES, "group") for each in page.ask),
        )
        for page in _pages(view)
    ]


def _form(
    view: cases.OfficerView, officer: cases.Actor, page: Page, data: QueryDict | None, errors: Errors
) -> question_forms.QuestionForm:
    session = view.case.form_session
    visible = session.official_questions(page.id)
    kept = {each.id: _kept(view, officer, each) for each in page.ask if each.type in FILE_TYPES}
    asked = question_forms.rendered(page, visible)
    own = {name: said for name, said in errors.items() if any(_is_of(name, each) for each in page.ask)}
    return question_forms.build(session=session, questions=asked, data=data, errors=own, kept=kept)


def _is_of(name: str, question: Question) -> bool:
    """Return whether an error is of a question, or of a part of a group."""
    return name == question.id or (question.type == "group" and name.startswith(f"{question.id}_"))


def _pages(view: cases.OfficerView) -> Iterator[Page]:
    form = view.case.form_session.definition.form
    return (form.sheet(name) for name in dict.fromkeys(each.fill for each in view.choices if each.fill))


def _kept(view: cases.OfficerView, officer: cases.Actor, question: Question) -> list[StoredFile]:
    reference = view.case.reference
    files = cases.list_sheet_files(reference=reference, officer=officer, question=question.id)
    shown = files[-1:] if question.type == "file" else files
    return [
        StoredFile(
            id=str(each.id), name=each.name, size=formats.file_size(each.size),
            url=reverse("case_file", args=[reference, each.id]),
        )
        for each in shown
    ]  # fmt: skip


def take_files_and_buttons(request: HttpRequest, view: cases.OfficerView, officer: cases.Actor) -> Filled:
    """Keep the files that came, and do what a button inside a sheet asks for."""
    questions = [question for page in _pages(view) for question in page.ask]
    refused: dict[str, Bilingual] = {}
    for question in questions:
        for file in files_sent(request, question.id, refused) if question.type in FILE_TYPES else ():
            said = _keep(view, officer, question, file.name or "", file.read(MAX_FILE_BYTES + 1))
            if said is not None:
                refused[question.id] = said
    changed: Any = entries_changed(request.POST, questions)
    if _remove_pressed(request, view, officer) and changed is None:
        changed = request.POST
    return Filled(refused, changed)


def _keep(
    view: cases.OfficerView, officer: cases.Actor, question: Question, name: str, content: bytes
) -> Bilingual | None:
    try:
        cases.keep_sheet_file(
            reference=view.case.reference, officer=officer, question=question.id, name=name, content=content, now=now()
        )
    except cases.UploadRefused as refusal:
        return refusal.message
    return None


def _remove_pressed(request: HttpRequest, view: cases.OfficerView, officer: cases.Actor) -> bool:
    try:
        pressed = UUID(request.POST.get(REMOVE, ""))
    except ValueError:
        return False
    cases.remove_sheet_file(reference=view.case.reference, officer=officer, upload_id=pressed, now=now())
    return True
