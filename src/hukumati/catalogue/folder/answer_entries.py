"""The shapes of answer.yaml, as its schema guarantees them."""

from typing import NotRequired, Required, TypedDict

from hukumati.catalogue.folder.entries import Names

SentenceEntry = TypedDict("SentenceEntry", {"text": Required[str], "when": str, "with": Names}, total=False)


class FigureEntry(TypedDict):
    """One labelled value of an answer."""

    label: str
    value: str
    when: NotRequired[str]


class ColumnEntry(TypedDict):
    """A column of an answer's table that has a label of its own."""

    element: str
    label: str


class AnswerTableEntry(TypedDict):
    """A table of an answer."""

    title: str
    of: str
    columns: list[str | ColumnEntry]
    where: NotRequired[str]


class NextStepEntry(TypedDict):
    """A service that follows from an answer."""

    service: str
    text: str
    when: NotRequired[str]


class AnswerEntry(TypedDict):
    """answer.yaml."""

    say: list[SentenceEntry]
    figures: NotRequired[list[FigureEntry]]
    tables: NotRequired[list[AnswerTableEntry]]
    next: NotRequired[list[NextStepEntry]]
