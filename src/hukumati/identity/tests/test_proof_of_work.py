"""Opening accounts costs a program work, a person nothing, and a carrier's network not its access."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core import clock
from hukumati.identity.domain.proof_of_work import BITS, LIFETIME, Work, is_done, new_challenge, zero_bits
from hukumati.identity.models import Registration
from hukumati.identity.tests.browser import Browser
from hukumati.identity.tests.test_registration import claim
from hukumati.identity.use_cases.proof_of_work import use_work
from hukumati.identity.use_cases.registration import may_register

KEY, NOON, SECOND = b"k" * 32, datetime(2026, 11, 23, 12, tzinfo=UTC), timedelta(seconds=1)


def do(challenge: str) -> str:
    """Work as a browser does."""
    return next(str(answer) for answer in range(10**8) if zero_bits(f"{challenge}:{answer}") >= BITS)


def test_work_counts_for_two_hours_with_the_right_answer_alone() -> None:
    challenge = new_challenge(key=KEY, now=NOON)
    answer = do(challenge)
    assert is_done(Work(challenge, answer), key=KEY, now=NOON)
    assert is_done(Work(challenge, answer), key=KEY, now=NOON + LIFETIME - SECOND)
    assert not is_done(Work(challenge, answer), key=KEY, now=NOON + LIFETIME)
    assert not is_done(Work(challenge, answer), key=b"x" * 32, now=NOON)
    wrong = next(str(each) for each in range(100) if zero_bits(f"{challenge}:{each}") < BITS)
    for other in (wrong, "", "x", "1" * 21, "١", "\x00"):
        assert not is_done(Work(challenge, other), key=KEY, now=NOON)


@given(challenge=st.text(max_size=200), answer=st.text(max_size=30))
def test_whatever_is_sent_is_no_work_unless_the_challenge_is_ours(challenge: str, answer: str) -> None:
    assert not is_done(Work(challenge, answer), key=KEY, now=NOON)


@given(position=st.integers(0, 100), letter=st.characters(codec="ascii"))
def test_a_challenge_that_was_changed_is_none_of_ours(position: int, letter: str) -> None:
    challenge = new_challenge(key=KEY, now=NOON)
    changed = challenge[:position] + letter + challenge[position + 1 :]
    if changed != challenge:
        assert not is_done(Work(changed, "1"), key=KEY, now=NOON)


@pytest.mark.django_db
def test_the_page_brings_a_challenge_that_is_good_once(browser: Browser) -> None:
    text = browser.http.get("/en/open-account").content.decode()
    challenge = re.search(r'name="challenge" value="([^"]+)"', text)
    assert challenge
    work = Work(challenge[1], do(challenge[1]))
    assert use_work(work, now=clock.now())
    assert not use_work(work, now=clock.now())


@pytest.mark.django_db
def test_requirement_24_a_network_without_work_ends_after_thirty_and_one_that_works_goes_on() -> None:
    assert [may_register(network="10.0.0.0/24", has_worked=False) for _ in range(31)] == [True] * 30 + [False]
    assert all(may_register(network="10.0.0.0/24", has_worked=True) for _ in range(100))
    assert may_register(network="10.0.1.0/24", has_worked=False)


@pytest.mark.django_db
def test_who_is_stopped_reads_what_to_do_and_goes_on_with_work(browser: Browser) -> None:
    for _ in range(30):
        may_register(network="127.0.0.0/24", has_worked=False)
    stopped = browser.http.post("/en/open-account", claim())
    assert stopped.status_code == 429
    text = stopped.content.decode()
    assert "JavaScript switched on" in text
    assert claim()["id_number"] in text
    assert not Registration.objects.exists()
    challenge = re.search(r'name="challenge" value="([^"]+)"', text)
    assert challenge
    worked = {"challenge": challenge[1], "answer": do(challenge[1])}
    assert browser.http.post("/en/open-account", {**claim(), **worked}).status_code == 303
