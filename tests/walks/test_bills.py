"""What a person was shown last is what they are billed, whatever they changed, registers changed, and time changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.cases import api as cases
from hukumati.cases.background.verify import verify
from hukumati.catalogue.tests.test_quotes import other_answers
from hukumati.core.money import Money
from hukumati.payments import api as payments
from hukumati.service_language.api import FILE_TYPES
from tests.walks.moves import Begin, Walk
from tests.walks.profile import walks_of_each_service
from tests.walks.services import Scenario, names, publish, read, scenarios

MOST_STEPS = 25
PAID = [name for name in names() if any(state.awaits_payment for state in read(name)[0].flow.states.values())]


@pytest.mark.timeout(3600)
def test_every_bill_of_every_service_is_the_quote_that_was_shown_last(begin: Begin) -> None:
    for service in PAID:
        publish(service)
        is_billed_as_quoted(begin, scenarios(service))


def is_billed_as_quoted(begin: Begin, every: list[Scenario]) -> None:
    """Let people of one service fill in, change their minds and submit on any day; compare quote, bill and receipt."""

    @walks_of_each_service(few=2)
    @given(data=st.data())
    def after_any_edits(data: st.DataObject) -> None:
        walk = begin(every[data.draw(st.integers(0, len(every) - 1), label="scenario")])
        if not fill(walk):
            return
        for _ in range(data.draw(st.integers(0, 5), label="edits")):
            CHANGES[data.draw(st.sampled_from(sorted(CHANGES)), label="change")](walk, data, every)
        shown = submitted(walk)
        if shown is not None:
            compare(walk, shown)

    after_any_edits()


def fill(walk: Walk) -> bool:
    """Fill the form in as far as the doors let the person; return whether there is a draft at all."""
    try:
        walk.fill()
    except cases.CasesError as refusal:
        walk.told.append(type(refusal).__name__)
    return bool(walk.person.reference)


def edit(walk: Walk, data: st.DataObject, _: list[Scenario]) -> None:
    """Answer one page otherwise."""
    session = walk.person.look().form_session
    page = data.draw(st.sampled_from([page.id for page in session.definition.form.pages]), label="page")
    answers: dict[str, Any] = dict(walk.scenario.filled)
    for question in session.definition.form.page(page).ask:
        if question.type not in FILE_TYPES and data.draw(st.booleans()):
            answers[question.id] = data.draw(other_answers(question, session), label=question.id)
    try:
        walk.save(page, answers)
    except cases.CasesError as refusal:
        walk.told.append(type(refusal).__name__)


def wait(walk: Walk, data: st.DataObject, _: list[Scenario]) -> None:
    """Go on with the draft on another day."""
    walk.time.present += timedelta(days=data.draw(st.sampled_from([1, 6, 20]), label="days"))


def change_registers(walk: Walk, data: st.DataObject, every: list[Scenario]) -> None:
    """Let registers hold what they hold in another scenario."""
    other = every[data.draw(st.integers(0, len(every) - 1), label="registers of")]
    walk.edge.holds, walk.edge.down = {**walk.edge.holds, **other.holds()}, other.silent()


def have_birthday(walk: Walk, data: st.DataObject, _: list[Scenario]) -> None:
    """Let the person come of an age tomorrow, or have done so today."""
    years = data.draw(st.sampled_from([16, 18, 60]), label="years")
    born = walk.now.date() - timedelta(days=data.draw(st.sampled_from([0, -1]), label="birthday"))
    person = walk.edge.people[walk.person.id_number]
    walk.edge.people[walk.person.id_number] = {**person, "born_on": date(born.year - years, born.month, born.day)}


CHANGES = {"edit": edit, "wait": wait, "registers": change_registers, "birthday": have_birthday}


def submitted(walk: Walk) -> cases.Quote | None:
    """Submit what the person sees, and return what it was to cost; None where the doors do not let them."""
    for _ in range(3):
        walk.person.now = walk.now
        try:
            shown = cases.quote(case=walk.person.look())
            walk.person.submit()
        except cases.CaseMovedOn:  # they are shown what changed, and submit that
            continue
        except cases.CasesError as refusal:
            walk.told.append(type(refusal).__name__)
            return None
        return shown
    return None


def compare(walk: Walk, shown: cases.Quote) -> None:
    """Let the application go its usual way, and compare what was quoted, billed and paid."""
    for _ in range(MOST_STEPS):
        walk.work()
        case = walk.case
        if case.bill_id is not None or case.closed_at is not None:
            break
        walk.as_usual()
    if walk.case.bill_id is None:
        return
    bill = walk.bills()[0]
    if not shown.is_pending:
        assert [(line.kind, line.amount) for line in bill.lines] == [(line.kind, line.amount) for line in shown.lines]
        assert bill.total == shown.total
    walk.as_usual()
    (receipt,) = payments.list_payments(bill_id=bill.id)
    assert (receipt.amount, receipt.receipt_number is not None) == (bill.total, True)
    for _ in range(MOST_STEPS):
        walk.work()
        if walk.case.closed_at is not None:
            break
        walk.as_usual()
    later_bills(walk)
    assert [found.what for found in verify(reference=walk.person.reference)] == []


def later_bills(walk: Walk) -> None:
    """Compare the bills that officials' decisions led to with the fees that the case tells."""
    session = cases.get_case(reference=walk.person.reference, sub=walk.person.sub).form_session
    charges = [state.charge for state in session.definition.flow.states.values() if state.charge]
    for bill, charge in zip(walk.bills()[1:], charges, strict=False):
        assert bill.total == session.charge(charge)
        assert sum((line.amount for line in bill.lines), start=Money.zero(bill.total.currency)) == bill.total
