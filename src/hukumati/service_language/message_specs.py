"""The messages of a service: texts with placeholders, filled in for one case. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from hukumati.core.bilingual import Bilingual

MESSAGE_PLACEHOLDERS = (
    *("reference", "name", "service", "collect_code", "place", "home", "url", "reason"),
    *("fee_after", "object_until"),  # of an end: what of the fee comes back, until which day one may object
)
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class FilledMessage:
    """A message ready to send; a channel that the service does not use is None."""

    sms: str | None
    subject: str | None
    body: str | None


@dataclass(frozen=True, slots=True)
class MessageSpec:
    """A message with {placeholders} (see MESSAGE_PLACEHOLDERS); a line whose placeholder has no value is left out.

    `once` is sent the first time alone, however often a case comes to its state.
    """

    name: str
    sms: Bilingual | None = None
    subject: Bilingual | None = None
    body: Bilingual | None = None
    once: bool = False

    def fill(self, *, language: str, values: Mapping[str, str | None]) -> FilledMessage:
        """Put the values into the texts of one language, "ar" or "en"."""

        def filled(text: Bilingual | None) -> str | None:
            return None if text is None else fill_text(text.of(language), values)

        return FilledMessage(sms=filled(self.sms), subject=filled(self.subject), body=filled(self.body))


def fill_text(text: str, values: Mapping[str, str | None]) -> str:
    """Fill in placeholders line by line and drop the lines that lack a value."""
    lines = (line for line in text.splitlines() if all(values.get(name) for name in placeholders_in(line)))
    return "\n".join(_PLACEHOLDER.sub(lambda found: values.get(found[1]) or "", line) for line in lines)


def placeholders_in(text: str) -> tuple[str, ...]:
    """List the names in braces."""
    return tuple(_PLACEHOLDER.findall(text))
