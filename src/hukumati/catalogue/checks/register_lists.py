"""Lists of register entries in expressions: which list a name stands for, and typical entries to sample with."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from hukumati.catalogue.checks.contracts import APPLICANTS_ID_NUMBER, OTHERS_ID_NUMBER, SAMPLE_DAY, RegisterContract
from hukumati.catalogue.checks.sample_values import (
    LATER_DAY,
    TODAY,
    combinations,
    days_in,
    register_amounts_in,
    words_in,
)
from hukumati.catalogue.folder.schema_nodes import SchemaNode
from hukumati.service_language.api import ENTRY_VARIABLE, LISTS, RECORD, RECORD_TYPES, Question

MOST_ENTRIES = 60
MOST_COUNTED = 50

_QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")
_MACRO = re.compile(r"\b([a-z_][a-z0-9_.]*)\.(?:map|filter|exists_one|exists|all)\(\s*(_[a-z0-9_]*)")
_PLUCKED = re.compile(r"\bpluck\(\s*([a-z_][a-z0-9_.]*)\s*,\s*['\"]([a-z_][a-z0-9_]*)['\"]\s*\)")
_TODAY = re.compile(r"\btoday\b")
_STEPS = r"\b{name}((?:\.[a-z_][a-z0-9_]*)+)(\()?"

Path = tuple[str, ...]


class RegisterLists:
    """The lists of one service's registers: those its questions choose from, and those its expressions go through."""

    def __init__(self, questions: Mapping[str, Question], contracts: Mapping[str, RegisterContract]) -> None:
        self.questions, self.contracts = questions, contracts

    def items(self, path: str) -> tuple[RegisterContract, SchemaNode] | None:
        """Return the schema of an entry of the list `mot.vehicles.vehicles`, None where there is no list."""
        owner, name, *steps = [*path.split("."), ""][: path.count(".") + 1] if path.count(".") else ["", ""]
        contract = self.contracts.get(f"{owner}.{name}")
        items = contract.items(tuple(steps)) if contract is not None else None
        return None if contract is None or items is None else (contract, items)

    def names(self, text: str, about: Question | None = None) -> dict[str, str]:
        """Map each name of an entry in the expression to its list: a record's id, `_it`, a macro's `_x`."""
        found = {each.id: each.of for each in self.questions.values() if each.type == "record"}
        if about is not None and about.type != "group":
            found[ENTRY_VARIABLE] = about.of
        for source, variable in _MACRO.findall(_QUOTED.sub("''", text)):
            question = self.questions.get(source)
            if source.startswith("registers."):
                found[variable] = source.removeprefix("registers.")
            elif question is not None and question.type == "records":
                found[variable] = question.of
        return found

    def unknown(self, text: str, about: Question | None = None) -> Iterator[tuple[str, str, Sequence[str]]]:
        """Yield each element that the expression reads of an entry and that does not exist: (list, step, known)."""
        groups = self._group_names(text)
        if about is not None and about.type == "group":
            groups[ENTRY_VARIABLE] = about.id
        for name, group in groups.items():
            known = [part.id for part in self.questions[group].ask]
            known += [RECORD] if self.questions[group].each else []
            yield from ((group, steps[0], known) for steps in paths_of(name, text) if steps[0] not in known)
        for name, path in self.names(text, about).items():
            found = self.items(path)
            if found is None:
                continue
            contract, schema = found
            for steps in paths_of(name, text):
                for depth, step in enumerate(steps):
                    if contract.element(steps[: depth + 1], schema) is None:
                        yield path, step, contract.elements(steps[:depth], schema)
                        break

    def entries(self, path: str, names: Sequence[str], texts: Sequence[str], around: Sequence[int]) -> list[object]:
        """Return typical entries of a list: what the texts read of them under these names varies."""
        found = self.items(path)
        if found is None:
            return [{}]
        contract, schema = found
        used = sorted({steps for text in texts for name in names for steps in paths_of(name, text)})
        base = next(contract.samples(schema))
        choices = [self.values(contract, contract.element(steps, schema), texts, around) for steps in used]
        return [_with(base, used, values) for values in combinations(choices, MOST_ENTRIES)]

    def lists(self, path: str, texts: Sequence[str], around: Sequence[int]) -> list[object]:
        """Return typical lists: none, one of each kind of entry, several, and as many as the texts count."""
        names = [name for text in texts for name, source in self.names(text).items() if source == path]
        names += [ENTRY_VARIABLE]
        entries = self.entries(path, names, [*texts, *self._plucked(path, texts)], around)
        return _lists_of(entries, around)

    def _plucked(self, path: str, texts: Sequence[str]) -> list[str]:
        """Return what `pluck` reads of the list's entries, written as a macro would read it."""
        listed = {f"registers.{path}", *(each.id for each in self.questions.values() if each.of == path)}
        return [
            f"{source}.exists({ENTRY_VARIABLE}, {ENTRY_VARIABLE}.{element})"
            for text in texts
            for source, element in _PLUCKED.findall(text)
            if source in listed
        ]

    def groups(
        self,
        question: Question,
        texts: Sequence[str],
        around: Sequence[int],
        typical: Callable[[Question, list[int]], list[object]],
    ) -> list[object]:
        """Return typical answers to a group: none, entries that vary in what the texts read, and several."""
        names = [name for text in texts for name, source in self._group_names(text).items() if source == question.id]
        return _lists_of(self.group_entries(question, names, texts, around, typical), around)

    def group_entries(
        self,
        question: Question,
        names: Sequence[str],
        texts: Sequence[str],
        around: Sequence[int],
        typical: Callable[[Question, list[int]], list[object]],
    ) -> list[object]:
        """Return typical entries of a group: what the texts read of them under these names varies."""
        read = {steps[0] for text in texts for name in names for steps in paths_of(name, text)}
        read |= {element for text in texts for listed, element in _PLUCKED.findall(text) if listed == question.id}
        values = {part.id: [*typical(part, list(around)), *_unanswered(part)] for part in question.ask}
        if question.each:
            read_as = [f"{name}.{RECORD}" for name in names]
            values[RECORD] = self.entries(question.of, read_as, texts, around)
        base: dict[str, object] = {name: found[0] for name, found in values.items()}
        varied = [name for name in values if name in read]
        chosen = combinations([values[name] for name in varied], MOST_ENTRIES)
        return [{**base, **dict(zip(varied, each, strict=True))} for each in chosen]

    def _group_names(self, text: str) -> dict[str, str]:
        macros = _MACRO.findall(_QUOTED.sub("''", text))
        groups = {each.id for each in self.questions.values() if each.type == "group"}
        return {variable: source for source, variable in macros if source in groups}

    def values(
        self, contract: RegisterContract, schema: SchemaNode | None, texts: Sequence[str], around: Sequence[int]
    ) -> list[object]:
        """Return typical values of an element, and those around what the texts compare it with."""
        values: list[object] = list(contract.samples(schema)) if schema is not None else [None]
        if any(isinstance(value, int) and not isinstance(value, bool) for value in values):
            values += [number for number in around if number not in values]
        if "x" in values:
            values += words_in(texts)
        if APPLICANTS_ID_NUMBER in values:
            values.append(OTHERS_ID_NUMBER)
        if SAMPLE_DAY in values:
            values += [day.isoformat() for day in _days(texts)]
        currencies = {value["currency"] for value in values if isinstance(value, dict) and "currency" in value}
        values += [
            {"amount": amount, "currency": code} for amount, code in register_amounts_in(texts) if code in currencies
        ]
        return values


def _days(texts: Sequence[str]) -> list[date]:
    """Return the days that matter to the texts; one after today, too, where they speak of it."""
    days = days_in(texts)
    is_later = any(day > TODAY for day in days) or not any(_TODAY.search(text) for text in texts)
    return days if is_later else [*days, LATER_DAY]


def _unanswered(part: Question) -> list[object]:
    """Return what is read of a question of a group that may be left without an answer."""
    if part.required and part.show_if is None:
        return []
    return [[]] if part.type in LISTS else [None]


def _lists_of(entries: Sequence[object], around: Sequence[int]) -> list[object]:
    counted = sorted({2, 3, *(number for number in around if 3 < number <= MOST_COUNTED)})
    return [[], *([entry] for entry in entries), *([entries[at % len(entries)] for at in range(n)] for n in counted)]


def paths_of(name: str, text: str) -> list[Path]:
    """List the paths that an expression reads below a name: `_d.birth.year` gives ("birth", "year")."""
    found = []
    for steps, called in re.findall(_STEPS.format(name=re.escape(name)), _QUOTED.sub("''", text)):
        path = tuple(steps.split(".")[1:])
        found.append(path[:-1] if called else path)
    return [path for path in found if path]


def check_list_reference(question: Question, lists: RegisterLists) -> Iterator[tuple[str, str, str, Sequence[str]]]:
    """Yield what a record question refers to and does not exist: (word of the question, what, name, known)."""
    if question.type not in RECORD_TYPES or not question.of:
        return
    found = lists.items(question.of)
    if found is None:
        owner, name, *steps = question.of.split(".")
        contract = lists.contracts.get(f"{owner}.{name}")
        if contract is not None:
            yield "of", f"list in {contract.id}", steps[-1], contract.elements(tuple(steps[:-1]))
        return
    contract, schema = found
    for word, name in (("key", question.key), *(("show", name) for name in question.show)):
        if name and contract.element((name,), schema) is None:
            yield word, f"element of {question.of}", name, contract.elements((), schema)


def _with(base: object, used: Sequence[Path], values: Sequence[object]) -> object:
    entry = base
    for path, value in zip(used, values, strict=True):
        entry = put(entry, path, value)
    return entry


def put(tree: object, path: Path, value: object) -> object:
    """Return the tree with one element changed."""
    if not path:
        return value
    branch = tree if isinstance(tree, Mapping) else {}
    return {**branch, path[0]: put(branch.get(path[0]), path[1:], value)}
