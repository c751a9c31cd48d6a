"""Two values of the same kind, compared part by part; what the texts alone explain is told by the texts."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Definition
from hukumati.studio.comparison.names import name_of
from hukumati.studio.comparison.phrases import Area, Change, say


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions of one service."""

    old: Definition
    new: Definition

    def explained(self, before: Any, after: Any) -> bool:
        """Return whether a text differs only because the text of one key was changed."""
        if not isinstance(before, Bilingual) or not isinstance(after, Bilingual):
            return False
        olds, news = self.old.texts, self.new.texts
        return any(olds[key] == before and news.get(key) == after for key in olds)


def changed_parts(
    pair: Pair, area: Area, whose: Bilingual, old: Any, new: Any, *, besides: Collection[str] = ()
) -> Iterator[Change]:
    """Tell every part of `whose` that is otherwise now, besides those that are told elsewhere."""
    for field in fields(old):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name in besides or before == after or pair.explained(before, after):
            continue
        yield say(
            area,
            "{whose}: تغيّر {part} من «{before}» إلى «{after}».",
            "{whose}: {part} changed from “{before}” to “{after}”.",
            whose=whose,
            part=name_of(field.name),
            before=before,
            after=after,
        )


def only_in(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[str]:
    """List the names that only the first has, in its order."""
    return [name for name in first if name not in second]


def in_both(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """List the names that both have and that differ, in the new order."""
    return [name for name in new if name in old and old[name] != new[name]]
