"""A case that comes to a state without its owner is told by message, once, in the state's own sentence."""

from datetime import timedelta

from hukumati.cases import api as cases
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.tests.conftest import NOW, Citizen, later
from hukumati.notifications import api as notifications


def _texts(citizen: Citizen) -> list[str]:
    sent = notifications.list_messages(about=f"case:{citizen.reference}")
    return [message.text for message in sent if message.channel == "sms"]


def test_a_deadline_that_closes_a_case_is_told_by_message(layla: Citizen) -> None:
    layla.fill()
    layla.submit()
    before = len(_texts(layla))
    run_timers(now=later(days=8))
    [told] = _texts(layla)[before:] if before else _texts(layla)
    assert "أُغلق الطلب" in told


def test_what_the_owner_did_is_no_news(layla: Citizen) -> None:
    layla.fill()
    seen = layla.submit().last_seq
    before = _texts(layla)
    cases.withdraw(reference=layla.reference, sub=layla.sub, seen_seq=seen, now=NOW)
    assert _texts(layla) == before


def test_the_last_day_and_what_follows_stand_with_the_case(layla: Citizen) -> None:
    layla.fill()
    closes = layla.submit().closes
    assert closes is not None
    assert (closes.ends, closes.refunds) == (True, False)
    assert run_timers(now=closes.at - timedelta(seconds=1)) == 0
    assert run_timers(now=later(days=8)) == 1
