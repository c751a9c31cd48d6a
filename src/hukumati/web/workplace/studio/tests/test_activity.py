"""The activity of a service: the latest lines, how many there are, and all of them when asked for."""

from django.test import RequestFactory

from hukumati.core.audit import Entry
from hukumati.core.clock import EPOCH
from hukumati.web.workplace.studio.activity import MOST_LINES, activity_context

ENTRIES = [Entry(number, f"analyst:{number}", "studio.published", {}, EPOCH, "") for number in range(MOST_LINES + 3)]


def shown(query: str, entries: list[Entry]) -> tuple[list[str], object, object]:
    context = activity_context(RequestFactory().get(f"/{query}"), entries)
    actors = [line.actor for line in context["activity"]]  # type: ignore[attr-defined]
    return actors, context["activity_total"], context["is_activity_cut"]


def test_a_long_activity_says_how_long_it_is_and_is_shown_whole_when_asked() -> None:
    actors = [entry.actor for entry in ENTRIES]
    assert shown("", ENTRIES) == (actors[:MOST_LINES], MOST_LINES + 3, True)
    assert shown("?all", ENTRIES) == (actors, MOST_LINES + 3, False)
    assert shown("", ENTRIES[:MOST_LINES]) == (actors[:MOST_LINES], MOST_LINES, False)
