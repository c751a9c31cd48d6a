"""Pages of a list: every line once, forwards and back, counted, whatever the order."""

from datetime import timedelta

import pytest

from hukumati.core.clock import EPOCH
from hukumati.core.models import SecurityEvent
from hukumati.core.paging import FAR, Order, Page

pytestmark = pytest.mark.django_db


def order(*, is_descending: bool = False) -> Order[SecurityEvent]:
    return Order({"at": type(EPOCH), "id": int}, is_descending=is_descending, size=3)


def fill(number: int) -> list[int]:
    """Make lines of which two have the same moment each, and return their keys in order."""
    moments = [EPOCH + timedelta(days=20_000, seconds=index // 2) for index in range(number)]
    return [SecurityEvent.objects.create(kind="k", subject="", origin="", at=at).pk for at in moments]


def walked(chosen: Order[SecurityEvent]) -> list[Page[SecurityEvent]]:
    pages = [chosen.page(SecurityEvent.objects.all())]
    while pages[-1].after:
        pages.append(chosen.page(SecurityEvent.objects.all(), after=pages[-1].after))
    return pages


@pytest.mark.parametrize("number", [0, 1, 3, 4, 8])
@pytest.mark.parametrize("is_descending", [False, True])
def test_every_line_is_reached_once_forwards_and_back(number: int, *, is_descending: bool) -> None:
    made, chosen = fill(number), order(is_descending=is_descending)
    pages = walked(chosen)
    assert [line.pk for page in pages for line in page.lines] == (made[::-1] if is_descending else made)
    assert {page.total for page in pages} == {number}
    assert [(page.first, page.last) for page in pages][-1] == (number - len(pages[-1].lines) + 1, number)
    back = pages[-1]
    for page in pages[-2::-1]:
        back = chosen.page(SecurityEvent.objects.all(), before=back.before)
        assert (back.lines, back.first, back.after) == (page.lines, page.first, page.after)
    assert back.before == ""


@pytest.mark.parametrize(
    "cursor", ["nonsense", "n1.n1", "t1", "t1.b1", "t1.n1.n1", "t99999999999999999999.n1", "t١.n1", "t1.n1' OR 1=1"]
)
def test_what_is_no_cursor_of_this_list_leads_to_its_first_page(cursor: str) -> None:
    made = fill(2)
    for page in (
        order().page(SecurityEvent.objects.all(), after=cursor),
        order().page(SecurityEvent.objects.all(), before=cursor),
    ):
        assert [line.pk for line in page.lines] == made


def test_a_cursor_past_the_end_shows_nothing_and_leads_nowhere() -> None:
    fill(2)
    page = order().page(SecurityEvent.objects.all(), after=f"t{(FAR - EPOCH) // timedelta(microseconds=1)}.n1")
    assert (page.lines, page.total, page.before, page.after) == ((), 2, "", "")


def test_the_lines_of_a_page_are_shown_in_their_places() -> None:
    fill(5)
    page = order().page(SecurityEvent.objects.all()).showing(lambda line: line.kind)
    assert (page.lines, page.total, page.first, page.last) == (("k", "k", "k"), 5, 1, 3)
    assert page.after != ""
