"""What nobody collects: kept until the day that was told, then it goes back, and everybody is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from hukumati.cases import api as cases
from hukumati.cases.background.expire_handovers import expire_handovers
from hukumati.cases.models import Case, Event, Handover
from hukumati.cases.tests.card import CLERK, COUNTER, COURIER, HOME, PRODUCER, CardHolder, confirm, publish_card, take
from hukumati.cases.tests.conftest import KHALED, LAYLA, NOW, Pay, Work, do_effects
from hukumati.core.clock import ZONE
from hukumati.notifications import api as notifications

Check = Callable[[], None]


@pytest.fixture
def at_the_counter(service: None, tmp_path: Path, pay: Pay, work: Work) -> CardHolder:
    publish_card(tmp_path)
    return _waiting(LAYLA, pay, work)


@pytest.fixture
def at_home(service: None, tmp_path: Path, pay: Pay, work: Work) -> CardHolder:
    publish_card(tmp_path)
    return _waiting(LAYLA, pay, work, HOME)


def _waiting(id_number: str, pay: Pay, work: Work, way: dict[str, str] = COUNTER) -> CardHolder:
    """Return somebody whose card lies at the counter, or is to be brought home."""
    person = CardHolder(id_number)
    person.fill(way)
    person.submit()
    pay(person.reference)
    work()
    _make(person)
    return person


def _make(person: CardHolder) -> None:
    take(person, "approve")
    confirm(person)
    take(person, "produced", PRODUCER)
    do_effects()
    person.look()


def _paper(person: CardHolder) -> cases.HandoverView:
    found = person.look().handover
    assert found is not None
    return found


def _last_moment(person: CardHolder) -> datetime:
    """Return the last second of the thirtieth day after it came to the desk, as days are in Palestine."""
    since = Handover.objects.get(case__reference=person.reference).updated_at.astimezone(ZONE)
    return (since + timedelta(days=30)).replace(hour=23, minute=59, second=59, microsecond=0)


def _over(person: CardHolder) -> datetime:
    return _last_moment(person) + timedelta(seconds=1)


def _sent(person: CardHolder) -> list[str]:
    return [message.text for message in notifications.list_messages(about=f"case:{person.reference}")]


def test_a_desk_keeps_it_to_the_last_moment_that_was_told(at_the_counter: CardHolder) -> None:
    last_moment = _last_moment(at_the_counter)
    assert _paper(at_the_counter).keep_until == last_moment
    assert expire_handovers(now=last_moment) == 0
    code = _paper(at_the_counter).code
    assert code is not None
    cases.hand_over(
        reference=at_the_counter.reference, clerk=CLERK, code=code, document_shown="id_card", now=last_moment
    )
    assert expire_handovers(now=last_moment + timedelta(seconds=1)) == 0
    assert at_the_counter.look().state == "done"


def test_afterwards_it_goes_back_and_its_holder_is_told_once(at_the_counter: CardHolder, all_is_well: Check) -> None:
    code, before, over = _paper(at_the_counter).code, len(_sent(at_the_counter)), _over(at_the_counter)
    assert [expire_handovers(now=over), expire_handovers(now=over)] == [1, 0]
    paper = _paper(at_the_counter)
    assert (paper.state, paper.code, paper.keep_until) == ("overdue", None, None)
    assert at_the_counter.view.state == "review"
    told = at_the_counter.view.message
    assert told is not None
    assert told.en.startswith("The document was not handed over and goes back")
    do_effects()
    sms, email = _sent(at_the_counter)[before:]
    assert "لم تُستلم الوثيقة" in sms
    assert "لم تُستلم الوثيقة" in email
    assert Event.objects.filter(case__reference=at_the_counter.reference, action="returned").count() == 1
    assert code is not None
    with pytest.raises(cases.NotPossibleHere):
        cases.hand_over(reference=at_the_counter.reference, clerk=CLERK, code=code, document_shown="id_card", now=over)
    all_is_well()


def test_what_a_flow_leaves_at_its_desk_holds_up_no_other_paper(
    at_the_counter: CardHolder, pay: Pay, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = _waiting(KHALED, pay, work)
    Case.objects.filter(reference=at_the_counter.reference).update(state="review")  # it says nothing of returns
    monkeypatch.setattr(f"{expire_handovers.__module__}.AT_ONCE", 1)
    assert expire_handovers(now=_over(other)) == 1
    assert (_paper(at_the_counter).state, _paper(other).state) == ("waiting", "overdue")


def test_its_desk_sees_it_until_it_is_sent_back(at_the_counter: CardHolder, all_is_well: Check) -> None:
    over = _over(at_the_counter)
    expire_handovers(now=over)
    (item,) = cases.desk(clerk=CLERK).lines
    assert (item.state, item.acts) == ("overdue", ("return",))
    assert cases.send_back(reference=at_the_counter.reference, clerk=CLERK, now=over).state == "returned"
    assert at_the_counter.look().state == "review"
    with pytest.raises(cases.NotPossibleHere):
        cases.send_back(reference=at_the_counter.reference, clerk=CLERK, now=over)
    all_is_well()


def test_an_official_can_have_it_handed_over_later(at_the_counter: CardHolder, all_is_well: Check) -> None:
    over = _over(at_the_counter)
    expire_handovers(now=over)
    _make(at_the_counter)
    states = Handover.objects.filter(case__reference=at_the_counter.reference).order_by("seq")
    assert list(states.values_list("state", flat=True)) == ["returned", "waiting"]
    code = _paper(at_the_counter).code
    assert code is not None
    cases.hand_over(reference=at_the_counter.reference, clerk=CLERK, code=code, document_shown="id_card", now=NOW)
    assert at_the_counter.look().state == "done"
    all_is_well()


STEPS_HOME = (
    (cases.bag, CLERK),
    (cases.dispatch, COURIER),
    (cases.attempt, COURIER),
    (cases.dispatch, COURIER),
)


def _bring(person: CardHolder, steps: int, day: datetime) -> None:
    for step, clerk in STEPS_HOME[:steps]:
        step(reference=person.reference, clerk=clerk, now=day)


@pytest.mark.parametrize(
    ("steps", "state"), [(1, "bagged"), (2, "with_courier"), (3, "attempted"), (4, "with_courier")]
)
def test_what_a_courier_never_confirms_comes_to_an_official_on_the_day_that_was_told(
    at_home: CardHolder, all_is_well: Check, steps: int, state: str
) -> None:
    last_moment = _paper(at_home).deliver_by
    assert last_moment == _last_moment(at_home)
    _bring(at_home, steps, NOW + timedelta(days=20))
    assert (_paper(at_home).state, _paper(at_home).deliver_by) == (state, last_moment)
    assert expire_handovers(now=last_moment) == 0
    over, before = last_moment + timedelta(seconds=1), len(_sent(at_home))
    assert [expire_handovers(now=over), expire_handovers(now=over)] == [1, 0]
    paper = _paper(at_home)
    assert (paper.state, paper.code, paper.deliver_by, at_home.view.state) == ("overdue", None, None, "review")
    do_effects()
    assert len(_sent(at_home)) > before
    (item,) = cases.desk(clerk=COURIER).lines
    assert (item.state, item.acts) == ("overdue", ("return",))
    cases.send_back(reference=at_home.reference, clerk=COURIER, now=over)
    assert (_paper(at_home).state, at_home.view.state) == ("returned", "review")
    all_is_well()


def test_what_was_never_sent_is_still_at_its_ministry(at_home: CardHolder, all_is_well: Check) -> None:
    assert expire_handovers(now=_over(at_home)) == 1
    assert (_paper(at_home).state, at_home.view.state) == ("returned", "review")
    assert cases.desk(clerk=COURIER).lines[0].acts == ()
    all_is_well()


def test_an_item_that_never_reaches_its_post_office_is_not_waited_for_without_end(
    at_home: CardHolder, all_is_well: Check
) -> None:
    Handover.objects.update(method="post_office", state="on_its_way")
    assert _paper(at_home).deliver_by == _last_moment(at_home)
    assert expire_handovers(now=_over(at_home)) == 1
    assert (_paper(at_home).state, at_home.view.state) == ("overdue", "review")
    (item,) = cases.desk(clerk=COURIER).lines
    assert item.acts == ("return",)
