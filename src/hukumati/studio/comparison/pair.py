"""Two versions of a service, and what the comparison of any of their parts needs."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition
from hukumati.studio.comparison.field_labels import field_label
from hukumati.studio.comparison.phrases import Area, Change, change

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of one service."""

    old: Definition
    new: Definition

    def is_changed_text(self, before: object, after: object) -> bool:
        """Return whether two values differ only because the text behind one key was changed.

        Labels are resolved before versions are compared: without this, one changed text would be reported wherever its
        key is used.
        """
        if not isinstance(before, Bilingual) or not isinstance(after, Bilingual):
            return False
        old, new = self.old.texts, self.new.texts
        return any(old[key] == before and new.get(key) == after for key in old)


def field_changes(
    pair: Pair,
    area: Area,
    subject: Bilingual,
    old: "DataclassInstance",
    new: "DataclassInstance",
    *,
    except_for: Collection[str] = (),
) -> Iterator[Change]:
    """Yield the changed fields of `subject`, except for those that have sentences of their own."""
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in except_for or before == after or pair.is_changed_text(before, after):
            continue
        yield change(
            area,
            "{subject}: تغيّر {part} من «{before}» إلى «{after}».",
            "{subject}: {part} changed from “{before}” to “{after}”.",
            subject=subject,
            part=field_label(field.name),
            before=before,
            after=after,
        )


def only_in(first: Mapping[str, object], second: Mapping[str, object]) -> list[str]:
    """List the names that only the first has, in its order."""
    return [name for name in first if name not in second]


def changed_in(old: Mapping[str, object], new: Mapping[str, object]) -> list[str]:
    """List the names that both have with different values, in the order of the new one."""
    return [name for name in new if name in old and old[name] != new[name]]
