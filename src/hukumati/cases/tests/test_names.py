"""The catalogue and the engine agree whose an action is."""

from hukumati.cases.domain import permissions
from hukumati.service_language.api import NON_OFFICIAL_ACTIONS


def test_the_language_and_the_engine_know_the_same_actions() -> None:
    assert NON_OFFICIAL_ACTIONS == permissions.OTHERS_ACTIONS
