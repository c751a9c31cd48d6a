"""What an applicant declared beside what the register says later, both as people read them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from hukumati.cases import api as cases
from hukumati.service_language.api import FILE_TYPES, Question, is_file_answer
from hukumati.web.summaries import answer_text


def with_words(request: cases.RequestView, case: cases.CaseView) -> cases.RequestView:
    """Return a request whose differences hold texts in place of the values that answers and registers keep."""
    found = request.details.get("differences")
    if not found:
        return request
    return replace(request, details={**request.details, "differences": [_worded(each, case) for each in found]})


def _worded(difference: Mapping[str, Any], case: cases.CaseView) -> dict[str, Any]:
    question = case.form_session.definition.form.question(difference["question"])
    sides = {side: _text(case, question, difference[side]) for side in ("declared", "register")}
    return {**difference, **sides}


def _text(case: cases.CaseView, question: Question, value: Any) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if is_file_answer(value):
        return ", ".join(str(file["name"]) for file in value)
    if question.type in FILE_TYPES:  # the register's value of what a paper was to show
        return str(value)
    return answer_text(case.form_session.definition, question, value, case.registers)
