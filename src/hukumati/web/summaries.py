"""Answers and cases as people read them: rows of a summary, steps of a case."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hukumati.cases import api as cases
from hukumati.core.bilingual import Bilingual, active_language
from hukumati.core.design import formats
from hukumati.core.design.parts import Row, Step
from hukumati.core.governorates import GOVERNORATES
from hukumati.core.money import Money
from hukumati.service_language.api import (
    FILE_TYPES,
    RECORD,
    RECORD_TYPES,
    Calculation,
    Definition,
    FormSession,
    Question,
    files_in,
    is_file_answer,
    label_of,
    listed_entries,
)
from hukumati.web.records import entry_name, entry_text
from hukumati.web.register_values import name_text

MILESTONES: Final = {
    "started": gettext_lazy("Application started"),
    "submitted": gettext_lazy("Application submitted"),
    "your_turn": gettext_lazy("Action needed from you"),
    "in_review": gettext_lazy("Being checked"),
    "decided": gettext_lazy("Decision"),
    "ready": gettext_lazy("Ready"),
    "on_its_way": gettext_lazy("On its way"),
    "closed": gettext_lazy("Finished"),
}
METHODS: Final = {
    "download": Bilingual(ar="تنزيلًا من حسابك في البوابة", en="Download from your account"),
    "post_office": Bilingual(ar="من مكتب بريد", en="At a post office"),
    "home": Bilingual(ar="توصيلًا إلى عنوانك", en="Brought to your address"),
}


@dataclass(frozen=True, slots=True)
class CaseStatus:
    """The status of a case, as a coloured tag."""

    text: Promise
    colour: str


IN_PROGRESS: Final = CaseStatus(gettext_lazy("In progress"), "blue")
WAITS_FOR_A_REGISTER: Final = CaseStatus(gettext_lazy("Waiting for a register"), "yellow")
CALL_IS_OVER: Final = CaseStatus(gettext_lazy("Closed before it was submitted"), "grey")
REFUSED: Final = CaseStatus(gettext_lazy("Refused"), "red")
APPROVED: Final = CaseStatus(gettext_lazy("Approved"), "green")
WITHDRAWN: Final = CaseStatus(gettext_lazy("Withdrawn"), "grey")
COMPLETED: Final = CaseStatus(gettext_lazy("Completed"), "green")
APPOINTMENT_BOOKED: Final = CaseStatus(gettext_lazy("Appointment booked"), "blue")
CLOSED: Final = CaseStatus(gettext_lazy("Closed"), "grey")

LTR_TYPES: Final = frozenset(
    ("phone", "email", "id_number", "iban", "postcode", "number", "year_number", "time", "web_address")
)
"""Types whose answers are read from left to right in every language."""
RAN_OUT: Final = frozenset({"timed_out", "expired"})
TIME_RAN_OUT: Final = CaseStatus(gettext_lazy("The time ran out"), "grey")


@dataclass(frozen=True, slots=True)
class Places:
    """One way to collect a document, and where."""

    method: Bilingual
    places: tuple[Bilingual, ...]


def collection_places(definition: Definition) -> list[Places]:
    """List each way of collecting with its places."""
    lists = {"office": "offices", "post_office": "post_offices"}
    return [
        Places(
            _method(definition, method), tuple(place.label for place in definition.lists.get(lists.get(method, ""), ()))
        )
        for method in definition.collect
    ]


def _method(definition: Definition, method: str) -> Bilingual:
    provider = definition.provider_name
    own = Bilingual(ar=f"من مكتب {provider.ar}", en=f"At a {provider.en} office")
    return own if method == "office" else METHODS[method]


def case_status(case: cases.CaseView) -> CaseStatus:
    """Return a case's status in a word or two; of a case that has ended, how it ended."""
    if case.queued:
        return WAITS_FOR_A_REGISTER
    if case.is_draft and case.form_session.call_stage == "over":
        return CALL_IS_OVER
    if case.is_draft:
        return CaseStatus(gettext_lazy("Not submitted yet"), "grey")
    if case.awaits_payment:
        return CaseStatus(gettext_lazy("Waiting for payment"), "yellow")
    if case.closed_at:
        return _end_status(case)
    if case.booked:
        return APPOINTMENT_BOOKED
    if case.milestone == "decided":
        return APPROVED
    colours = {"your_turn": "orange", "ready": "green"}
    return CaseStatus(MILESTONES[case.milestone], colours.get(case.milestone, "blue"))


def _end_status(case: cases.CaseView) -> CaseStatus:
    """Return how a case ended: only what was handed over, or answered, is completed."""
    if case.ended_by == "withdraw":
        return WITHDRAWN
    if case.ended_by in RAN_OUT:
        return TIME_RAN_OUT
    if case.is_refused:
        return REFUSED
    was_ready = any(step.name == "ready" and step.state != "todo" for step in case.steps)
    return COMPLETED if was_ready else CLOSED


def steps(case: cases.CaseView) -> list[Step]:
    """Turn a case's milestones into the steps that a page shows; a decision that was made says yes or no."""
    return [Step(_step_text(case, step), step.state, step.at) for step in case.steps]


def _step_text(case: cases.CaseView, step: cases.Milestone) -> Promise:
    if step.name == "your_turn" and step.state == "current" and case.booked:
        return APPOINTMENT_BOOKED.text
    if step.name != "decided" or step.state == "todo" or _ended_with_nothing(case):
        return MILESTONES[step.name]
    return (REFUSED if case.is_refused else APPROVED).text


def _ended_with_nothing(case: cases.CaseView) -> bool:
    """Return whether a case was closed, withdrawn or ran out: whatever was decided before is not what it came to."""
    return case.closed_at is not None and not case.is_refused and _end_status(case) != COMPLETED


def answer_rows(
    *,
    case: cases.CaseView,
    questions: Iterable[Question],
    page_id: str = "",
    file_route: str = "upload",
    sources: Mapping[str, Any] | None = None,
    owed: Collection[str] = (),
) -> list[Row]:
    """List questions with their answers; with `page_id`, each answer that may change links to its page.

    Files link to the route `file_route`; `sources` says, by question, where its answer comes from. The answers to
    `owed` are still to come from a silent register.
    """
    drawn = ((question, _row(case, question, page_id, file_route)) for question in questions)
    rows = ((question, _owed(row) if question.id in owed else row) for question, row in drawn)
    return [row if sources is None else _with_source(row, sources.get(question.id)) for question, row in rows]


def calculated_rows(session: FormSession) -> list[Row]:
    """List what the service works out from the answers, as far as it is told to people."""
    return [Row(str(each.label), _calculated_text(each, value)) for each, value in session.calculated()]


def _calculated_text(calculation: Calculation, value: Any) -> str:
    if calculation.gives == "money":
        return formats.money_text(Money(value, calculation.currency))
    return formats.long_date(value) if calculation.gives == "date" else _plain_text(value)


def _owed(row: Row) -> Row:
    return replace(row, value=_("Taken from the register when it answers"), ltr=False)


def _with_source(row: Row, source: Any) -> Row:
    if not source:
        return row
    value = format_html('<bdi dir="ltr">{}</bdi>', row.value) if row.ltr else row.value
    explained = format_html('{}<br><span class="govuk-hint govuk-!-margin-bottom-0">{}</span>', value, source)
    return replace(row, value=explained, ltr=False)


SOURCES: Final = {
    "register": gettext_lazy("From the register"),
    "declared": gettext_lazy("Declared by the applicant: the register did not answer"),
    "chosen": gettext_lazy("Chosen by the applicant from the register"),
    "citizen": gettext_lazy("Given by the applicant"),
}


def sources_of(case: cases.CaseView, questions: Iterable[Question]) -> dict[str, Any]:
    """Return, by question, where its answer comes from: a register, the applicant, or the applicant in its place."""
    answered = [question for question in questions if case.answers.get(question.id) is not None]
    return {question.id: SOURCES[_source_of(question, case)] for question in answered}


def _source_of(question: Question, case: cases.CaseView) -> str:
    if question.id in case.declared:
        return "declared"
    if question.type in RECORD_TYPES:
        return "chosen"
    return "register" if question.locked and question.contract else "citizen"


def _row(
    case: cases.CaseView,
    question: Question,
    page_id: str,
    file_route: str,
) -> Row:
    answer = case.answers.get(question.id)
    ids = [str(file["id"]) for file in files_in(answer)]
    links = {each: reverse(file_route, args=[case.reference, each]) for each in ids}
    change_url = ""
    if page_id and not question.locked:
        change_url = reverse("form_page", args=[case.reference, page_id]) + f"#id_{question.id}"
    return Row(
        str(question.label),
        answer_text(case.form_session.definition, question, answer, case.registers, links),
        ltr=question.type in LTR_TYPES and question.unit is None,
        change_url=change_url,
    )


def answer_text(
    definition: Definition,
    question: Question,
    answer: Any,
    registers: Mapping[str, Any],
    links: Mapping[str, str] | None = None,
) -> str:
    """Return one answer as a person reads it, "Not given" where there is none.

    `registers` are the kept answers, `links` the addresses of files by their ids.
    """
    if answer in (None, "", [], {}):
        return _("Not given")
    if question.type in {"record", "records"}:
        return _record_text(question, answer, registers)
    if question.type in FILE_TYPES or is_file_answer(answer):
        return _files_text(answer, links or {})
    if question.type == "group":
        return _group_text(definition, question, answer, registers, links or {})
    if question.type == "collection":
        return _collection_text(definition, question, answer)
    if question.type in PLAIN_TEXTS:
        return PLAIN_TEXTS[question.type](question, answer)
    return _chosen_text(question, answer) if question.options else _plain_text(answer)


def _chosen_text(question: Question, answer: Any) -> str:
    labels = {option.code: str(option.label) for option in question.options}
    chosen = answer if isinstance(answer, list) else [answer]
    return _comma().join(labels.get(str(code), str(code)) for code in chosen)


def _comma() -> str:
    return f"{formats.COMMA[active_language()]} "


def _plain_text(answer: Any) -> str:
    if isinstance(answer, bool) or answer in {"yes", "no"}:
        return _("Yes") if answer in {True, "yes"} else _("No")
    return str(answer)


def _record_text(question: Question, answer: Any, registers: Mapping[str, Any]) -> str:
    found = dict(listed_entries(question, registers))
    chosen = answer if isinstance(answer, list) else [answer]
    lines = ((entry_text(question, found[key]) if key in found else str(key),) for key in chosen)
    return format_html_join(mark_safe("<br>"), "{}", lines)


def address_text(address: Mapping[str, Any]) -> str:
    governorate = GOVERNORATES.get(str(address["governorate"]), address["governorate"])
    parts = [address["street"], address["locality"], str(governorate), address["postcode"]]
    return _comma().join(f"\u2068{part}\u2069" for part in parts if part)


def _group_text(
    definition: Definition,
    group: Question,
    entries: Any,
    registers: Mapping[str, Any],
    links: Mapping[str, str],
) -> str:
    lines = (
        (
            _titled(group, entry, registers),
            format_html_join(" · ", "{}: {}", _parts_text(definition, group, entry, registers, links)),
        )
        for entry in entries
    )
    return format_html_join(mark_safe("<br>"), "{}{}", lines)


def _titled(group: Question, entry: Mapping[str, Any], registers: Mapping[str, Any]) -> str:
    """Name the record that an entry is about; "" for one that people added themselves."""
    if not group.each:
        return ""
    key = str(entry.get(RECORD))
    record = dict(listed_entries(group, registers)).get(key)
    return f"{key if record is None else entry_name(group, record)}: "


def _parts_text(
    definition: Definition,
    group: Question,
    entry: Mapping[str, Any],
    registers: Mapping[str, Any],
    links: Mapping[str, str],
) -> list[tuple[str, str]]:
    given = (part for part in group.ask if entry.get(part.id) not in (None, []))
    return [(str(part.label), answer_text(definition, part, entry[part.id], registers, links)) for part in given]


def _files_text(files: Iterable[Mapping[str, Any]], links: Mapping[str, str]) -> str:
    lines = ((links.get(file["id"], ""), file["name"], formats.file_size(file["size"])) for file in files)
    return format_html_join(
        mark_safe("<br>"), '<a class="govuk-link" href="{}"><bdi>{}</bdi></a> <span class="hk-whole">({})</span>', lines
    )


def _labelled(question: Question, fact: object) -> str:
    label = label_of(question, fact)
    return label[active_language()] if label else str(fact)


def _measured(question: Question, number: object) -> str:
    return f"{number} {question.unit}" if question.unit else str(number)


PLAIN_TEXTS: Final[dict[str, Callable[[Question, Any], str]]] = {
    "person_name": lambda _question, answer: name_text(answer),
    "date": lambda _question, answer: formats.long_date(date.fromisoformat(str(answer))),
    "money": lambda question, answer: formats.money_text(Money(answer, question.currency)),
    "address": lambda _question, answer: address_text(answer),
    "foreign_address": _labelled,
    "decimal": lambda question, answer: _labelled(question, float(answer)),
    "number": _measured,
}


def _collection_text(definition: Definition, question: Question, answer: Mapping[str, Any]) -> str:
    method = str(answer.get("method"))
    if method == "home" and isinstance(answer.get("address"), Mapping):
        return f"{METHODS[method]}: {address_text(answer['address'])}"
    place = definition.place(method, str(answer.get("place") or ""))
    offered = {option.code: str(option.label) for option in question.options}
    return str(place.label) if place else offered.get(method) or str(METHODS.get(method, method))
