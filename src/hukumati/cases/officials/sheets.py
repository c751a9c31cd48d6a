"""What officials fill in with a decision: read by the language of the form, its files kept as they come."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import OFFICIALS
from hukumati.cases.engine.access import readable_case
from hukumati.cases.engine.form_sessions import session_of
from hukumati.cases.engine.kept_files import (
    UploadView,
    WithUploads,
    examined,
    keep_file,
    upload_view,
    uploaded_answers,
)
from hukumati.cases.engine.loading import definition_of, lock_case
from hukumati.cases.errors import AnswersInvalid, NotYours, TooManyTries
from hukumati.cases.models import Case, Upload
from hukumati.cases.officials.permitted import Standing, permitted_choices
from hukumati.core.limits import allow
from hukumati.service_language.api import FILE_TYPES, CleanedPage, Question

PER_HOUR: Final = 240
"""Files that one official may attach."""


def read_sheet(case: Case, sheet: str, filled: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Return the answers of a sheet, {} where there is no sheet. Raises AnswersInvalid."""
    if not sheet:
        return {}
    cleaned = _cleaned(case, sheet, filled, now)
    if cleaned.errors:
        raise AnswersInvalid(cleaned.errors)
    return cleaned.answers


def check_sheet(
    *, reference: str, officer: Actor, action: str, filled: Mapping[str, Any], now: datetime
) -> AnswersInvalid | None:
    """Return what is wrong in what an official fills in with an action, None where nothing is. Raises NotYours."""
    case = readable_case(reference, officer)
    declared = definition_of(case).flow.states[case.state].actions.get(action)
    cleaned = _cleaned(case, declared.fill, filled, now) if declared is not None and declared.fill else None
    return AnswersInvalid(cleaned.errors) if cleaned is not None and cleaned.errors else None


def _cleaned(case: Case, sheet: str, filled: Mapping[str, Any], now: datetime) -> CleanedPage:
    session = session_of(case, definition_of(case), now)
    uploads = uploaded_answers(case, session.definition.form.sheet(sheet).ask)
    return session.clean_sheet(sheet, WithUploads(filled, uploads))


def keep_sheet_file(
    *, reference: str, officer: Actor, question: str, name: str, content: bytes, now: datetime
) -> UploadView:
    """Examine a file and keep it for a question of a sheet that the official may fill in now.

    Raises NotYours, OwnCase, UploadRefused(message), TooManyTries.
    """
    asked = _question(readable_case(reference, officer), officer, question, now)
    if not allow(key=f"cases.upload:{officer.label}", at_most=PER_HOUR, per_seconds=3600):
        raise TooManyTries
    media, content = examined(content, asked.accept)
    with transaction.atomic():
        case = lock_case(reference)
        _question(case, officer, question, now)
        return keep_file(case, question, name=name, media=media, content=content, now=now)


def list_sheet_files(*, reference: str, officer: Actor, question: str) -> tuple[UploadView, ...]:
    """List what is kept for a question of a sheet, oldest first. Raises NotYours, OwnCase."""
    rows = Upload.objects.filter(case=readable_case(reference, officer), question=question)
    return tuple(upload_view(row) for row in rows.defer("content").order_by("number"))


def remove_sheet_file(*, reference: str, officer: Actor, upload_id: UUID, now: datetime) -> None:
    """Forget a file that no decision holds yet; one that is gone already changes nothing. Raises NotYours, OwnCase."""
    with transaction.atomic():
        case = lock_case(readable_case(reference, officer).reference)
        row = Upload.objects.filter(case=case, id=upload_id).defer("content").first()
        if row is None:
            return
        _question(case, officer, row.question, now)
        held = [file["id"] for file in case.answers.get(row.question) or ()]
        if str(upload_id) not in held:
            row.delete()


def _question(case: Case, officer: Actor, name: str, now: datetime) -> Question:
    """Find a file question of a sheet that belongs to something the official may do now. Raises NotYours."""
    form = definition_of(case).form
    choices = permitted_choices(Standing.of(case, officer, now)) if officer.kind in OFFICIALS else ()
    asked = (each for choice in choices if choice.fill for each in form.sheet(choice.fill).ask)
    found = next((each for each in asked if each.id == name and each.type in FILE_TYPES), None)
    if found is None:
        raise NotYours
    return found
