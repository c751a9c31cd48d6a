"""Asking the registers of an enquiry, laying the answer out, and keeping who asked for what, when and why."""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import uuid4

from hukumati.catalogue import api as catalogue
from hukumati.core import audit, limits
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import local_date
from hukumati.enquiries.errors import AskedTooOften, EnquiryNotOpen, NotAnEnquiry
from hukumati.enquiries.records import Asker, Enquiry
from hukumati.interoperability import api as interoperability
from hukumati.service_language.api import Definition, FormSession, depends_on_answers, resolve_enquiry

AT_MOST: Final = 20
PER_SECONDS: Final = 600
_AWAY: Final = (interoperability.RegisterUnavailable, interoperability.AnswerMalformed)
_logger = logging.getLogger(__name__)


def enquire(*, service_code: str, asker: Asker, posted: Mapping[str, object] | None, now: datetime) -> Enquiry:
    """Make an enquiry; see the door."""
    service = catalogue.get_service(code_or_slug=service_code)
    definition = service.definition
    if definition.answer is None:
        raise NotAnEnquiry
    if definition.status.now != "open":
        raise EnquiryNotOpen(definition.status.reason)
    if not limits.allow(key=f"enquiry:{definition.code}:{asker.sub}", at_most=AT_MOST, per_seconds=PER_SECONDS):
        raise AskedTooOften
    asking = _Asking(definition, asker, posted, now)
    asking.ask_all()
    enquiry = asking.enquiry()
    _record(enquiry, asker, version=str(service.version_id))
    return enquiry


class _Asking:
    """The registers of one enquiry, asked one after the other: what one answers may say what another is asked."""

    def __init__(
        self, definition: Definition, asker: Asker, posted: Mapping[str, object] | None, now: datetime
    ) -> None:
        self.definition, self.asker, self.posted, self.now = definition, asker, posted, now
        self.answers: dict[str, object] = {}
        self.errors: dict[str, Bilingual] = {}
        self.number = f"enquiry-{uuid4()}"
        self.registers: dict[str, dict[str, object] | None] = {}
        self.silent: list[str] = []
        self.refused: list[str] = []

    def ask_all(self) -> None:
        """Ask every register; the first that does not answer ends it, since there is no answer without it."""
        later = [each for each in self.definition.uses if depends_on_answers(self.definition, each)]
        first = [each for each in self.definition.uses if each not in later]
        if self._ask_each(first):
            self._read_posted()
            self._ask_each(later)

    def _ask_each(self, contracts: Iterable[str]) -> bool:
        """Ask registers in order; return whether all have answered."""
        for contract in contracts:
            query = self.session().register_query(contract)
            if query is None:  # what it is asked with is not chosen yet
                self.registers[contract] = None
                continue
            try:
                self.registers[contract] = self._ask(contract, query.about, query.parameters)
            except _AWAY:
                self.silent.append(contract)
                return False
            except interoperability.InteroperabilityError:
                _logger.exception("the register of %s refuses the enquiry %s", contract, self.definition.code)
                self.refused.append(contract)
                return False
        return True

    def _read_posted(self) -> None:
        """Check what was answered against what the registers offer; an enquiry asks on one page."""
        for page in self.definition.form.pages if self.posted is not None else ():
            put = {question.id for question in resolve_enquiry(self.session()).questions}
            cleaned = self.session().clean_page(page.id, self.posted or {})
            self.answers |= {name: value for name, value in cleaned.answers.items() if name in put}
            self.errors |= {name: error for name, error in cleaned.errors.items() if name in put}

    def session(self) -> FormSession:
        """Return the form with what has been answered so far."""
        return FormSession(
            definition=self.definition,
            answers=self.answers,
            registers=self.registers,
            today=local_date(self.now),
            id_number=self.asker.id_number,
            account={"phone": self.asker.phone, "email": self.asker.email},
        )

    def enquiry(self) -> Enquiry:
        """Return what it comes to."""
        away = (*self.silent, *self.refused)
        result = resolve_enquiry(self.session(), silent=away)
        return Enquiry(self.number, self.definition, result, self.now, tuple(self.refused), self.errors)

    def _ask(self, contract: str, about: str | None, parameters: Mapping[str, str]) -> dict[str, object] | None:
        """Return the register's answer; None where it knows no such person."""
        try:
            answer = interoperability.query_register(
                contract=contract,
                subject_id=about or self.asker.id_number,
                grounds=interoperability.Grounds(
                    provider=self.definition.provider,
                    purpose=self.definition.code,
                    applicant_id=self.asker.id_number,
                    evidence=self.registers,
                ),
                user=f"citizen:{self.asker.sub}",
                issue=self.number,
                parameters=parameters or None,
            )
        except interoperability.NoSuchRecord:
            return None
        return answer.values


def _record(enquiry: Enquiry, asker: Asker, *, version: str) -> None:
    details = {
        "number": enquiry.number,
        "service": enquiry.definition.code,
        "version": version,
        "contracts": [*enquiry.definition.uses],
        "outcome": _outcome(enquiry),
    }
    audit.record(
        subject=f"person:{asker.id_number}", actor=f"citizen:{asker.sub}", action="enquiry.made", details=details
    )


def _outcome(enquiry: Enquiry) -> str:
    result = enquiry.result
    if enquiry.refused or result.silent:
        return "refused" if enquiry.refused else "silent"
    if result.is_barred:
        return "barred"
    return "answered" if result.answer is not None else "question"
