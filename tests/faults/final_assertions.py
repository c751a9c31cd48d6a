"""What every journey must come to, whatever happened on its way: paid once, one document, each message once."""

from uuid import UUID

from tests.faults.crash_runs import Ordeal
from tests.faults.plan import Way
from tests.faults.system_state import Books, mark_of, shown
from tests.people import wait_for

FEE = 2000


def assert_ended_once(ordeal: Ordeal, books: Books) -> None:
    """Assert it of one citizen, who had no other case."""
    assert len(books.cases_of(ordeal.citizen.login)) == 1
    case = books.case(ordeal.reference)
    assert case["closed_at"] is not None, case["state"]
    if ordeal.way is Way.WITHDRAWN:
        assert_nothing_came_of_it(ordeal, books, case["bill_id"])
        return
    assert_paid_once(ordeal, books, case["bill_id"])
    documents = books.documents(ordeal.reference)
    assert [row["revoked_at"] for row in documents] == [None], shown(documents)
    assert case["documents"] == [row["serial"] for row in documents]
    assert ordeal.citizen.wait_for_document(ordeal.reference).startswith(b"%PDF-")
    assert_told_once(ordeal, books)
    assert not ordeal.citizen.saw("500"), str(ordeal)


def assert_paid_once(ordeal: Ordeal, books: Books, bill: UUID) -> None:
    """Assert that we and who took the money say the same, and that it is the fee, once.

    An agent whose notice was taken but not answered tells it again, half a minute later at most.
    """
    by_card, in_cash = ([], ["20.000"]) if ordeal.way is Way.CASH else ([FEE], [])
    assert books.taken_by_card(bill) == by_card
    wait_for("the agent to be told that we know", lambda: books.told_by_agents() == 0, seconds=60)
    assert books.taken_in_cash(bill) == in_cash
    assert books.captured(bill) == [FEE]
    assert books.revenue(bill) == FEE


def assert_nothing_came_of_it(ordeal: Ordeal, books: Books, bill: UUID) -> None:
    """Assert that nothing was paid or issued, and that nothing can be paid any more."""
    assert [*books.taken_by_card(bill), *books.taken_in_cash(bill), *books.captured(bill)] == []
    assert books.documents(ordeal.reference) == []
    assert books.rows("SELECT cancelled_at FROM pay_bill WHERE id = %s", bill)[0]["cancelled_at"] is not None


def assert_told_once(ordeal: Ordeal, books: Books) -> None:
    """Once, or twice where a worker died with the message in hand; a secret one once, or not at all then."""

    def all_closed() -> bool:
        return all(row["closed_at"] for row in books.notifications(ordeal.reference))

    wait_for("every message to be settled", all_closed, seconds=60)
    rows, arrived = books.notifications(ordeal.reference), books.arrived(ordeal.citizen.person)
    assert {row["key"].rpartition(":")[2] for row in rows} >= {"received"}
    for row in rows:
        count = arrived[mark_of(row)]
        fewest = 0 if row["secret"] and row["unknowns"] else 1
        most = 2 if row["unknowns"] and not row["secret"] else 1
        assert fewest <= count <= most, (count, shown([row]))
