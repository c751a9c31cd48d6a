"""The reader of a group: the same questions asked of several things, one after another."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeAlias

from hukumati.core.bilingual import Bilingual
from hukumati.service_language import validation_messages
from hukumati.service_language.answers.limits import MAX_GROUP_ENTRIES
from hukumati.service_language.answers.raw_answer import RawAnswer, posted_values
from hukumati.service_language.questions import (
    ENTRY_VARIABLE,
    RECORD,
    Question,
    as_fact,
    chosen_records,
    is_required,
    is_shown,
)
from hukumati.service_language.validation_messages import AnswerRefused, PartsRefused

Reader: TypeAlias = Callable[[RawAnswer], object]
COUNT_SUFFIX = "_count"
"""Of the hidden field in which a page posts how many entries it showed."""


class EntryFields(Mapping[str, object]):
    """The fields of one entry, posted as GROUP_NUMBER_QUESTION."""

    def __init__(self, fields: Mapping[str, object], prefix: str) -> None:
        self.fields, self.prefix = fields, prefix

    def __getitem__(self, name: str) -> object:
        return self.fields[self.prefix + name]

    def __iter__(self) -> Iterator[str]:
        return (name.removeprefix(self.prefix) for name in self.fields if name.startswith(self.prefix))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def getlist(self, name: str) -> object:
        """Return every value of a name, as a QueryDict does."""
        return posted_values(self.fields, self.prefix + name)


def group_reader(read: Reader) -> Callable[[RawAnswer], list[dict[str, object]] | None]:
    """Make the reader of groups, which reads each question by `read`."""

    def read_group(raw: RawAnswer) -> list[dict[str, object]] | None:
        """Return [{question: answer}], entries without any answer left out; None where there is none."""
        if raw.question.each:
            return _of_records(raw, read)
        refused: dict[str, Bilingual] = {}
        entries = [_entry(raw, read, number, fields, refused) for number, fields in _numbered_entries(raw)]
        if refused:
            raise PartsRefused(refused)
        filled = [entry for entry in entries if any(value not in (None, []) for value in entry.values())]
        _check_count(raw, len(filled))
        return filled or None

    return read_group


def _of_records(raw: RawAnswer, read: Reader) -> list[dict[str, object]] | None:
    """Return one entry for each chosen record, with its key; what was said of others is left out."""
    refused: dict[str, Bilingual] = {}
    entries: list[dict[str, object]] = []
    for number, (key, record) in enumerate(chosen_records(raw.question, raw.facts).items(), start=1):
        fields = _fields_of_record(raw, key, number)
        entries.append({RECORD: key, **_read_entry(raw, read, number, fields, refused, {RECORD: record})})
    if refused:
        raise PartsRefused(refused)
    return entries or None


def _fields_of_record(raw: RawAnswer, key: str | None, number: int) -> Mapping[str, object]:
    """Return what was sent about a record: by its key (JSON), or at its place on the page. Raises AnswerRefused."""
    sent = raw.sent()
    if sent is None:
        return EntryFields(raw.fields, f"{raw.question.id}_{number}_")
    if not isinstance(sent, list) or not all(isinstance(entry, Mapping) for entry in sent):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    return next((entry for entry in sent if entry.get(RECORD) == key), {})


def _numbered_entries(raw: RawAnswer) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Number the entries from 1, whether they come as a list (JSON) or spread over fields (a page)."""
    sent = raw.sent()
    if sent is None:
        name = raw.question.id
        numbers = range(1, posted_entry_count(raw.fields, name) + 1)
        return ((number, EntryFields(raw.fields, f"{name}_{number}_")) for number in numbers)
    if not isinstance(sent, list) or len(sent) > MAX_GROUP_ENTRIES:
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    known = {each.id for each in raw.question.ask}
    if not all(isinstance(entry, Mapping) and set(entry) <= known for entry in sent):
        raise AnswerRefused(validation_messages.NOT_AN_ANSWER)
    return iter(enumerate(sent, start=1))


def posted_entry_count(fields: Mapping[str, object], group_id: str) -> int:
    """Read how many entries a page showed; 0 for anything but a small number, never more than a group may have."""
    text = fields.get(f"{group_id}{COUNT_SUFFIX}")
    is_number = isinstance(text, str) and text.isascii() and text.isdecimal() and len(text) < 5
    return min(int(str(text)), MAX_GROUP_ENTRIES) if is_number else 0


def max_entries(group: Question) -> int:
    """Return how many entries a group may have."""
    return group.max if isinstance(group.max, int) else MAX_GROUP_ENTRIES


def _entry(
    raw: RawAnswer,
    read: Reader,
    number: int,
    fields: Mapping[str, object],
    refused: dict[str, Bilingual],
) -> dict[str, object]:
    return {} if _is_blank(fields) else _read_entry(raw, read, number, fields, refused, {})


def _read_entry(
    raw: RawAnswer,
    read: Reader,
    number: int,
    fields: Mapping[str, object],
    refused: dict[str, Bilingual],
    known_of_it: Mapping[str, object],
) -> dict[str, object]:
    """Read the questions in order: conditions see what the entry has answered so far."""
    entry: dict[str, object] = {}
    nothing = {question.id: as_fact(question, None, raw.facts) for question in raw.question.ask}
    known: dict[str, object] = {**nothing, **known_of_it}
    for question in raw.question.ask:
        facts = {**raw.facts, ENTRY_VARIABLE: known}
        try:
            entry[question.id] = _answer(replace(raw, question=question, fields=fields, facts=facts), read)
            known[question.id] = as_fact(question, entry[question.id], facts)
        except AnswerRefused as refusal:
            refused[f"{raw.question.id}_{number}_{question.id}"] = refusal.message
    return entry


def _answer(raw: RawAnswer, read: Reader) -> object:
    """Return an entry's answer to one question, None where the entry's other answers hide it. Raises AnswerRefused."""
    question = raw.question
    if not is_shown(question, raw.facts):
        return None
    return read(replace(raw, question=replace(question, required=is_required(question, raw.facts))))


def _is_blank(fields: Mapping[str, object]) -> bool:
    """Return whether a page showed an entry that nobody filled in; one that was sent whole is never blank."""
    return isinstance(fields, EntryFields) and not any(
        each.strip() if isinstance(each, str) else each for each in fields.values()
    )


def _check_count(raw: RawAnswer, count: int) -> None:
    least, most = raw.question.min, max_entries(raw.question)
    if isinstance(least, int) and 0 < count < least:
        raise AnswerRefused(validation_messages.too_few(least))
    if count > most:
        raise AnswerRefused(validation_messages.too_many(most))
