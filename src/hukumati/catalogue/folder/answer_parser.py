"""Parses answer.yaml: how the answer to an enquiry is laid out."""

from collections.abc import Mapping, Sequence
from typing import Final

from hukumati.catalogue.folder.answer_entries import (
    AnswerEntry,
    AnswerTableEntry,
    ColumnEntry,
    FigureEntry,
    NextStepEntry,
    SentenceEntry,
)
from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.service_language.api import (
    ENTRY_VARIABLE,
    AnswerLayout,
    AnswerTable,
    Column,
    Expression,
    Figure,
    NextStep,
    Sentence,
    placeholders_in,
)

OF_A_CASE: Final = ("case", "fee", "requests")
Steps = tuple[str | int, ...]


def parse_answer(
    *, source: YamlFile[AnswerEntry] | None, names: Sequence[str], diagnostics: Diagnostics
) -> AnswerLayout | None:
    """Return the layout of an enquiry's answer; `names` are facts, of which those of a case are not there."""
    if source is None:
        return None
    return _AnswerParser(source, [each for each in names if each not in OF_A_CASE], diagnostics).layout()


class _AnswerParser:
    def __init__(self, source: YamlFile[AnswerEntry], names: Sequence[str], diagnostics: Diagnostics) -> None:
        self.source, self.names, self.diagnostics = source, names, diagnostics

    def layout(self) -> AnswerLayout:
        entry = self.source.value
        return AnswerLayout(
            sentences=tuple(self.sentence(each, ("say", at)) for at, each in enumerate(entry["say"])),
            figures=tuple(self.figure(each, ("figures", at)) for at, each in enumerate(entry.get("figures", ()))),
            tables=tuple(self.table(each, ("tables", at)) for at, each in enumerate(entry.get("tables", ()))),
            next_steps=tuple(self.next_step(each, ("next", at)) for at, each in enumerate(entry.get("next", ()))),
        )

    def sentence(self, entry: SentenceEntry, path: Steps) -> Sentence:
        place, values = at(self.source, *path, "text"), entry.get("with", {})
        text = self.diagnostics.text(entry["text"], place)
        if sorted(set(placeholders_in(text.ar))) != sorted(values):
            problem = f"the placeholders of {entry['text']!r} are not those of `with`"
            remedy = "Write in `with` an expression for each placeholder of the text, and no other."
            self.diagnostics.add(place, "answer.placeholders", problem, remedy)
        filled = {name: self.expression(each, (*path, "with", name)) for name, each in values.items()}
        return Sentence(text, self.condition(entry, path), filled)

    def figure(self, entry: FigureEntry, path: Steps) -> Figure:
        label = self.diagnostics.text(entry["label"], at(self.source, *path, "label"))
        return Figure(label, self.expression(entry["value"], (*path, "value")), self.condition(entry, path))

    def table(self, entry: AnswerTableEntry, path: Steps) -> AnswerTable:
        title = self.diagnostics.text(entry["title"], at(self.source, *path, "title"))
        columns = enumerate(entry["columns"])
        where = entry.get("where")
        return AnswerTable(
            title=title,
            of=entry["of"],
            columns=tuple(self.column(each, (*path, "columns", index)) for index, each in columns),
            where=None if where is None else self.expression(where, (*path, "where"), [*self.names, ENTRY_VARIABLE]),
        )

    def column(self, entry: str | ColumnEntry, path: Steps) -> Column:
        if isinstance(entry, str):
            return Column(entry)
        return Column(entry["element"], self.diagnostics.text(entry["label"], at(self.source, *path, "label")))

    def next_step(self, entry: NextStepEntry, path: Steps) -> NextStep:
        text = self.diagnostics.text(entry["text"], at(self.source, *path, "text"))
        return NextStep(entry["service"], text, self.condition(entry, path))

    def condition(self, entry: Mapping[str, object], path: Steps) -> Expression | None:
        return self.expression(str(entry["when"]), (*path, "when")) if "when" in entry else None

    def expression(self, text: str, path: Steps, names: Sequence[str] | None = None) -> Expression:
        return self.diagnostics.expression(text, at(self.source, *path), self.names if names is None else names)
