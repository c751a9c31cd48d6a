"""The rules after an attempt."""

from hukumati.notifications.domain.delivery import MOST_ATTEMPTS, Outcome, State, Verdict, judge


def after(outcome: Outcome, *, may_repeat: bool = True, attempts: int = 1, unknowns: int = 0) -> Verdict:
    return judge(outcome=outcome, may_repeat=may_repeat, attempts=attempts, unknowns=unknowns)


def test_what_was_accepted_or_refused_is_never_tried_again() -> None:
    assert after(Outcome.DONE) == Verdict(State.SENT, retry=False)
    assert after(Outcome.REFUSED) == Verdict(State.REFUSED, retry=False)


def test_what_was_refused_for_now_is_tried_until_it_is_enough() -> None:
    assert after(Outcome.LATER) == Verdict(State.QUEUED, retry=True)
    assert after(Outcome.LATER, attempts=MOST_ATTEMPTS - 1) == Verdict(State.QUEUED, retry=True)
    assert after(Outcome.LATER, attempts=MOST_ATTEMPTS) == Verdict(State.REFUSED, retry=False)


def test_an_unknown_outcome_is_repeated_once_and_not_twice() -> None:
    assert after(Outcome.UNKNOWN, unknowns=1) == Verdict(State.UNKNOWN, retry=True)
    assert after(Outcome.UNKNOWN, unknowns=2) == Verdict(State.UNKNOWN, retry=False)


def test_an_unknown_outcome_that_may_not_be_repeated_stays_unknown() -> None:
    assert after(Outcome.UNKNOWN, may_repeat=False, unknowns=1) == Verdict(State.UNKNOWN, retry=False)
