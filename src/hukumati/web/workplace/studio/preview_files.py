"""Files in a preview: inspected like those of a real application, but only their names are kept, in the answers."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeAlias

from django.http import HttpRequest, QueryDict

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.design import formats
from hukumati.core.design.forms import StoredFile
from hukumati.service_language.api import (
    FILE_TYPES,
    KEPT_SUFFIX,
    MAX_FILE_BYTES,
    FileField,
    Question,
    file_fields,
    files_asked,
)
from hukumati.web.portal.uploading import REMOVE, files_sent, held_files

File: TypeAlias = dict[str, Any]
"""A file as an answer holds it."""
Kept: TypeAlias = dict[str, Any]
"""Answers of a preview, with the files of groups under GROUP.QUESTION."""


def take_files(
    request: HttpRequest, questions: Sequence[Question], answers: Kept, posted: QueryDict
) -> dict[str, Bilingual]:
    """Add the uploaded files of a page to the answers; return by field why a file was not accepted.

    Those of a group stand together under GROUP.QUESTION; which entry has which is named in what was `posted`.
    """
    refused: dict[str, Bilingual] = {}
    for question in _file_questions(questions):
        for found in _accepted(request, question.id, question, refused):
            before = [] if question.type == "file" else answers.get(question.id) or []
            answers[question.id] = [*(each for each in before if each["id"] != found["id"]), found]
    for field in file_fields(questions):
        for found in _accepted(request, field.name, field.part, refused):
            before = answers.get(field.key) or []
            answers[field.key] = [*(each for each in before if each["id"] != found["id"]), found]
            posted.appendlist(field.name + KEPT_SUFFIX, found["id"])
    return refused


def _accepted(request: HttpRequest, name: str, question: Question, refused: dict[str, Bilingual]) -> Iterator[File]:
    for file in files_sent(request, name, refused):
        try:
            content = file.read(MAX_FILE_BYTES + 1)
            yield cases.examine_upload(name=file.name or "", content=content, kinds=question.accept)
        except cases.UploadRefused as refusal:
            refused[name] = refusal.message


def with_files(posted: QueryDict, questions: Sequence[Question], answers: Kept) -> QueryDict:
    """Return what was posted, with the accepted files as the answers of their questions and entries."""
    filled: Any = posted.copy()
    for question in _file_questions(questions):
        filled.setlist(question.id, [answers.get(question.id) or []])
    for field in file_fields(questions):
        filled.setlist(field.name, [_held(field, answers, posted)])
    answered: QueryDict = filled
    return answered


def _held(field: FileField, answers: Kept, posted: QueryDict | None) -> list[File]:
    return held_files(field, {each["id"]: each for each in answers.get(field.key) or []}, answers, posted)


def remove_file(request: HttpRequest, questions: Iterable[Question], answers: Kept) -> bool:
    """Remove the file whose button was pressed from the answers; return whether one was."""
    pressed = request.POST.get(REMOVE, "")
    for name in files_asked(questions) if pressed else ():
        answers[name] = [each for each in answers.get(name) or [] if each["id"] != pressed]
    return bool(pressed)


def files_by_question(
    questions: Sequence[Question], answers: Kept, posted: QueryDict | None = None
) -> dict[str, list[StoredFile]]:
    """Return the files among the answers by question and entry, as their fields show them."""
    found = {question.id: answers.get(question.id) or [] for question in _file_questions(questions)}
    found |= {field.name: _held(field, answers, posted) for field in file_fields(questions)}
    return {name: [_stored(each) for each in files] for name, files in found.items()}


def _stored(file: File) -> StoredFile:
    return StoredFile(id=file["id"], name=file["name"], size=formats.file_size(file["size"]))


def _file_questions(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.type in FILE_TYPES]
