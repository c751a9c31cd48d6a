"""Who did what in the studio, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.core.audit import Entry

MOST: Final = 50
WHAT: Final[dict[str, Promise]] = {
    "studio.begun": _("A draft was begun"),
    "studio.file_written": _("A file was changed"),
    "studio.file_removed": _("A file was removed"),
    "studio.uploaded": _("The folder was uploaded"),
    "studio.translated": _("Texts were changed"),
    "studio.followed": _("The draft was brought up to the published version"),
    "studio.sent_to_review": _("Sent to review"),
    "studio.taken_back": _("Taken back from review"),
    "studio.sent_back": _("Sent back with remarks"),
    "studio.published": _("Published"),
    "studio.discarded": _("The draft was discarded"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the history; `names` are files or the version."""

    what: Promise | str
    actor: str
    at: datetime
    names: str
    remarks: str


def deeds_of(entries: Iterable[Entry]) -> list[Deed]:
    """Put the newest lines of the audit trail into words."""
    return [_deed(entry) for entry in list(entries)[:MOST]]


def _deed(entry: Entry) -> Deed:
    files = ", ".join([*entry.details.get("files", ()), *entry.details.get("removed", ())])
    version = entry.details.get("version")
    return Deed(
        what=WHAT.get(entry.action, entry.action),
        actor=entry.actor,
        at=entry.at,
        names=f"v{version}" if version else files,
        remarks=str(entry.details.get("remarks", "")),
    )
