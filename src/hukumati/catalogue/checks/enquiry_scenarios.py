"""Plays the scenarios of an enquiry: one question to the registers, and what is read of their answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from hukumati.catalogue.checks.simulation import ACCOUNT, RegisterAnswer
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition, EnquiryResult, FormSession, resolve_enquiry


@dataclass(slots=True)
class SimulatedEnquiry:
    """One enquiry of one person: `registers` are the answers by contract, None of a register that is silent.

    A register of the service that is left out knows no such person.
    """

    definition: Definition
    registers: Mapping[str, RegisterAnswer]
    today: date
    answers: dict[str, object] = field(default_factory=dict)
    errors: dict[str, Bilingual] = field(default_factory=dict)

    def session(self) -> FormSession:
        """Return the form as it stands."""
        answered = {name: self.registers.get(name) for name in self.definition.uses if name not in self.silent()}
        return FormSession(
            definition=self.definition,
            answers=dict(self.answers),
            registers=answered,
            today=self.today,
            account=ACCOUNT,
        )

    def silent(self) -> list[str]:
        """Name the contracts whose registers do not answer."""
        return [name for name in self.definition.uses if name in self.registers and self.registers[name] is None]

    def fill(self, filled: Mapping[str, object]) -> None:
        """Answer what is asked first."""
        put = {question.id for question in self.result().questions}
        for page in self.definition.form.pages:
            cleaned = self.session().clean_page(page.id, filled)
            self.errors |= {name: error for name, error in cleaned.errors.items() if name in put}
            self.answers |= {name: value for name, value in cleaned.answers.items() if name in put}

    def result(self) -> EnquiryResult:
        """Return what the enquiry comes to."""
        return resolve_enquiry(self.session(), silent=self.silent())

    def key_of(self, text: Bilingual | None) -> str | None:
        """Return the key of a text of the service."""
        return next((key for key, each in self.definition.texts.items() if each == text), None) if text else None

    def reads(self) -> list[str | None]:
        """Return the keys of the sentences that are read."""
        answer = self.result().answer
        return [self.key_of(each.text) for each in answer.sentences] if answer else []

    def figures(self) -> dict[str | None, object]:
        """Return the figures by the keys of their labels."""
        answer = self.result().answer
        return {self.key_of(label): value for label, value in answer.figures} if answer else {}

    def lists(self) -> dict[str | None, list[Mapping[str, object]]]:
        """Return the entries of the tables by the keys of their titles."""
        answer = self.result().answer
        return {self.key_of(each.table.title): [*each.entries] for each in answer.tables} if answer else {}

    def offers(self) -> list[str]:
        """Return the codes of the services offered next."""
        answer = self.result().answer
        return [each.service for each in answer.next_steps] if answer else []


def _is_eligible(enquiry: SimulatedEnquiry) -> bool:
    return not enquiry.result().is_barred


FOUND: dict[str, Callable[[SimulatedEnquiry], object]] = {
    "eligible": _is_eligible,
    "reason": lambda enquiry: enquiry.key_of(enquiry.result().reason),
    "asked": lambda enquiry: [question.id for question in enquiry.result().questions],
    "wrong": lambda enquiry: list(enquiry.errors),
    "silent": lambda enquiry: enquiry.silent(),
    "reads": lambda enquiry: enquiry.reads(),
    "offers": lambda enquiry: enquiry.offers(),
}
"""What a step of an enquiry's scenario expects word for word."""
PARTS: dict[str, Callable[[SimulatedEnquiry], Mapping[str | None, object]]] = {
    "figures": lambda enquiry: enquiry.figures(),
    "lists": lambda enquiry: enquiry.lists(),
}
"""What it expects in part: what the step does not name may be anything."""
