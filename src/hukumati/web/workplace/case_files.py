"""The files of a case as an officer opens them in place, beside the decision."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual
from hukumati.core.design import formats
from hukumati.service_language.api import file_parts, is_file_answer
from hukumati.web.files import SHOWN_IN_PLACE


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A file with the question that it answers; `view_url` is empty where browsers do not show its kind."""

    label: Bilingual
    name: str
    size: str
    url: str
    view_url: str
    is_pdf: bool

    @property
    def title(self) -> SafeString:
        """The question, with the name and the size of the file."""
        return format_html('{}: <bdi>{}</bdi> <span class="hk-whole">({})</span>', self.label, self.name, self.size)


SENT_WITH_ANSWER: Final = Bilingual(ar="أُرفق بجواب مقدم الطلب", en="Sent with the applicant’s answer")


def files_of(
    case: cases.CaseView, requests: Iterable[cases.RequestView], events: Iterable[cases.EventView]
) -> list[CaseFile]:
    """List the files that the applicant gave, with the form and to requests, and those that officials attached."""
    given = [*_answered(case), *((each.text, paper) for each in requests for paper in each.details.get("papers", ()))]
    given += [(SENT_WITH_ANSWER, paper) for event in events for paper in event.papers]
    return [_file(case.reference, label, stored) for label, stored in given]


def _answered(case: cases.CaseView) -> Iterator[tuple[Bilingual, Mapping[str, Any]]]:
    session = case.form_session
    for question in (*session.visible_questions(), *session.filled_in()):
        answer: Any = case.answers.get(question.id)
        if is_file_answer(answer):
            yield from ((question.label, stored) for stored in answer)
        for part in file_parts(question):
            yield from ((part.label, stored) for entry in answer or () for stored in entry.get(part.id) or ())


def _file(reference: str, label: Bilingual, stored: Mapping[str, Any]) -> CaseFile:
    where = [reference, stored["id"]]
    media = str(stored.get("media", ""))
    return CaseFile(
        label=label,
        name=str(stored["name"]),
        size=formats.file_size(int(stored["size"])),
        url=reverse("case_file", args=where),
        view_url=reverse("view_case_file", args=where) if media in SHOWN_IN_PLACE else "",
        is_pdf=media == "application/pdf",
    )
