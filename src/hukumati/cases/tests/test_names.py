"""The catalogue and the engine agree whose an action is."""

from hukumati.cases.domain import permissions
from hukumati.service_language.api import NOT_OFFICIALS


def test_the_language_and_the_engine_know_the_same_actions() -> None:
    assert NOT_OFFICIALS == permissions.OTHERS_ACTIONS
