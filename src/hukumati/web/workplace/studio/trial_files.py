"""Files in a preview: examined as the real form examines them, and forgotten; only their names stay in the answers."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.design import formats
from hukumati.core.design.forms import KeptFile
from hukumati.service_language.api import FILES, Question
from hukumati.web.portal.uploading import LARGEST, MOST_AT_ONCE, REMOVE


def take_files(request: HttpRequest, questions: Iterable[Question], answers: dict[str, Any]) -> dict[str, Bilingual]:
    """Put the files that came with a page into the answers, and tell, by question, why one was not taken."""
    refused: dict[str, Bilingual] = {}
    for question in _of_files(questions):
        for file in request.FILES.getlist(question.id)[:MOST_AT_ONCE]:
            try:
                found = cases.examine_upload(
                    name=file.name or "", content=file.read(LARGEST + 1), kinds=question.accept
                )
            except cases.UploadRefused as refusal:
                refused[question.id] = refusal.told
                continue
            before = [] if question.type == "file" else answers.get(question.id) or []
            answers[question.id] = [*(each for each in before if each["id"] != found["id"]), found]
    return refused


def removed(request: HttpRequest, questions: Iterable[Question], answers: dict[str, Any]) -> bool:
    """Take out the file whose button was pressed, and tell whether one was."""
    pressed = request.POST.get(REMOVE, "")
    for question in _of_files(questions) if pressed else ():
        answers[question.id] = [each for each in answers.get(question.id) or [] if each["id"] != pressed]
    return bool(pressed)


def shown_files(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, list[KeptFile]]:
    """List the files of the answers as their fields show them."""
    return {
        question.id: [
            KeptFile(id=each["id"], name=each["name"], size=formats.file_size(each["size"]))
            for each in answers.get(question.id) or []
        ]
        for question in _of_files(questions)
    }


def _of_files(questions: Iterable[Question]) -> list[Question]:
    return [question for question in questions if question.type in FILES]
