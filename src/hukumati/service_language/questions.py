"""Pages and questions of a form, answers as facts, and which questions are visible."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.expressions import Expression, ExpressionFailed, Facts

Answers: TypeAlias = Mapping[str, Any]
"""Kept answers by question, JSON-ready; None where there is none."""
Entry: TypeAlias = Mapping[str, Any]
"""One record of a register's list, as JSON has it."""
RegisterAnswers: TypeAlias = Mapping[str, Mapping[str, Any] | None]
"""By contract; None where the register knows no such person, missing while it is silent."""
Edit = Literal["allow", "report_error", "locked"]
OutagePolicy = Literal["block_with_notice", "ask_and_check_later", "ask_for_paper", "accept_and_queue"]

ENTRY_VARIABLE = "_it"
"""The name under which `where` reads one entry of a register's list."""
RECORD_TYPES = ("record", "records")
FILE_TYPES = ("file", "files")
LISTS = ("choices", "records", "file", "files", "group")
"""Types whose answer is a list in expressions, empty where there is none, and never null."""
MAX_REGISTER_ENTRIES = 500
RECORD = "record"
"""In an entry of a group that is asked of each chosen record: its key, in expressions the record itself."""
PERSON_CONTRACT = "interior.person"
"""The register that `applicant` in expressions comes from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a list; `governorate` (ISO 3166-2), `address` and `hours` are filled for places only."""

    code: str
    label: Bilingual
    governorate: str = ""
    address: Bilingual | None = None
    hours: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form.

    `source` names what answers it first: a register's element (`interior.person.name`) or `account.phone`.
    Besides what is always `required`, it has to be answered where `required_if` holds.
    `min` and `max` bound a number, an amount in minor units, the length of a text, how many are chosen, or a date
    (see `day_bounds`). `options` are the choices of choice, choices, office and collection (there: the methods).
    `of` is the register's list from which a record is chosen (`mot.vehicles.vehicles`) by the element `key`; `show` are
    the elements people read, and only entries for which `where` holds are offered. `means` is the element of the data
    dictionary that the answer is, where the folder says so. A file is one of the kinds in `accept` ("pdf", "jpeg",
    "png"). A group asks its questions in `ask` again and again, from `min` to `max` times.
    A decimal has so many `decimals`, and like a number its `unit`. A text may have a `pattern`, with `pattern_text`
    saying what to write, and check digits by a `check` of `patterns.CHECKS`. A group with `each` is asked of every
    record that was chosen as the answer to that question.
    """

    id: str
    type: str
    label: Bilingual
    hint: Bilingual | None = None
    required: bool = True
    show_if: Expression | None = None
    required_if: Expression | None = None
    source: str | None = None
    edit: Edit = "allow"
    if_down: OutagePolicy | None = None
    options: tuple[Choice, ...] = ()
    min: int | str | None = None
    max: int | str | None = None
    default: object = None
    of: str = ""
    key: str = ""
    show: tuple[str, ...] = ()
    where: Expression | None = None
    currency: str = ""
    means: str = ""
    accept: tuple[str, ...] = ()
    max_files: int = 1
    ask: "tuple[Question, ...]" = ()
    decimals: int = 0
    unit: Bilingual | None = None
    pattern: str = ""
    pattern_text: Bilingual | None = None
    check: str = ""
    each: str = ""

    @property
    def locked(self) -> bool:
        """Return whether the answer comes from a register and not from the browser."""
        return self.source is not None and self.edit != "allow"

    @property
    def contract(self) -> str:
        """Name the contract whose answer fills the question in or offers its entries, "" without one."""
        source = self.of or self.source or ""
        return "" if source.startswith("account.") else ".".join(source.split(".")[:2])


@dataclass(frozen=True, slots=True)
class Page:
    id: str
    title: Bilingual
    ask: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What a person is asked, page by page, and in `officials` the sheets that officials fill in with a decision."""

    pages: tuple[Page, ...]
    officials: tuple[Page, ...] = ()

    def page(self, page_id: str) -> Page:
        """Return one page. Raises LookupError."""
        for page in self.pages:
            if page.id == page_id:
                return page
        raise LookupError(page_id)

    def question(self, question_id: str) -> Question:
        """Return one question. Raises LookupError."""
        for question in self.questions():
            if question.id == question_id:
                return question
        raise LookupError(question_id)

    def questions(self) -> tuple[Question, ...]:
        """List every question in the order of asking."""
        return tuple(question for page in self.pages for question in page.ask)

    def sheet(self, name: str) -> Page:
        """Return one sheet of officials. Raises LookupError."""
        for sheet in self.officials:
            if sheet.id == name:
                return sheet
        raise LookupError(name)

    def official_questions(self) -> tuple[Question, ...]:
        """List every question that officials answer, sheet by sheet."""
        return tuple(question for sheet in self.officials for question in sheet.ask)

    def all_questions(self) -> tuple[Question, ...]:
        """List the questions of the person, then those of officials: all that an answer can be given to."""
        return (*self.questions(), *self.official_questions())

    def contracts(self) -> frozenset[str]:
        """Name the contracts that fill the form in or whose entries are chosen from."""
        return frozenset(filter(None, (question.contract for question in self.questions())))


def as_fact(question: Question, answer: Any, facts: Facts) -> Any:
    """Return an answer as expressions see it: a date, not its text; a register's entry, not its key."""
    if question.type == "date" and isinstance(answer, str):
        return date.fromisoformat(answer)
    if question.type == "decimal" and isinstance(answer, str):
        return float(answer)
    if question.type == "record":
        return next((entry for entry in all_entries(question, facts) if entry_key(question, entry) == answer), None)
    if question.type == "records":
        chosen = answer or ()
        return [entry for entry in all_entries(question, facts) if entry_key(question, entry) in chosen]
    if question.type == "group":
        return [_entry_as_fact(question, entry, facts) for entry in answer or ()]
    if question.type in FILE_TYPES:
        return answer or []
    found = None if is_file_answer(answer) else answer
    return (found or []) if question.type in LISTS else found


def _entry_as_fact(group: Question, entry: Mapping[str, Any], facts: Facts) -> dict[str, Any]:
    found = {each.id: as_fact(each, entry.get(each.id), facts) for each in group.ask}
    return {**found, RECORD: chosen_records(group, facts).get(entry.get(RECORD))} if group.each else found


def chosen_records(group: Question, facts: Facts) -> dict[str | None, Entry]:
    """Return the records that a group is asked of, by key, in the order in which they were chosen."""
    return {entry_key(group, entry): entry for entry in facts.get(group.each) or ()}


def policy_of(question: Question, if_down: Mapping[str, OutagePolicy]) -> OutagePolicy:
    """Return what happens while the question's register is away; `if_down` is the service's by contract."""
    return question.if_down or if_down.get(question.contract, "block_with_notice")


def is_file_answer(answer: object) -> bool:
    """Return whether files stand in the place of an answer."""
    return (
        isinstance(answer, list)
        and bool(answer)
        and all(isinstance(each, dict) and "sha256" in each for each in answer)
    )


def is_shown(question: Question, known: Facts) -> bool:
    """Return whether the question is visible; one whose condition cannot be evaluated yet is not."""
    if question.each and not known.get(question.each):
        return False
    return question.show_if is None or _holds(question.show_if, known)


def is_required(question: Question, known: Facts) -> bool:
    """Return whether the question has to be answered, if it is shown."""
    return question.required or (question.required_if is not None and _holds(question.required_if, known))


def offered_entries(question: Question, known: Facts) -> tuple[Entry, ...]:
    """List the entries a person may choose: those of the register's kept answer for which `where` holds."""
    found, where = all_entries(question, known), question.where
    if where is None:
        return found
    return tuple(entry for entry in found if _holds(where, {**known, ENTRY_VARIABLE: entry}))


def all_entries(question: Question, facts: Facts) -> tuple[Entry, ...]:
    """List the entries of the register's kept answer, each key once; none while the register is silent."""
    return tuple(_by_key(question, facts).values())


def listed_entries(question: Question, registers: RegisterAnswers) -> list[tuple[str, Entry]]:
    """List (key, entry) of the kept answers by contract, `where` left aside: what was chosen stays chosen."""
    answer = registers.get(question.contract)
    owner, _, name = question.contract.partition(".")
    return list(_by_key(question, {"registers": {owner: {name: answer}}}).items())


def entry_key(question: Question, entry: Entry) -> str | None:
    """Return the text that tells an entry from the others; None where it has none."""
    value = entry.get(question.key)
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) and value != "" else None


def at_path(path: str, facts: Facts) -> object:
    """Return an element of the registers' kept answers (`mot.vehicles.vehicles`), None while it is silent."""
    value: object = facts.get("registers")
    for step in path.split("."):
        value = value.get(step) if isinstance(value, Mapping) else None
    return value


def _by_key(question: Question, facts: Facts) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for entry in _listed(at_path(question.of, facts)):
        key = entry_key(question, entry)
        if key is not None:
            found.setdefault(key, entry)
    return found


def _listed(value: object) -> Iterator[Entry]:
    listed = value if isinstance(value, list) else ()
    yield from (entry for entry in listed[:MAX_REGISTER_ENTRIES] if isinstance(entry, dict))


def _holds(condition: Expression, known: Facts) -> bool:
    try:
        return condition.holds(known)
    except ExpressionFailed:
        return False
