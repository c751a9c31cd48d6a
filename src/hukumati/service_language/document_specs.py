"""What a service writes for others: the documents that it issues, and what it tells registers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, cast

from hukumati.core.bilingual import Bilingual
from hukumati.core.json import JsonValue
from hukumati.core.languages import DOCUMENT_LANGUAGES, DocumentLanguage
from hukumati.service_language.expressions import Expression, Facts


@dataclass(frozen=True, slots=True)
class DocumentSpec:
    """A document the service issues: a typst template and what is put into it.

    `bound` gives the ID number of the person the document speaks of; `valid_days` None means for ever. They count from
    the day that `valid_from` gives where that lies ahead, so that who renews early loses none; else from the issue.
    `optional` names the data that may be empty; without any other the document is not issued. `legal_basis` is the law
    that it rests on, `language` gives what it is written in: without it, and for null, both.
    `photo` names the question whose file is the holder's picture; without that the document is not issued.
    """

    name: str
    title: Bilingual
    template: str
    template_source: str
    data: dict[str, Expression]
    seal: str
    serial_prefix: str
    bound: Expression
    valid_days: int | None = None
    valid_from: Expression | None = None
    optional: tuple[str, ...] = ()
    legal_basis: Bilingual | None = None
    language: Expression | None = None
    photo: str | None = None

    def filled(self, facts: Facts) -> dict[str, JsonValue]:
        """Return the data for the template; a date becomes its ISO text. Raises ExpressionFailed."""
        return {name: _plain(expression.value(facts)) for name, expression in self.data.items()}

    def written_in(self, facts: Facts) -> DocumentLanguage:
        """Return the language of the document. Raises ExpressionFailed, ValueError for what is no language."""
        chosen = None if self.language is None else self.language.value(facts)
        if chosen not in (None, *DOCUMENT_LANGUAGES):
            raise ValueError(f"{chosen!r} is none of {', '.join(DOCUMENT_LANGUAGES)}")
        return "both" if chosen is None else cast("DocumentLanguage", chosen)

    def valid_until(self, facts: Facts, *, issued_on: date) -> date | None:
        """Return the last day on which a document issued on a day is valid, None for ever. Raises ExpressionFailed."""
        if self.valid_days is None:
            return None
        begins = None if self.valid_from is None else self.valid_from.value(facts)
        begins = date.fromisoformat(begins[:10]) if isinstance(begins, str) else begins
        start = begins if isinstance(begins, date) and begins > issued_on else issued_on
        return start + timedelta(days=self.valid_days)


@dataclass(frozen=True, slots=True)
class NoticeSpec:
    """What a register is told under a contract: the fields of the message."""

    contract: str
    data: dict[str, Expression]

    def filled(self, facts: Facts) -> dict[str, JsonValue]:
        """Return the message; a date becomes its ISO text. Raises ExpressionFailed."""
        return {name: _plain(expression.value(facts)) for name, expression in self.data.items()}


def _plain(value: Any) -> JsonValue:
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, float):  # of a question with decimals: JSON's own would come back in another form
        return repr(value)
    if isinstance(value, Mapping):
        return {str(name): _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    plain: JsonValue = value
    return plain
