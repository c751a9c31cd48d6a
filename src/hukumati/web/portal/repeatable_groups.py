"""Groups on a page: entries are added and removed by buttons, and what was typed stays."""

from collections.abc import Iterable

from django.http import QueryDict

from hukumati.service_language.api import Question, max_entries, posted_entry_count

ADD, REMOVE = "add_entry", "remove_entry"


def entries_changed(posted: QueryDict, questions: Iterable[Question]) -> QueryDict | None:
    """Return what was posted with one entry added or removed, None where no such button was pressed."""
    groups = {question.id: question for question in questions if question.type == "group"}
    added = groups.get(str(posted.get(ADD, "")))
    if added is not None:
        return _one_more(posted, added)
    name, _, number = posted.get(REMOVE, "").partition(":")
    if name in groups and number.isascii() and number.isdecimal() and len(number) < 4:
        return _one_less(posted, name, int(number))
    return None


def _one_more(posted: QueryDict, group: Question) -> QueryDict:
    changed = posted.copy()
    changed[f"{group.id}_count"] = str(min(posted_entry_count(posted, group.id) + 1, max_entries(group)))
    return changed


def _one_less(posted: QueryDict, name: str, number: int) -> QueryDict:
    """Return what was posted without one entry; those behind it move up."""
    count = posted_entry_count(posted, name)
    if not 1 <= number <= count:
        return posted.copy()
    changed = posted.copy()
    for each in range(number, count + 1):
        for key in [key for key in changed if key.startswith(f"{name}_{each}_")]:
            del changed[key]
        following = f"{name}_{each + 1}_"
        for key in [key for key in posted if key.startswith(following)] if each < count else ():
            changed.setlist(f"{name}_{each}_{key.removeprefix(following)}", posted.getlist(key))
    changed[f"{name}_count"] = str(count - 1)
    return changed
