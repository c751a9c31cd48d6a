"""The reader of a group: the same questions asked of several things, one after another."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from hukumati.core.bilingual import Bilingual
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.raw_answer import Asked
from hukumati.service_language.validation_messages import AnswerRefused, PartsRefused

MOST_ENTRIES = 50
COUNT = "_count"


class Posted(Mapping[str, Any]):
    """The fields of one entry, posted as GROUP_NUMBER_QUESTION."""

    def __init__(self, raw: Mapping[str, Any], prefix: str) -> None:
        self.raw, self.prefix = raw, prefix

    def __getitem__(self, name: str) -> Any:
        return self.raw[self.prefix + name]

    def __iter__(self) -> Iterator[str]:
        return (name.removeprefix(self.prefix) for name in self.raw if name.startswith(self.prefix))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def group_reader(read: Callable[[Asked], Any]) -> Callable[[Asked], Any]:
    """Make the reader of groups, which reads each question by `read`."""

    def read_group(asked: Asked) -> list[dict[str, Any]] | None:
        """Return [{question: answer}], entries without any answer left out; None where there is none."""
        refused: dict[str, Bilingual] = {}
        entries = [_entry(asked, read, number, raw, refused) for number, raw in _entries(asked)]
        if refused:
            raise PartsRefused(refused)
        filled = [entry for entry in entries if any(value is not None for value in entry.values())]
        _check_count(asked, len(filled))
        return filled or None

    return read_group


def _entries(asked: Asked) -> Iterator[tuple[int, Mapping[str, Any]]]:
    sent = asked.sent()
    if sent is None:
        name = asked.question.id
        return ((number, Posted(asked.raw, f"{name}_{number}_")) for number in range(1, count_of(asked.raw, name) + 1))
    if not isinstance(sent, list) or len(sent) > MOST_ENTRIES:
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    known = {each.id for each in asked.question.ask}
    if not all(isinstance(entry, Mapping) and set(entry) <= known for entry in sent):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    return iter(enumerate(sent, start=1))


def count_of(raw: Mapping[str, Any], name: str) -> int:
    """Read how many entries a page shows; never more than a group may have."""
    text = raw.get(f"{name}{COUNT}")
    is_number = isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 5
    return min(int(text), MOST_ENTRIES) if is_number and text else 0


def _entry(
    asked: Asked, read: Callable[[Asked], Any], number: int, raw: Mapping[str, Any], refused: dict[str, Bilingual]
) -> dict[str, Any]:
    if _is_blank(asked, raw):
        return {}
    entry: dict[str, Any] = {}
    for question in asked.question.ask:
        try:
            entry[question.id] = read(replace(asked, question=question, raw=raw))
        except AnswerRefused as refusal:
            refused[f"{asked.question.id}_{number}_{question.id}"] = refusal.told
    return entry


def _is_blank(asked: Asked, raw: Mapping[str, Any]) -> bool:
    """An entry that a page showed and nobody filled in; one that was sent whole is never blank."""
    return isinstance(raw, Posted) and not any(isinstance(each, str) and each.strip() for each in raw.values())


def _check_count(asked: Asked, count: int) -> None:
    least, most = asked.question.min, asked.question.max
    if isinstance(least, int) and 0 < count < least:
        raise AnswerRefused(validation_messages.too_few(least))
    if count > (most if isinstance(most, int) else MOST_ENTRIES):
        raise AnswerRefused(validation_messages.too_many(most if isinstance(most, int) else MOST_ENTRIES))
