"""The officials who work on a case of any service: all that they are to do, and may do."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final

from hukumati.cases import api as cases
from hukumati.cases.domain import handover as handovers
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.models import Appointment, Case, Handover, Request, Task
from hukumati.cases.tests.conftest import OFFICER, Citizen
from hukumati.cases.tests.files import pdf, picture
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import FILE_TYPES, Question

Moves = dict[str, Callable[[], object]]
"""What may be done, by what it is called."""
PHOTO: Final = picture(size=(450, 600))
PAPER: Final = pdf()


@dataclass
class Somebody(Citizen):
    """The person of a scenario, under an account of their own."""

    number: int = 0
    name: Bilingual = field(default_factory=lambda: Bilingual(ar="ليلى الزيتون", en="Layla Zaytoun"))

    @property
    def sub(self) -> str:
        return f"sub-of-{self.number}"


@dataclass(frozen=True)
class Officials:
    """Whoever works on a person's case at a moment; `sheets` is what they fill in, by question."""

    person: Somebody
    sheets: Mapping[str, Any]
    now: datetime

    @property
    def case(self) -> Case:
        return Case.objects.get(reference=self.person.reference)

    def duties(self) -> Moves:
        """Return what officials are to do: decide, answer what they are asked, and see to what lies at their desks."""
        case = self.case
        return {**self._decisions(case), **self._opinions(case), **self._attendances(case), **self._desk(case)}

    def _decisions(self, case: Case) -> Moves:
        task = Task.objects.filter(case=case, closed_at=None).first()
        found: Moves = {}
        for officer in self._colleagues(task) if task else ():
            seen = cases.open_for_officer(reference=case.reference, officer=officer, now=self.now)
            for choice in seen.choices:
                found.setdefault(choice.name, partial(self._decide, officer, choice))
            if "confirm" in seen.moves:
                found.setdefault("confirm", partial(self._second, cases.confirm, officer))
            if "send_back" in seen.moves:
                back = partial(self._second, cases.send_proposal_back, officer, reason="لا")
                found.setdefault("send the proposal back", back)
        return found

    def _colleagues(self, task: Task) -> Iterator[cases.Actor]:
        for number in (1, 2, 3):
            yield _official(task.provider, task.role, number)

    def _decide(self, officer: cases.Actor, choice: cases.ActionView) -> None:
        case = self.case
        filled: dict[str, Any] = {}
        if choice.fill:
            filled = dict(self.sheets)
            for question in definition_of(case).form.sheet(choice.fill).ask:
                if question.type in FILE_TYPES:
                    cases.keep_sheet_file(
                        reference=case.reference, officer=officer, question=question.id, name="file",
                        content=content_for(question), now=self.now,
                    )  # fmt: skip
        cases.decide(
            reference=case.reference, officer=officer, action=choice.name, reason="لأنه كذلك", filled=filled or None,
            seen_seq=case.last_seq, now=self.now,
        )  # fmt: skip

    def _second(self, do: Callable[..., object], officer: cases.Actor, **more: str) -> None:
        do(reference=self.person.reference, officer=officer, seen_seq=self.case.last_seq, now=self.now, **more)

    def _opinions(self, case: Case) -> Moves:
        found: Moves = {}
        for row in Request.objects.filter(case=case, closed_at=None).exclude(role=""):
            official = _official(row.provider, row.role, 4)
            for outcome in (*definition_of(case).requests[row.name].outcomes, ""):
                found[f"{row.name}: {outcome or 'refused'}"] = partial(
                    cases.answer_as_official,
                    request_id=row.id, official=official, outcome=outcome, said="كذا", now=self.now,
                )  # fmt: skip
        return found

    def _attendances(self, case: Case) -> Moves:
        found: Moves = {}
        due = Appointment.objects.filter(request__case=case, request__closed_at=None, state="booked")
        for row in due.filter(starts_at__lte=self.now):
            clerk = _clerk(case.provider, row.place)
            for came in (True, False):
                found[f"came: {came}"] = partial(
                    cases.mark_attendance, appointment_id=row.id, clerk=clerk, came=came, now=self.now
                )
        return found

    def _desk(self, case: Case) -> Moves:
        paper = Handover.objects.filter(case=case).order_by("-seq").first()
        if paper is None:
            return {}
        clerk = _clerk(paper.provider, paper.place or "MOI-RAM")
        found: Moves = {}
        for action in handovers.actions_of(method=paper.method, state=paper.state):
            do: Callable[..., object] = {
                "receive": cases.receive, "bag": cases.bag, "dispatch": cases.dispatch, "attempt": cases.attempt,
                "return": cases.send_back, "hand_over": self._hand_over,
            }[action]  # fmt: skip
            found[action] = partial(do, reference=case.reference, clerk=clerk, now=self.now)
        return found

    def _hand_over(self, *, reference: str, clerk: cases.Actor, now: datetime) -> None:
        paper = cases.get_case(reference=reference, sub=self.person.sub).handover
        assert paper is not None
        cases.hand_over(reference=reference, clerk=clerk, code=paper.code or "", document_shown="id_card", now=now)

    def whims(self) -> Moves:
        """Return what officials may do and need not: ask somebody for something."""
        case = self.case
        task = Task.objects.filter(case=case, closed_at=None).first()
        if task is None:
            return {}
        officer = _official(task.provider, task.role, 1)
        offered = cases.case_requests(reference=case.reference, officer=officer).offered
        return {
            f"ask for {name}": partial(
                cases.open_request,
                reference=case.reference,
                officer=officer,
                name=name,
                question="",
                seen_seq=None,
                now=self.now,
            )
            for name in offered
        }


def _official(provider: str, role: str, number: int) -> cases.Actor:
    return cases.Actor(
        "officer", f"{provider.upper()}-{role}-{number}", OFFICER.name, provider=provider, roles=frozenset({role}),
        id_number="700009991",
    )  # fmt: skip


def _clerk(provider: str, office: str) -> cases.Actor:
    return cases.Actor(
        "clerk", "CLERK-1", OFFICER.name, provider=provider, office=office, roles=frozenset({"clerk"}),
        id_number="700009991",
    )  # fmt: skip


def content_for(question: Question) -> bytes:
    return PHOTO if "jpeg" in question.accept else PAPER
