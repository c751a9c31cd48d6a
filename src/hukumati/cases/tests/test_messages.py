"""Which messages need to know where the paper lies, and which wait until it is there."""

import pytest

from hukumati.cases.engine.messages import placeholders, tells_of_handover, waits_for_the_desk
from hukumati.cases.models import Handover
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import MessageSpec


def told(words: str) -> MessageSpec:
    """Return a message with a short text and these words in its letter."""
    return MessageSpec("ready", sms=Bilingual(ar="{reference}", en="{reference}"), body=Bilingual(ar=words, en=words))


@pytest.mark.parametrize(
    ("words", "needed"),
    [("{name}", False), ("{place}", True), ("{collect_code}", True), ("{place}: {collect_code}", True)],
)
def test_a_code_or_a_place_is_known_from_the_hand_over_alone(words: str, needed: bool) -> None:
    assert tells_of_handover(told(words)) is needed


def test_a_message_without_a_letter_has_the_placeholders_of_its_short_text() -> None:
    assert placeholders(MessageSpec("paid", sms=Bilingual(ar="{reason}", en="{reason}"))) == {"reason"}


@pytest.mark.parametrize(
    ("words", "state", "waits"),
    [
        ("{collect_code}", "on_its_way", True),
        ("{collect_code}", "waiting", False),
        ("{place}", "on_its_way", False),
    ],
)
def test_a_code_is_told_when_the_paper_lies_at_its_desk(words: str, state: str, waits: bool) -> None:
    assert waits_for_the_desk(told(words), Handover(state=state)) is waits


def test_nothing_waits_where_nothing_is_handed_over() -> None:
    assert not waits_for_the_desk(told("{collect_code}"), None)
