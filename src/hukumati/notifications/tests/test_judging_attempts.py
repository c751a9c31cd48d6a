"""The rules after an attempt."""

import pytest

from hukumati.notifications.domain.delivery import MOST_ATTEMPTS, Channel, Outcome, State, Verdict, judge

SMS, EMAIL = Channel.SMS, Channel.EMAIL


def after(
    outcome: Outcome, *, channel: Channel = SMS, secret: bool = False, attempts: int = 1, unknowns: int = 0
) -> Verdict:
    return judge(outcome=outcome, channel=channel, secret=secret, attempts=attempts, unknowns=unknowns)


def test_what_was_accepted_or_refused_is_never_tried_again() -> None:
    assert after(Outcome.DONE) == Verdict(State.SENT, again=False)
    assert after(Outcome.REFUSED) == Verdict(State.REFUSED, again=False)


def test_what_was_refused_for_now_is_tried_until_it_is_enough() -> None:
    assert after(Outcome.LATER) == Verdict(State.QUEUED, again=True)
    assert after(Outcome.LATER, attempts=MOST_ATTEMPTS) == Verdict(State.REFUSED, again=False)


@pytest.mark.parametrize(("channel", "secret"), [(SMS, False), (EMAIL, False), (EMAIL, True)])
def test_an_unknown_outcome_is_repeated_once_and_not_twice(channel: Channel, secret: bool) -> None:
    assert after(Outcome.UNKNOWN, channel=channel, secret=secret, unknowns=1) == Verdict(State.UNKNOWN, again=True)
    assert after(Outcome.UNKNOWN, channel=channel, secret=secret, unknowns=2) == Verdict(State.UNKNOWN, again=False)


def test_a_one_time_code_of_unknown_outcome_is_not_repeated() -> None:
    assert after(Outcome.UNKNOWN, secret=True, unknowns=1) == Verdict(State.UNKNOWN, again=False)
