"""Evaluates every condition with typical values before a folder may be published.

CEL has no static types here; evaluating with the listed codes, the numbers around each literal and both booleans
finds wrong types, misspelt codes and conditions that never change.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from random import Random

from hukumati.catalogue.checks.contracts import APPLICANTS_ID_NUMBER, OTHERS_ID_NUMBER, RegisterContract
from hukumati.catalogue.checks.register_lists import RegisterLists, put
from hukumati.catalogue.checks.request_checks import named_requests
from hukumati.catalogue.checks.sample_values import (
    OTHER_DAYS,
    TODAY,
    combinations,
    days_in,
    literal_days_in,
    numbers_in,
    words_in,
)
from hukumati.catalogue.checks.typical_answers import NAME, PHONES, typical_answers
from hukumati.core.governorates import GOVERNORATES
from hukumati.service_language.api import (
    APPLICANT_FIELDS,
    ENTRY_VARIABLE,
    LABELLED_TYPES,
    LISTS,
    VOID,
    Calculations,
    Definition,
    Expression,
    ExpressionFailed,
    Question,
    SideRequest,
    calculated,
    expanded,
)

MOST_SAMPLES = 600
_INSTANT = "T00:00:00+00:00"

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_REGISTER_PATH = re.compile(r"\bregisters\.([a-z_]+)\.([a-z_]+)((?:\.[a-z][a-z0-9_]*)*)(\()?")
_APPLICANT_PATH = re.compile(r"\bapplicant\.([a-z_]+)")

_APPLICANTS: dict[str, list[object]] = {
    "id_number": [APPLICANTS_ID_NUMBER, OTHERS_ID_NUMBER],
    "name": [NAME],
    "born_on": [date(1950, 1, 1), date(1990, 5, 12), date(2015, 1, 1)],
    "kind": ["citizen", "resident"],
    "sex": ["female", "male"],
    "governorate": ["PS-RBH", "PS-GZA"],
    "alive": [True, False],
}


@dataclass(frozen=True, slots=True)
class SampledValues:
    """What sampling one condition showed; `failed` is the first failure's text."""

    values: frozenset[object]
    failed: str = ""


class ExpressionSampler:
    """Typical facts for one definition under its register contracts."""

    def __init__(self, definition: Definition, contracts: Mapping[str, RegisterContract]) -> None:
        self.definition, self.contracts = definition, contracts
        self.questions = {question.id: question for question in definition.form.all_questions()}
        self.register_lists = RegisterLists(self.questions, contracts)

    def sample_condition(self, expression: Expression, about: Question | None = None) -> SampledValues:
        """Evaluate a condition with typical facts and collect its values; what guards against null is given null."""
        values, failed = set(), ""
        guards = guards_against_null(expression)
        for facts in self.facts([expression], about=about, silent=guards, nulls=guards):
            try:
                values.add(expression.holds(facts))
            except ExpressionFailed as failure:
                failed = failed or str(failure)
        return SampledValues(frozenset(values), failed)

    def first_failure(self, expression: Expression) -> str:
        """Evaluate an expression of any type; return the first failure's text, "" where none fails."""
        for facts in self.facts([expression]):
            try:
                expression.value(facts)
            except ExpressionFailed as failure:
                return str(failure)
        return ""

    def writes_an_instant(self, expression: Expression) -> bool:
        """Return whether string() is applied to a date: the result is an instant, not a date that people read."""
        return "string(" in expression.text and any(
            _INSTANT in repr(expression.value(facts)) for facts in self.facts([expression])
        )

    def facts(
        self,
        expressions: Sequence[Expression],
        *,
        silent: bool = False,
        unanswered: bool = False,
        nulls: bool = False,
        about: Question | None = None,
    ) -> Iterator[dict[str, object]]:
        """Return combinations of typical values for all names used.

        `silent` adds registers without answer, `unanswered` a form that is still empty, `nulls` questions without
        answer one by one; `about` is the question whose `where` is sampled.
        """
        names, texts, wanted = self._read(expressions)
        around = numbers_in(texts)
        domains = [self._domain(name, texts, around, silent=silent, nulls=nulls, about=about) for name in names]
        if unanswered:
            first = {name: domain[0] for name, domain in zip(names, domains, strict=True)}
            empty = {name: _nothing(self.questions[name]) for name in names if name in self.questions}
            yield _with_calculated({**first, **empty}, wanted)
        for values in combinations(domains, MOST_SAMPLES):
            yield _with_calculated(dict(zip(names, values, strict=True)), wanted)

    def random_facts(self, expressions: Sequence[Expression]) -> Iterator[dict[str, object]]:
        """Return combinations of the same values at random, without end, always in the same order."""
        random = Random(len(expressions))  # noqa: S311 - no secret
        names, texts, wanted = self._read(expressions)
        around = numbers_in(texts)
        domains = [self._domain(name, texts, around, silent=True, nulls=True, about=None) for name in names]
        while True:
            chosen = {name: random.choice(domain) for name, domain in zip(names, domains, strict=True)}
            yield _with_calculated(chosen, wanted)

    def _read(self, expressions: Sequence[Expression]) -> tuple[list[str], list[str], Calculations]:
        """Return the facts that expressions read in the end, the texts behind them, and what is to be worked out."""
        calculations = self.definition.calculations
        behind = [each for expression in expressions for each in expanded(expression, calculations)]
        names = {name for each in behind for name in each.names}
        wanted = {name: each for name, each in calculations.items() if name in names}
        return sorted(names - wanted.keys()), [each.text for each in behind], wanted

    def _domain(
        self, name: str, texts: list[str], around: list[int], *, silent: bool, nulls: bool, about: Question | None
    ) -> list[object]:
        if about is not None and about.type == "group" and name == ENTRY_VARIABLE:
            typical = partial(typical_answers, texts=texts)
            return self.register_lists.group_entries(about, [ENTRY_VARIABLE], texts, around, typical)
        if about is not None and name == ENTRY_VARIABLE:
            return self.register_lists.entries(about.of, [ENTRY_VARIABLE], texts, around)
        if name in self.questions:
            answers = self._answers(self.questions[name], texts, around)
            return [*answers, None] if nulls and None not in answers and [] not in answers else answers
        if name == "applicant":
            return [*_applicants(texts, around, nulls=nulls), *([dict.fromkeys(APPLICANT_FIELDS)] if silent else [])]
        if name == "registers":
            return [*self._registers(texts, around), *([self._tree({})] if silent else [])]
        if name == "requests":
            return self._requests(texts, silent)
        return self._other(name, texts, around)

    def _other(self, name: str, texts: list[str], around: list[int]) -> list[object]:
        labels = {
            each: {"ar": "x", "en": "x"} for each, question in self.questions.items() if question.type in LABELLED_TYPES
        }
        known: dict[str, list[object]] = {
            "today": [TODAY, *OTHER_DAYS, *literal_days_in(texts)],
            "fee": [*sorted({0, 2000, *around})],
            "account": [{"phone": phone, "email": "x@example.test"} for phone in PHONES],
            "case": [{"reference": "XXX-0000-0000", "reason": "x"}],
            "labels": [labels],
        }
        return known[name]

    def _requests(self, texts: list[str], silent: bool) -> list[object]:
        """Requests that the expressions name take every state they can have; the others were never opened."""
        named = [name for name in named_requests(texts) if name in self.definition.requests]
        base: dict[str, object] = dict.fromkeys(self.definition.requests)
        ways = [[*_request_states(self.definition.requests[name]), *([None] if silent else [])] for name in named]
        return [{**base, **dict(zip(named, values, strict=True))} for values in combinations(ways, 200)]

    def _answers(self, question: Question, texts: list[str], around: list[int]) -> list[object]:
        always = question.required and question.show_if is None and not question.each
        if question.type == "record":
            return [
                *self.register_lists.entries(question.of, [question.id], texts, around),
                *([] if always else [None]),
            ]
        if question.type == "records":
            return self.register_lists.lists(question.of, texts, around)[1 if always else 0 :]
        if question.type == "group":
            typical = partial(typical_answers, texts=texts)
            return self.register_lists.groups(question, texts, around, typical)[1 if always else 0 :]
        values = typical_answers(question, around, texts)
        return values if always else [*values, _nothing(question)]

    def _registers(self, texts: list[str], around: list[int]) -> list[object]:
        """Elements that the expressions name take their typical values; the rest of the answer has one value."""
        used = sorted({each for text in texts for each in register_paths(text)})
        varied = [(contract, path) for contract, path in used if path]
        named = {contract for contract, _ in used}
        base = {each: next(contract.samples()) for each, contract in self.contracts.items() if each in named}
        choices = [self._samples(contract, path, texts, around) for contract, path in varied]
        return [self._tree(_with(base, varied, values)) for values in combinations(choices, 200)]

    def _samples(self, contract: str, path: tuple[str, ...], texts: list[str], around: list[int]) -> list[object]:
        if self.register_lists.items(".".join((contract, *path))) is not None:
            return self.register_lists.lists(".".join((contract, *path)), texts, around)
        element = self.contracts[contract].element(path) if contract in self.contracts else None
        return (
            [None] if element is None else self.register_lists.values(self.contracts[contract], element, texts, around)
        )

    def _tree(self, answers: Mapping[str, object]) -> Mapping[str, object]:
        tree: dict[str, dict[str, object]] = {}
        for contract in self.definition.uses:
            owner, _, name = contract.partition(".")
            tree.setdefault(owner, {})[name] = answers.get(contract)
        return tree


def _with_calculated(facts: dict[str, object], wanted: Calculations) -> dict[str, object]:
    return {**facts, **calculated(wanted, facts)} if wanted else facts


def _nothing(question: Question) -> object:
    """Return what expressions read of a question without an answer."""
    return [] if question.type in LISTS else None


def _request_states(request: SideRequest) -> list[dict[str, object]]:
    without = ("open", "missed", "refused", *(() if request.consent is None else (VOID, "cancelled")))
    closed: list[dict[str, object]] = [{"state": state, "outcome": None} for state in without]
    answered: list[dict[str, object]] = [{"state": "answered", "outcome": each} for each in request.outcomes]
    return [*closed, *answered]


def _with(
    base: Mapping[str, object], varied: list[tuple[str, tuple[str, ...]]], values: Sequence[object]
) -> dict[str, object]:
    answers = dict(base)
    for (contract, path), value in zip(varied, values, strict=True):
        if contract in answers:
            answers[contract] = put(answers[contract], path, value)
    return answers


def guards_against_null(expression: Expression) -> bool:
    """Return whether the expression speaks of null itself."""
    return "null" in _QUOTED.sub("''", expression.text)


def _applicants(texts: list[str], around: list[int], *, nulls: bool) -> list[dict[str, object]]:
    """Typical applicants; with `nulls`, also of whom the register answers but holds no governorate."""
    named = sorted({name for text in texts for name in _APPLICANT_PATH.findall(text)} & set(APPLICANT_FIELDS))
    typical: dict[str, list[object]] = {
        **{name: [*values] for name, values in _APPLICANTS.items()},
        "age": [*sorted({30, *(age for age in around if 0 <= age <= 130)})],
    }
    typical["born_on"] += days_in(texts)
    typical["governorate"] += [word for word in words_in(texts) if word in GOVERNORATES]
    typical["governorate"] += [None] if nulls else []
    base = {name: values[0] for name, values in typical.items()}
    chosen = combinations([typical[name] for name in named], 400)
    return [{**base, **dict(zip(named, values, strict=True))} for values in chosen]


def register_paths(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """List the register elements that an expression names: (contract, path)."""
    found = []
    for owner, name, path, called in _REGISTER_PATH.findall(_QUOTED.sub("''", text)):
        steps = tuple(path.split(".")[1:])
        found.append((f"{owner}.{name}", steps[:-1] if called else steps))
    return found


def applicant_names(text: str) -> set[str]:
    """Return the attributes of the applicant that an expression names."""
    return set(_APPLICANT_PATH.findall(_QUOTED.sub("''", text)))
