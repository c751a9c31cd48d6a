"""The catalogue and the engine agree whose an action is."""

from hukumati.cases.domain import permits
from hukumati.catalogue import api as catalogue


def test_the_language_and_the_engine_know_the_same_actions() -> None:
    assert catalogue.NOT_OFFICIALS == permits.OTHERS_ACTIONS
