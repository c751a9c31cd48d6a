"""Kannel's rules for a message, without a process."""

from dataclasses import replace

import pytest

from simulators.sms.gateway import GSM, UCS2, Refused, Submission, check_submission, delivered_text, parts, units

SUBMISSION = Submission("u", "p", "+970599000101", "Hukumati", "text", UCS2, "m-1")


@pytest.mark.parametrize(
    ("length", "coding", "expected"),
    [
        *((0, GSM, 1), (160, GSM, 1), (161, GSM, 2), (306, GSM, 2), (307, GSM, 3)),
        *((70, UCS2, 1), (71, UCS2, 2), (134, UCS2, 2), (135, UCS2, 3)),
    ],
)
def test_a_text_takes_as_many_parts_as_on_the_air(length: int, coding: int, expected: int) -> None:
    assert parts("x" * length, coding) == expected


def test_a_character_beyond_the_first_plane_is_two_units_of_ucs_2() -> None:
    assert (units("😀", UCS2), units("😀", GSM)) == (2, 1)


@pytest.mark.parametrize(("coding", "limit"), [(GSM, 459), (UCS2, 201)])
def test_a_text_is_cut_after_three_parts(coding: int, limit: int) -> None:
    assert delivered_text("x" * limit, coding) == "x" * limit
    assert delivered_text("x" * (limit + 1), coding) == "x" * limit


def test_half_a_character_is_never_delivered() -> None:
    assert delivered_text("x" * 200 + "😀" * 3, UCS2) == "x" * 200


def test_a_complete_submission_is_accepted() -> None:
    check_submission(SUBMISSION, username="u", password="p")
    check_submission(replace(SUBMISSION, to="970599000101"), username="u", password="p")


@pytest.mark.parametrize(
    ("submission", "status"),
    [
        (replace(SUBMISSION, username="other"), 403),
        (replace(SUBMISSION, password="other"), 403),
        (replace(SUBMISSION, to=""), 400),
        (replace(SUBMISSION, to="++970"), 400),
        (replace(SUBMISSION, to="97o"), 400),
        (replace(SUBMISSION, sender=""), 400),
    ],
)
def test_an_incomplete_submission_is_refused(submission: Submission, status: int) -> None:
    with pytest.raises(Refused) as caught:
        check_submission(submission, username="u", password="p")
    assert caught.value.status == status
    assert str(caught.value) == caught.value.message
