"""Files in a preview: inspected like those of a real application, but only their names are kept, in the answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.design import formats
from hukumati.core.design.forms import StoredFile
from hukumati.service_language.api import FILE_TYPES, MAX_FILE_BYTES, Question
from hukumati.web.portal.uploading import MAX_FILES_AT_ONCE, REMOVE


def take_files(request: HttpRequest, questions: Iterable[Question], answers: dict[str, Any]) -> dict[str, Bilingual]:
    """Add the uploaded files of a page to the answers; return by question why a file was not accepted."""
    refused: dict[str, Bilingual] = {}
    for question in _file_questions(questions):
        for file in request.FILES.getlist(question.id)[:MAX_FILES_AT_ONCE]:
            try:
                found = cases.examine_upload(
                    name=file.name or "", content=file.read(MAX_FILE_BYTES + 1), kinds=question.accept
                )
            except cases.UploadRefused as refusal:
                refused[question.id] = refusal.message
                continue
            before = [] if question.type == "file" else answers.get(question.id) or []
            answers[question.id] = [*(each for each in before if each["id"] != found["id"]), found]
    return refused


def remove_file(request: HttpRequest, questions: Iterable[Question], answers: dict[str, Any]) -> bool:
    """Remove the file whose button was pressed from the answers; return whether one was."""
    pressed = request.POST.get(REMOVE, "")
    for question in _file_questions(questions) if pressed else ():
        answers[question.id] = [each for each in answers.get(question.id) or [] if each["id"] != pressed]
    return bool(pressed)


def files_by_question(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, list[StoredFile]]:
    """Return the files among the answers by question, as their fields show them."""
    return {
        question.id: [
            StoredFile(id=each["id"], name=each["name"], size=formats.file_size(each["size"]))
            for each in answers.get(question.id) or []
        ]
        for question in _file_questions(questions)
    }


def _file_questions(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.type in FILE_TYPES]
