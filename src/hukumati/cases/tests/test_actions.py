"""The table of actions: everything that is derived from it, and what the engine does with it."""

import pytest

from hukumati.cases.failpoints import FAILPOINTS
from hukumati.service_language.api import CASE_ACTIONS, LABELLED_ACTIONS, is_official_action, performers_of


def test_every_action_has_a_failpoint_at_both_sides_of_its_commit() -> None:
    for name in CASE_ACTIONS:
        assert {f"cases.{name}.before_commit", f"cases.{name}.committed"} <= set(FAILPOINTS)


def test_every_action_is_somebodys_and_has_words_in_both_languages() -> None:
    for action in CASE_ACTIONS.values():
        assert action.by
        assert action.history.ar != action.history.en


def test_an_action_that_only_a_service_knows_belongs_to_its_officials() -> None:
    assert performers_of("inspect_site") == {"worker"}
    assert is_official_action("inspect_site")


@pytest.mark.parametrize("action", ["propose", "send_back", "request_opened", "paid", "save", "handed_over"])
def test_what_the_platform_records_by_itself_is_no_choice_of_officials(action: str) -> None:
    assert not is_official_action(action)


def test_the_platform_has_words_for_the_usual_decisions() -> None:
    assert {"approve", "reject", "ask_citizen"} <= LABELLED_ACTIONS
