"""A case of any service in the hands of chance: all that applicant, officials, registers and time can do to it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.background.expire_handovers import expire_handovers
from hukumati.cases.background.run_effect import run_effects
from hukumati.cases.background.run_promises import run_promises
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.domain import handover as handovers
from hukumati.cases.domain.backoff import wait_after
from hukumati.cases.engine.bills import KEY
from hukumati.cases.engine.loading import definition_of
from hukumati.cases.engine.tell_register import has_acknowledged
from hukumati.cases.models import Appointment, Case, Effect, Handover, Request, Timer
from hukumati.cases.requests.deadlines import run_requests
from hukumati.cases.tests.conftest import let_cases_hear, notify_cash
from hukumati.cases.tests.edge import Edge
from hukumati.core.money import Money
from hukumati.payments import api as payments
from hukumati.payments.domain.states import TERMINAL, Cause
from hukumati.payments.models import Bill, Payment
from hukumati.payments.tests.cash_references import issue_cash_reference
from hukumati.payments.tests.conftest import Acquirer
from hukumati.payments.use_cases import channel_payments, sweep
from hukumati.service_language.api import FILE_TYPES, Question
from tests.walks.officials import PAPER, Moves, Officials, Somebody, content_for
from tests.walks.services import Scenario, Time

A_MOMENT: Final = timedelta(seconds=1)
LONGEST: Final = timedelta(days=5 * 365)
MOST_STEPS: Final = 600
RETURN_URL: Final = "http://portal.localhost:8000/return"


@dataclass
class Walk:
    """One application of a scenario, played in the real engine; `taken` is the cash that agents took, by bill."""

    scenario: Scenario
    time: Time
    edge: Edge
    client: Client
    acquirer: Acquirer
    number: int
    taken: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    told: list[str] = field(default_factory=list)
    page: str = ""

    def __post_init__(self) -> None:
        self.time.present = self.scenario.now
        person = dict(self.scenario.person)
        self.edge.people[person["id_number"]] = {"judgments": [], **person}
        self.edge.holds = {**self.scenario.holds()}
        self.edge.down, self.edge.refusing, self.edge.silent_after = self.scenario.silent(), {}, set()
        self.person = Somebody(
            person["id_number"], now=self.now, service_code=self.scenario.definition.code, number=self.number
        )

    @property
    def now(self) -> datetime:
        return self.time.present

    @property
    def case(self) -> Case:
        return Case.objects.get(reference=self.person.reference)

    # Applying

    def fill(self) -> None:
        """Answer every page as the scenario does."""
        view = self.person.open()
        for page in view.form_session.definition.form.pages:
            self.save(page.id, self.scenario.filled)

    def save(self, page_id: str, answers: Any) -> None:
        """Answer one page; wrong answers are told and not kept."""
        self.person.now = self.now
        session = self.person.view.form_session
        for question in session.effective_questions(page_id):
            if question.type in FILE_TYPES and answers.get(question.id):
                self._attach(question)
        self.person.save(page_id, {**session.initial_answers(), **session.answers, **answers})

    def _attach(self, question: Question) -> None:
        cases.keep_upload(
            reference=self.person.reference, sub=self.person.sub, question=question.id, name="file",
            content=content_for(question), now=self.now,
        )  # fmt: skip

    def submit(self) -> None:
        self.person.now = self.now
        self.person.look()
        self.person.submit()

    # What may be done next

    def moves(self) -> tuple[Moves, ...]:
        """Return everything that anybody can do now by what it is called: applicants, payers, officials, the rest."""
        time: Moves = {f"{days} days pass": self._passing(days) for days in (1, 8, 31, 100)}
        usual: Moves = {"as usual": self.as_usual}
        others = self._payments(self.case), self.duties(), self.whims(), {**self.registers_moves(), **time}
        return usual, usual, self.applicants_moves(), *others

    def as_usual(self) -> None:
        """Do what people mostly do: submit, pay, give what is asked for, decide, collect; or let a day pass."""
        case, mine, duties = self.case, self.applicants_moves(), self.duties()
        kind = ("submit", "agree to", "book", "give", "answer")
        wanted = [name for name in mine if name.startswith(kind)]
        unpaid = [bill for bill in self.bills() if bill.id == case.bill_id and bill.status == "open"]
        if unpaid and "paid" in self.actions(case):
            self._cash(unpaid[0], unpaid[0].total.minor)
        elif wanted or duties:
            self.do(wanted[0], mine) if wanted else self.do(next(iter(duties)), duties)
        else:
            self.time.present += timedelta(days=1)

    def applicants_moves(self) -> Moves:
        case, sub = self.case, self.person.sub
        view = cases.get_case(reference=case.reference, sub=sub)
        of: dict[str, Any] = {"reference": case.reference, "sub": sub}
        found: Moves = {}
        if view.is_draft:
            found["submit"] = self.submit
        if view.can_withdraw:
            found["withdraw"] = lambda: cases.withdraw(**of, now=self.now)
        if "answer" in self.actions(case):
            found["answer"] = lambda: cases.answer_officer(**of, answer="نعم", now=self.now)
        for way in view.ways_back:
            found[way.name] = partial(cases.reopen, **of, action=way.name, reason="خطأ", now=self.now)
        for row in Request.objects.filter(case=case, closed_at=None).exclude(name=""):
            found |= self._answers_to(row)
        return found

    def _answers_to(self, row: Request) -> Moves:
        """Return how the applicant, or who is asked to agree, may answer a request."""
        of: dict[str, Any] = {"reference": self.person.reference, "sub": self.person.sub, "request_id": row.id}
        refuse: Moves = {f"refuse {row.name}": lambda: cases.refuse_request(**of, said="لا أستطيع", now=self.now)}
        if row.kind == "paper":
            return {f"give {row.name}": lambda: self._give(row), **refuse}
        if row.kind == "appointment":
            booked = Appointment.objects.filter(request=row, state="booked").exists()
            give_back: Moves = {f"cancel {row.name}": lambda: cases.cancel_appointment(**of, now=self.now)}
            return {f"book {row.name}": lambda: self._book(row), **(give_back if booked else {}), **refuse}
        return self._consents(row) if row.party else {}

    def _give(self, row: Request) -> None:
        kept = cases.keep_upload(
            reference=self.person.reference, sub=self.person.sub, question=f"request:{row.id}", name="paper.pdf",
            content=PAPER, now=self.now,
        )  # fmt: skip
        cases.give_papers(
            reference=self.person.reference, sub=self.person.sub, request_id=row.id, papers=[kept.answer()],
            now=self.now,
        )  # fmt: skip

    def _book(self, row: Request) -> None:
        of: dict[str, Any] = {"reference": self.person.reference, "sub": self.person.sub, "request_id": row.id}
        place = cases.offer(**of, place="", now=self.now).places[0].code
        days = cases.offer(**of, place=place, now=self.now).days
        if days:
            cases.book(**of, place=place, starts_at=days[0].slots[0].starts_at, now=self.now)

    def _consents(self, row: Request) -> Moves:
        number = self.case.requests[row.name]["party"]
        party = cases.Party(f"party-{number}", number, "high")
        of: dict[str, Any] = {"reference": self.person.reference, "request_id": row.id, "party": party}

        def agree() -> None:
            cases.agree(**of, digest=cases.open_consent(**of, now=self.now).digest, now=self.now)

        return {
            f"agree to {row.name}": agree,
            f"decline {row.name}": lambda: cases.decline(**of, said="لا", now=self.now),
        }

    # Money

    def bills(self) -> list[payments.Bill]:
        """Return every bill that the case ever had."""
        rows = Bill.objects.filter(key__startswith=f"{KEY}{self.person.reference}:").order_by("created_at")
        return [payments.get_bill(bill_id=each) for each in rows.values_list("id", flat=True)]

    def _payments(self, case: Case) -> Moves:
        found: Moves = {}
        for number, bill in enumerate(self.bills()):
            amounts = {"part": bill.total.minor // 2 or 1, "whole": bill.total.minor, "more": bill.total.minor + 700}
            if bill.status == "open" or bill.cash_reference:
                for name, minor in amounts.items():
                    found[f"cash: {name} of bill {number}"] = partial(self._cash, bill, minor)
            if bill.id == case.bill_id and bill.status in ("open", "part_paid"):
                found["open a card page"] = partial(self._card, bill)
        if self.page:
            found["type the card"] = self._type
        return found

    def _cash(self, bill: payments.Bill, minor: int) -> None:
        reference = bill.cash_reference or issue_cash_reference(bill_id=bill.id)
        notify_cash(self.client, reference, bill, Money(minor, bill.total.currency))
        self.taken[str(bill.id)] += minor

    def _card(self, bill: payments.Bill) -> None:
        key = f"{self.person.reference}-{self.now.timestamp()}-{sum(self.done.values())}"
        checkout = payments.start_payment(bill_id=bill.id, channel="card", return_url=RETURN_URL, idempotency_key=key)
        self.page = checkout.redirect_url

    def _type(self) -> None:
        self.acquirer.type_card(self.page)
        self.page = ""

    # Officials

    def duties(self) -> Moves:
        """Return what officials are to do."""
        return self._officials().duties()

    def whims(self) -> Moves:
        """Return what officials may do and need not."""
        return self._officials().whims()

    def _officials(self) -> Officials:
        return Officials(self.person, self.scenario.sheets, self.now)

    # Registers and time

    def registers_moves(self) -> Moves:
        every = {*self.edge.asked, *self.edge.heard}

        def become(*, down: bool = False, refusing: bool = False, silent_after: bool = False) -> None:
            self.edge.down = set(every) if down else set()
            self.edge.refusing = dict.fromkeys(every, "other") if refusing else {}
            self.edge.silent_after = set(every) if silent_after else set()

        return {
            "registers fall silent": lambda: become(down=True),
            "registers refuse": lambda: become(refusing=True),
            "registers record and do not answer": lambda: become(silent_after=True),
            "registers answer": become,
        }

    def _passing(self, days: int) -> Callable[[], None]:
        def passing() -> None:
            self.time.present += timedelta(days=days)

        return passing

    def do(self, name: str, moves: Moves) -> None:
        """Do one thing; what the doors refuse is refused."""
        self.done[name] += 1
        self.told.append(name)
        try:
            moves[name]()
        except (cases.CasesError, payments.PaymentsError) as refusal:
            self.told[-1] = f"{name} ({type(refusal).__name__})"

    def work(self) -> None:
        """Let the platform do all that it does by itself now."""
        self._ask_about_payments()
        let_cases_hear()
        for run in (run_timers, run_requests, run_promises, expire_handovers):
            run(now=self.now)
        for effect in Effect.objects.filter(case=self.case, done_at=None, next_at__lte=self.now):
            run_effects(effect_id=effect.id, clock=lambda: self.now)
        let_cases_hear()

    def _ask_about_payments(self) -> None:
        """Do what the sweep and its jobs do: end cash whose day has passed, ask about card pages."""
        due = [row.id for row in self.unfinished_payments() if row.check_at and row.check_at <= self.now]
        if due:
            sweep.sweep()
        for row in Payment.objects.filter(id__in=due, channel="card"):
            channel_payments.advance(payment_id=row.id, cause=Cause.SWEEP)

    def unfinished_payments(self) -> list[Payment]:
        bills = [bill.id for bill in self.bills()]
        return list(Payment.objects.filter(bill_id__in=bills).exclude(state__in=sorted(TERMINAL)))

    # The end

    def is_over(self) -> bool:
        case = self.case
        at_work = Effect.objects.filter(case=case, done_at=None).exists()
        carried = Handover.objects.filter(case=case, state__in=sorted(handovers.OPEN)).exists()
        return case.closed_at is not None and not at_work and not carried and not self.unfinished_payments()

    def let_it_end(self) -> None:
        """Let nobody act any more but officials on what is theirs, each action as often as any other, and time.

        Registers stay as they are; only what one has acknowledged is finished when it is back.
        """
        for _ in range(MOST_STEPS):
            if has_acknowledged(self.case):
                self.edge.down, self.edge.refusing, self.edge.silent_after = set(), {}, set()
            self.work()
            if self.is_over():
                return
            duties = {name: do for name, do in self.duties().items() if name != "hand_over"}
            if duties:
                self.do(min(duties, key=lambda name: self.done[name]), duties)
            else:
                self.time.present = self._next_moment() + A_MOMENT
        raise AssertionError(f"{self.case.state} does not end: {self.told[-12:]}")

    def _next_moment(self) -> datetime:
        """Return when something happens next by itself."""
        case = self.case
        later: list[datetime | None] = []
        later += Timer.objects.filter(case=case, done_at=None).values_list("due_at", flat=True)
        later += map(_again_at, Effect.objects.filter(case=case, done_at=None))
        later += Request.objects.filter(case=case, closed_at=None).values_list("closes_at", flat=True)
        later += Appointment.objects.filter(request__case=case, state="booked").values_list("starts_at", flat=True)
        later += [
            handovers.kept_until(method=paper.method, state=paper.state, since=paper.updated_at)
            for paper in Handover.objects.filter(case=case)
        ]
        later += [row.check_at for row in self.unfinished_payments()]
        known = [moment for moment in later if moment is not None and moment + A_MOMENT > self.now]
        assert known, f"{case.state} waits for nobody: {self.told[-12:]}"
        return max(min(known), self.now)

    @staticmethod
    def actions(case: Case) -> set[str]:
        return set(definition_of(case).flow.states[case.state].actions)


def _again_at(effect: Effect) -> datetime:
    """Return when an effect is tried again: what failed often once a day, since for a month nothing would change."""
    is_patient = wait_after(effect.attempts) == wait_after(effect.attempts + 1)
    return effect.next_at + timedelta(days=1) if is_patient else effect.next_at


Begin = Callable[[Scenario], Walk]
"""Begins the application of a scenario."""
