"""The rules of the SIM Swap API, without a process."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from simulators.sim_swap.camara import Check, Refused, read_check, was_swapped

NOON, HOUR = datetime(2026, 11, 23, 12, tzinfo=UTC), timedelta(hours=1)


def test_a_question_without_hours_looks_ten_days_back() -> None:
    assert read_check(b'{"phoneNumber": "+970599000101"}') == Check("+970599000101", 240)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"no json", 400, "INVALID_ARGUMENT"),
        (b"[]", 400, "INVALID_ARGUMENT"),
        (b"{}", 422, "MISSING_IDENTIFIER"),
        (json.dumps({"phoneNumber": "0599000101"}).encode(), 400, "INVALID_ARGUMENT"),
        (json.dumps({"phoneNumber": 970599000101}).encode(), 400, "INVALID_ARGUMENT"),
        (json.dumps({"phoneNumber": "+970599000101", "maxAge": 0}).encode(), 400, "OUT_OF_RANGE"),
        (json.dumps({"phoneNumber": "+970599000101", "maxAge": 2401}).encode(), 400, "OUT_OF_RANGE"),
        (json.dumps({"phoneNumber": "+970599000101", "maxAge": True}).encode(), 400, "INVALID_ARGUMENT"),
    ],
)
def test_what_the_api_refuses_is_refused_with_its_code(body: bytes, status: int, code: str) -> None:
    with pytest.raises(Refused) as caught:
        read_check(body)
    assert (caught.value.status, caught.value.code) == (status, code)


def test_a_swap_counts_up_to_the_hour_that_is_asked_about() -> None:
    check = Check("+970599000101", 24)
    assert was_swapped(NOON - 24 * HOUR, check, now=NOON)
    assert not was_swapped(NOON - 25 * HOUR, check, now=NOON)
    assert not was_swapped(None, check, now=NOON)
