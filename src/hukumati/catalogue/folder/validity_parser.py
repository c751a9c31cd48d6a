"""Parses how long a document is valid: for so many days, from the day of issue or from a day that is worked out."""

from collections.abc import Sequence

from hukumati.catalogue.folder.diagnostics import Diagnostics, at
from hukumati.catalogue.folder.durations import parse_duration
from hukumati.catalogue.folder.entries import DocumentEntry
from hukumati.catalogue.folder.yaml_parser import YamlFile
from hukumati.service_language.api import Expression


def parse_validity(
    source: YamlFile[DocumentEntry], *, names: Sequence[str], diagnostics: Diagnostics
) -> tuple[int | None, Expression | None]:
    """Return the days of validity, None for ever, and the expression of the day from which they count."""
    entry = source.value.get("valid")
    if entry is None:
        return None, None
    if isinstance(entry, str):
        return parse_duration(entry).amount, None
    begins = diagnostics.expression(entry["from"], at(source, "valid", "from"), names)
    return parse_duration(entry["for"]).amount, begins
