"""Parses form.yaml: pages and questions; a condition refers only to what was asked before it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, Literal

from hukumati.catalogue.folder.bounds import BOUNDS, fits, is_empty_range
from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.entries import FormEntry, PageEntry, QuestionEntry
from hukumati.catalogue.folder.record_groups import with_records
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.core.bilingual import Bilingual
from hukumati.core.money import EXPONENTS, InvalidMoney, Money
from hukumati.service_language.api import (
    ENTRY_VARIABLE,
    FACT_NAMES,
    FILE_TYPES,
    RECORD_TYPES,
    Choice,
    Expression,
    Form,
    Page,
    PatternRefused,
    Question,
    check_pattern,
)

BEFORE_THE_FORM = ("applicant", "registers", "account", "today")
NOT_OF_OFFICIALS: Final = ("from", "edit", "if_down", "of", "key", "show", "where", "because")
"""Words of questions that registers answer."""
NOT_ASKED_OF_OFFICIALS: Final = (*RECORD_TYPES, "collection")
ACCOUNT = ("account.phone", "account.email")
KINDS_OF_FILE = ("pdf", "jpeg", "png")
MAX_FILES = 5
WITH_LIST = ("choice", "choices")
WORDS_OF = {
    "list": WITH_LIST,
    "of": RECORD_TYPES,
    "key": RECORD_TYPES,
    "show": RECORD_TYPES,
    "where": RECORD_TYPES,
    "currency": ("money",),
    "ask": ("group",),
    "each": ("group",),
    "accept": FILE_TYPES,
    "max_files": ("files",),
    "decimals": ("decimal",),
    "unit": ("decimal", "number"),
    "pattern": ("text",),
    "pattern_text": ("text",),
    "check": ("text",),
}
"""Words of a question that have a meaning for these types only."""
NEEDED_BY = {**dict.fromkeys(RECORD_TYPES, ("of", "key", "show")), "group": ("ask",), "decimal": ("decimals",)}
RESERVED: Final = [
    "as", "break", "const", "continue", "else", "false", "for", "function", "if", "import",
    "in", "let", "loop", "null", "package", "namespace", "return", "true", "var", "void", "while",
]  # fmt: skip
METHODS = {
    "download": Bilingual(ar="تنزيلها من حسابي", en="Download it from my account"),
    "post_office": Bilingual(ar="من مكتب بريد", en="At a post office"),
    "home": Bilingual(ar="توصيلها إلى عنواني", en="Brought to my address"),
}


def office_of(provider: Bilingual) -> Bilingual:
    """Return the way of collecting at an office, by the name of the body whose office it is."""
    return Bilingual(ar=f"من مكتب {provider.ar}", en=f"At a {provider.en} office")


def parse_form(
    *,
    source: YamlFile[FormEntry],
    lists: Mapping[str, tuple[Choice, ...]],
    collect: Sequence[str],
    uses: Sequence[str],
    provider: Bilingual,
    diagnostics: Diagnostics,
) -> Form:
    """Return the form; `collect` and `uses` are what service.yaml says, `provider` whose service it is."""
    return _FormParser(source, lists, collect, uses, provider, diagnostics).form()


def _kinds(entry: QuestionEntry) -> tuple[str, ...]:
    return tuple(entry.get("accept", KINDS_OF_FILE)) if entry["type"] in FILE_TYPES else ()


def _most_files(entry: QuestionEntry) -> int:
    return entry.get("max_files", MAX_FILES) if entry["type"] == "files" else 1


Steps = tuple[str | int, ...]
Condition = Literal["show_if", "required_if"]
TextWord = Literal["hint", "unit", "pattern_text"]


class _FormParser:
    def __init__(
        self,
        source: YamlFile[FormEntry],
        lists: Mapping[str, tuple[Choice, ...]],
        collect: Sequence[str],
        uses: Sequence[str],
        provider: Bilingual,
        diagnostics: Diagnostics,
    ) -> None:
        self.source, self.lists, self.collect, self.uses, self.diagnostics = source, lists, collect, uses, diagnostics
        self.methods = METHODS | {"office": office_of(provider)}
        self.all_ids = [entry["id"] for page in source.value["pages"] for entry in page["ask"]]
        self.asked: list[str] = []

    def form(self) -> Form:
        entries = enumerate(self.source.value["pages"])
        pages = tuple(self.page(entry, ("pages", index)) for index, entry in entries)
        sheets = self.source.value.get("officials", [])
        self.all_ids += [entry["id"] for sheet in sheets for entry in sheet["ask"]]
        officials = tuple(self.sheet(entry, ("officials", index)) for index, entry in enumerate(sheets))
        self._check_page_ids()
        form = Form(pages=pages, officials=officials)
        return with_records(form, source=self.source, diagnostics=self.diagnostics)

    def sheet(self, entry: PageEntry, path: Steps) -> Page:
        """Parse what officials fill in: a page whose questions only they answer."""
        sheet = self.page(entry, path)
        for index, asked in enumerate(entry["ask"]):
            for word in NOT_OF_OFFICIALS:
                if word in asked:
                    problem = f"{word!r} has no meaning for a question that officials answer"
                    place = at(self.source, *path, "ask", index, word)
                    self.diagnostics.add(place, "form.official", problem, "Remove it, or ask the applicant.")
            if asked["type"] in NOT_ASKED_OF_OFFICIALS:
                problem = f"a question of type {asked['type']} cannot be put to officials"
                place = at(self.source, *path, "ask", index, "type")
                self.diagnostics.add(place, "form.official", problem, "Use another type, or ask the applicant.")
        return sheet

    def page(self, entry: PageEntry, path: Steps) -> Page:
        title = self.diagnostics.text(entry["title"], at(self.source, *path, "title"))
        ask = enumerate(entry["ask"])
        return Page(
            id=entry["id"], title=title, ask=tuple(self.question(each, (*path, "ask", index)) for index, each in ask)
        )

    def question(self, entry: QuestionEntry, path: Steps) -> Question:
        place = at(self.source, *path)
        self._check_id(entry["id"], path)
        question = Question(
            id=entry["id"],
            type=entry["type"],
            label=self.diagnostics.text(entry.get("label", entry["id"]), place),
            hint=self._text(entry, "hint", path),
            required=entry.get("required", "required_if" not in entry),
            show_if=self._condition(entry, "show_if", path),
            required_if=self._condition(entry, "required_if", path),
            source=self._from(entry, path),
            edit=entry.get("edit", "allow"),
            if_down=entry.get("if_down"),
            options=self._options(entry, path),
            min=self._bound(entry, "min", path),
            max=self._bound(entry, "max", path),
            default=self._bound(entry, "default", path),
            of=entry.get("of", ""),
            key=entry.get("key", ""),
            show=tuple(entry.get("show", ())),
            where=self._where(entry, path),
            currency=self._currency(entry, path),
            means=entry.get("means", ""),
            accept=_kinds(entry),
            max_files=_most_files(entry),
            each=entry.get("each", ""),
        )
        question = replace(self._measured(question, entry, path), ask=self._parts(entry, path))
        self._check_words(entry, path)
        if "because" in entry:
            self.diagnostics.text(entry["because"], at(self.source, *path, "because"))
        self._check_bounds(question, path)
        self.asked.append(question.id)
        return question

    def _condition(
        self, entry: QuestionEntry, word: Condition, path: Steps, more: Sequence[str] = ()
    ) -> Expression | None:
        text = entry.get(word)
        if text is None:
            return None
        later = [name for name in self.all_ids if name not in self.asked]
        place = at(self.source, *path, word)
        if word == "required_if" and "required" in entry:
            problem = f"{entry['id']!r} says both required and required_if"
            self.diagnostics.add(place, "form.required", problem, "Remove one of them.")
        return self.diagnostics.expression(text, place, [*more, *self.asked, *BEFORE_THE_FORM], later)

    def _from(self, entry: QuestionEntry, path: Steps) -> str | None:
        source: str | None = entry.get("from")
        if source is None:
            if entry.get("edit", "allow") != "allow":
                remedy = "Say `from:` which register answers it, or allow editing."
                self.diagnostics.add(
                    at(self.source, *path, "edit"), "form.locked", "a locked question has no source", remedy
                )
            return None
        contract = ".".join(source.split(".")[:2])
        if source.startswith("account.") and source not in ACCOUNT:
            self.diagnostics.unknown(
                at(self.source, *path, "from"), "form.source", "element of the account", source, ACCOUNT
            )
        if not source.startswith("account.") and contract not in self.uses:
            place = at(self.source, *path, "from")
            remedy = f"Add {contract} to `uses` in service.yaml, or correct the name."
            self.diagnostics.add(
                place, "form.source", f"{source!r} comes from a contract the service does not use", remedy
            )
        return source

    def _parts(self, entry: QuestionEntry, path: Steps) -> tuple[Question, ...]:
        """Questions of a group are asked again for each entry, so they have no registers."""
        parts: list[Question] = []
        for index, each in enumerate(entry.get("ask", ())):
            place = (*path, "ask", index)
            if each["id"] in [part.id for part in parts] or each["id"] in RESERVED:
                problem = f"{each['id']!r} stands twice in the group, or is a word of the platform"
                self.diagnostics.add(at(self.source, *place, "id"), "form.id", problem, "Rename it.")
            parts.append(self._part(each, place, entry["ask"][index + 1 :]))
        return tuple(parts)

    def _part(self, entry: QuestionEntry, path: Steps, behind: Sequence[QuestionEntry]) -> Question:
        """Return a question of a group; its conditions read the entry so far, as `_it`, and what was asked before."""
        question = Question(
            id=entry["id"],
            type=entry["type"],
            label=self.diagnostics.text(entry.get("label", entry["id"]), at(self.source, *path)),
            hint=self._text(entry, "hint", path),
            required=entry.get("required", "required_if" not in entry),
            show_if=self._part_condition(entry, "show_if", path, behind),
            required_if=self._part_condition(entry, "required_if", path, behind),
            options=self._options(entry, path),
            min=self._bound(entry, "min", path),
            max=self._bound(entry, "max", path),
            currency=self._currency(entry, path),
            accept=_kinds(entry),
            max_files=_most_files(entry),
        )
        self._check_words(entry, path)
        self._check_bounds(question, path)
        return self._measured(question, entry, path)

    def _part_condition(
        self, entry: QuestionEntry, word: Condition, path: Steps, behind: Sequence[QuestionEntry]
    ) -> Expression | None:
        text = entry.get(word, "")
        for name in (entry["id"], *(each["id"] for each in behind)):
            if re.search(rf"\b{ENTRY_VARIABLE}\.{name}\b", text):
                problem = f"{text!r} depends on {name!r}, which is asked later"
                remedy = "Move the question up in the group."
                self.diagnostics.add(at(self.source, *path, word), "expression.later", problem, remedy)
        return self._condition(entry, word, path, [ENTRY_VARIABLE])

    def _measured(self, question: Question, entry: QuestionEntry, path: Steps) -> Question:
        """Return a question with its decimals and unit, its pattern and check digits."""
        pattern = entry.get("pattern", "")
        if pattern:
            self._check_pattern(entry, path)
        return replace(
            question,
            decimals=entry.get("decimals", 0),
            unit=self._text(entry, "unit", path),
            pattern=pattern,
            pattern_text=self._text(entry, "pattern_text", path),
            check=entry.get("check", ""),
        )

    def _text(self, entry: QuestionEntry, word: TextWord, path: Steps) -> Bilingual | None:
        key = entry.get(word)
        return None if key is None else self.diagnostics.text(key, at(self.source, *path, word))

    def _check_pattern(self, entry: QuestionEntry, path: Steps) -> None:
        place = at(self.source, *path, "pattern")
        try:
            check_pattern(entry["pattern"], longest=entry.get("max"))
        except PatternRefused as refused:
            remedy = "Write letters, classes and repeats such as [A-Z]{2}[0-9]{4,6}; see the reference of form.yaml."
            self.diagnostics.add(place, "form.pattern", f"the pattern cannot be used: {refused}", remedy)
        if "pattern_text" not in entry:
            problem = f"nobody is told what {entry['id']!r} must look like"
            self.diagnostics.add(place, "form.pattern", problem, "Add pattern_text: TEXT_KEY.")

    def _where(self, entry: QuestionEntry, path: Steps) -> Expression | None:
        if "where" not in entry:
            return None
        later = [name for name in self.all_ids if name not in self.asked]
        place = at(self.source, *path, "where")
        return self.diagnostics.expression(
            entry["where"], place, [ENTRY_VARIABLE, *self.asked, *BEFORE_THE_FORM], later
        )

    def _currency(self, entry: QuestionEntry, path: Steps) -> str:
        if entry["type"] == "money" and "currency" not in entry:
            remedy = f"Add currency: one of {', '.join(EXPONENTS)}."
            self.diagnostics.add(at(self.source, *path), "form.currency", "an amount without currency", remedy)
        return str(entry.get("currency", ""))

    def _bound(self, entry: QuestionEntry, word: Literal["min", "max", "default"], path: Steps) -> int | str | None:
        """Amounts are written as people write them ("10.00") and kept in minor units."""
        value = entry.get(word)
        if entry["type"] != "money" or value is None or entry.get("currency") not in EXPONENTS:
            return value
        try:
            return Money.parse(value if isinstance(value, str) else "", entry["currency"]).minor
        except InvalidMoney:
            remedy = f'Write the amount in quotes, with decimals: {word}: "10.00".'
            place = at(self.source, *path, word)
            self.diagnostics.add(
                place, "form.bound", f"{word} {value!r} is not an amount in {entry['currency']}", remedy
            )
            return None

    def _check_words(self, entry: QuestionEntry, path: Steps) -> None:
        """Record words that the type needs and lacks, or has no use for."""
        kind = entry["type"]
        for word, kinds in WORDS_OF.items():
            if word in entry and kind not in kinds:
                problem = f"{word!r} has no meaning for a question of type {kind}"
                self.diagnostics.add(
                    at(self.source, *path, word), "form.word", problem, f"It belongs to {', '.join(kinds)}."
                )
        for word in NEEDED_BY.get(kind, ()):
            if word not in entry:
                remedy = f"Add {word}: see the reference of form.yaml."
                self.diagnostics.add(
                    at(self.source, *path), f"form.{kind.rstrip('s')}", f"a {kind} lacks {word!r}", remedy
                )
        contract = ".".join(entry.get("of", "").split(".")[:2])
        if "of" in entry and contract not in self.uses:
            remedy = f"Add {contract} to `uses` in service.yaml, or correct the name."
            problem = f"{entry['of']!r} comes from a contract the service does not use"
            self.diagnostics.add(at(self.source, *path, "of"), "form.source", problem, remedy)
        if kind in RECORD_TYPES and entry.get("if_down", "block_with_notice") != "block_with_notice":
            problem = "entries of a register that is away can be neither chosen nor typed"
            remedy = "Remove if_down, or write block_with_notice."
            self.diagnostics.add(at(self.source, *path, "if_down"), "form.record", problem, remedy)

    def _options(self, entry: QuestionEntry, path: Steps) -> tuple[Choice, ...]:
        if entry["type"] == "collection":
            return tuple(Choice(method, self.methods[method]) for method in self.collect)
        if entry["type"] == "office":
            return self._offices(path)
        if entry["type"] not in WITH_LIST:
            return ()
        name = entry.get("list", "")
        if name not in self.lists:
            self.diagnostics.unknown(at(self.source, *path, "list"), "form.list", "list", name, self.lists)
        return self.lists.get(name, ())

    def _offices(self, path: Steps) -> tuple[Choice, ...]:
        offices = self.lists.get("offices", ())
        if not offices:
            remedy = "Add its offices to shared/offices.csv."
            self.diagnostics.add(at(self.source, *path), "form.office", "the provider has no office to choose", remedy)
        return offices

    def _check_id(self, question_id: str, path: Steps) -> None:
        place = at(self.source, *path, "id")
        if question_id in self.asked:
            self.diagnostics.add(place, "form.id", f"two questions are called {question_id!r}", "Rename one of them.")
        if question_id in FACT_NAMES or question_id in RESERVED:
            self.diagnostics.add(place, "form.id", f"{question_id!r} is a word of the platform", "Choose another id.")

    def _check_bounds(self, question: Question, path: Steps) -> None:
        for name, bound in (("min", question.min), ("max", question.max)):
            if bound is not None and question.type != "money" and not fits(question.type, bound):
                remedy = BOUNDS.get(question.type, "Write a whole number.")
                self.diagnostics.add(
                    at(self.source, *path, name), "form.bound", f"{name} {bound!r} does not fit the type", remedy
                )
        if is_empty_range(question):
            self.diagnostics.add(at(self.source, *path, "min"), "form.bound", "min is above max", "Exchange them.")
        if (
            question.default is not None
            and question.options
            and question.default not in [o.code for o in question.options]
        ):
            place = at(self.source, *path, "default")
            self.diagnostics.unknown(
                place, "form.default", "choice", str(question.default), [o.code for o in question.options]
            )

    def _check_page_ids(self) -> None:
        seen: set[str] = set()
        pages = [("pages", *each) for each in enumerate(self.source.value["pages"])]
        sheets = [("officials", *each) for each in enumerate(self.source.value.get("officials", []))]
        for word, index, page in (*pages, *sheets):
            if page["id"] in seen:
                place = at(self.source, word, index, "id")
                self.diagnostics.add(place, "form.page", f"two pages are called {page['id']!r}", "Rename one of them.")
            seen.add(page["id"])
