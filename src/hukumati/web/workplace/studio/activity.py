"""The activity of a service in the studio: who did what, and when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.core.audit import Entry

MOST_LINES: Final = 50
ALL: Final = "all"
"""The query that asks for every line."""
LABELS: Final[dict[str, Promise]] = {
    "studio.begun": _("Draft created"),
    "studio.file_written": _("File changed"),
    "studio.file_removed": _("File removed"),
    "studio.uploaded": _("Folder uploaded"),
    "studio.translated": _("Texts changed"),
    "studio.followed": _("Draft updated to the published version"),
    "studio.sent_to_review": _("Sent for review"),
    "studio.taken_back": _("Withdrawn from review"),
    "studio.sent_back": _("Sent back with comments"),
    "studio.published": _("Published"),
    "studio.discarded": _("Draft discarded"),
}


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One line of the activity; `names` are the files or the version concerned."""

    text: Promise | str
    actor: str
    at: datetime
    names: str
    remarks: str


def activity_context(request: HttpRequest, entries: Sequence[Entry]) -> dict[str, object]:
    """Return what a page shows of a service's audit trail: the latest entries, or all when they are asked for."""
    lines = activity_lines(entries)
    shown = lines if ALL in request.GET else lines[:MOST_LINES]
    return {"activity": shown, "activity_total": len(lines), "is_activity_cut": len(shown) < len(lines)}


def activity_lines(entries: Iterable[Entry]) -> list[ActivityLine]:
    """Return the entries of a service's audit trail, the newest first, for people."""
    return [_activity_line(entry) for entry in entries]


def _activity_line(entry: Entry) -> ActivityLine:
    files = ", ".join([*_texts(entry.details.get("files")), *_texts(entry.details.get("removed"))])
    version = entry.details.get("version")
    return ActivityLine(
        text=LABELS.get(entry.action, entry.action),
        actor=entry.actor,
        at=entry.at,
        names=f"v{version}" if version else files,
        remarks=str(entry.details.get("remarks", "")),
    )


def _texts(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list) else []
