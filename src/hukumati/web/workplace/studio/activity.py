"""The activity of a service in the studio: who did what, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.core.audit import Entry

MOST_LINES: Final = 50
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


def activity_lines(entries: Iterable[Entry]) -> list[ActivityLine]:
    """Return the latest entries of a service's audit trail, the newest first, for people."""
    return [_activity_line(entry) for entry in list(entries)[:MOST_LINES]]


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
