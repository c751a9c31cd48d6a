"""What a page of a long list reads of its address, and the addresses of its neighbours."""

from collections.abc import Mapping
from typing import Final, TypedDict

from django.http import HttpRequest, QueryDict

from hukumati.core.paging import Page

NOTHING: Final[Mapping[str, str]] = {}


class Cursors(TypedDict):
    """The line that a page begins after, or ends before; "" where there is none."""

    after: str
    before: str


def cursors_of(request: HttpRequest) -> Cursors:
    """Return the line that the wanted page begins after, or ends before."""
    return {"after": request.GET.get("after", ""), "before": request.GET.get("before", "")}


def neighbours_of(page: Page[object], kept: Mapping[str, str] = NOTHING) -> Cursors:
    """Return the queries that lead to the next and to the previous page, with what else the address keeps."""
    return {
        "after": query_of({**kept, "after": page.after}) if page.after else "",
        "before": query_of({**kept, "before": page.before}) if page.before else "",
    }


def query_of(values: Mapping[str, str]) -> str:
    """Return values as the query of an address."""
    query = QueryDict(mutable=True)
    query.update(dict(values))
    return query.urlencode()
