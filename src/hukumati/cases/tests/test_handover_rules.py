from collections.abc import Iterable

import pytest

from hukumati.cases.domain import handover


def test_every_method_leads_from_its_start_into_the_right_hands() -> None:
    for method, start in handover.START.items():
        seen, frontier = {start}, [start]
        while frontier:
            state = frontier.pop()
            for (its, from_state, _), to_state in handover.TRANSITIONS.items():
                if (its, from_state) == (method, state) and to_state not in seen:
                    seen.add(to_state)
                    frontier.append(to_state)
        assert "handed_over" in seen


@pytest.mark.parametrize("action", ["hand_over", "return"])
def test_a_paper_on_its_way_cannot_be_handed_over(action: str) -> None:
    assert handover.change(method="post_office", state="on_its_way", action=action) is None


@pytest.mark.parametrize("state", sorted(handover.ENDED))
def test_nothing_happens_to_a_paper_after_the_end(state: str) -> None:
    assert not any(from_state == state for _, from_state, _ in handover.TRANSITIONS)


def codes(secret: bytes) -> Iterable[str]:
    return (handover.collect_code(secret=secret, handover_id=str(number)) for number in range(200))


def test_a_collect_code_is_six_digits_and_differs_by_paper_and_by_secret() -> None:
    ours, theirs = list(codes(b"ours")), list(codes(b"theirs"))
    assert all(len(code) == 6 and code.isdigit() for code in ours)
    assert len(set(ours)) > 190
    assert sum(one == other for one, other in zip(ours, theirs, strict=True)) < 3


def test_only_the_right_code_matches() -> None:
    code = handover.collect_code(secret=b"s", handover_id="one")
    assert handover.code_matches(secret=b"s", handover_id="one", given=code)
    assert not handover.code_matches(secret=b"s", handover_id="two", given=code)
    assert not handover.code_matches(secret=b"s", handover_id="one", given="١٢٣٤٥٦")
