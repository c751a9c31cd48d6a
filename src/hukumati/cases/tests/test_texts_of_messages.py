"""Every message of every service, in both languages and every way of delivery, reads as it is meant."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

from hukumati.cases.engine.messages import message_values
from hukumati.cases.models import Case, Handover
from hukumati.cases.tests.conftest import NOW
from hukumati.catalogue.tests.samples import card_definition, definition_in
from hukumati.service_language.api import Definition, State

pytestmark = pytest.mark.django_db
FOLDERS = sorted(path.parent for path in settings.HUKUMATI.services_dir.glob("*/*/service.yaml"))
ADDRESS = {
    "ar": {"street": "شارع الإرسال", "locality": "رام الله"},
    "en": {"street": "Irsal Street", "locality": "Ramallah"},
}
STATE = {"download": "published", "office": "waiting", "post_office": "waiting", "home": "with_courier"}
FOREIGN_SIGNS = {"ar": re.compile(r"[,;?]"), "en": re.compile("[\u0600-\u06ff]")}
COMES_TO_COLLECT = {
    "ar": re.compile("مكان الاستلام|مكان استلام|أحضر|إحضار|يمكن الاستلام"),
    "en": re.compile(r"\b(?<!can )collect (it|the)|Collect it|Where to collect|[Bb]ring your|can collect"),
}
IS_BROUGHT = {"ar": re.compile("الساعي"), "en": re.compile("courier")}


@dataclass(frozen=True)
class Sent:
    """A message as somebody gets it who receives the paper in one way."""

    name: str
    method: str
    language: str
    text: str


def state_of(definition: Definition, message: str) -> State:
    """Return a state that sends a message; of what the platform sends by itself, the first state."""
    states = definition.flow.states
    sending = (each for each in states.values() if message in {effect.argument for effect in each.effects})
    return next(sending, states[definition.flow.start])


def sent_by(definition: Definition) -> Iterator[Sent]:
    """Fill in every message of a service, for every way of delivery it offers."""
    for method, language in product(definition.collect or ("download",), ("ar", "en")):
        case = Case(
            id=1, reference="ABC-1234-5678", reason="السبب" if language == "ar" else "the reason", answers={},
            applicant={"name": {"ar": "ليلى", "en": "Layla"}, "language": language},
        )  # fmt: skip
        places = definition.lists.get({"office": "offices", "post_office": "post_offices"}.get(method, ""), ())
        handover = Handover(
            id=uuid.UUID(int=1), case=case, method=method, state=STATE[method], updated_at=NOW,
            place=places[0].code if places else "", address=ADDRESS[language] if method == "home" else None,
        )  # fmt: skip
        for name, spec in definition.messages.items():
            state = state_of(definition, name)
            case.state, case.closed_at = state.name, NOW if state.end else None
            filled = spec.fill(language=language, values=message_values(case, definition, handover, language))
            for text in (filled.sms, filled.subject, filled.body):
                if text is not None:
                    yield Sent(name, method, language, text)


def wrong_in(sent: Sent) -> Iterator[str]:
    """Say what is wrong in a message."""
    text = re.sub(r"https?://\S+", "", sent.text)
    if "{" in text or "}" in text:
        yield "a brace"
    if not text.strip():
        yield "nothing is left"
    if found := FOREIGN_SIGNS[sent.language].search(text):
        yield f"a sign of the other script: {found[0]}"
    if sent.method in ("home", "download") and (found := COMES_TO_COLLECT[sent.language].search(text)):
        yield f"nobody comes to collect: {found[0]}"
    if sent.method != "home" and (found := IS_BROUGHT[sent.language].search(text)):
        yield f"nothing is brought: {found[0]}"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_messages_are_whole_and_true_for_every_way_of_delivery(folder: Path) -> None:
    definition = definition_in(folder)
    found = [(each.name, each.method, each.language, wrong) for each in sent_by(definition) for wrong in wrong_in(each)]
    assert found == []


WORKS_ON_IT: re.Pattern[str] = re.compile(r"working on (it|them)|نتابعه الآن")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_nobody_is_told_that_we_work_on_it_while_it_is_their_turn(folder: Path) -> None:
    definition = definition_in(folder)
    turns = [state for state in definition.flow.states.values() if state.milestone == "your_turn"]
    sent_then = {effect.argument for state in turns for effect in state.effects if effect.kind == "notify"}
    told = [each for each in sent_by(definition) if each.name in sent_then and WORKS_ON_IT.search(each.text)]
    assert told == []


def test_who_collects_is_told_where_and_whom_it_is_brought_to_reads_their_address() -> None:
    definition = definition_in(settings.HUKUMATI.services_dir / "moi" / "id-card")
    ready = [each for each in sent_by(definition) if each.name == "ready" and "ABC-1234-5678)" in each.text]
    assert {each.method for each in ready} == {"office", "post_office", "home"}
    brought = [each.text for each in ready if each.method == "home"]
    assert [
        "شارع الإرسال، رام الله" in text or "Irsal Street, Ramallah" in text for text in brought if "http" in text
    ] == [True, True]


def test_nobody_is_told_to_bring_the_card_they_come_to_collect() -> None:
    definition = definition_in(settings.HUKUMATI.services_dir / "moi" / "id-card")
    texts = " ".join(each.text for each in sent_by(definition))
    assert not re.search("ring your ID card|أحضر هويتك|إحضار بطاقة الهوية", texts)
    assert "your old ID card if you have it" in texts


def test_what_is_wrong_in_a_message_is_found() -> None:
    wrong = [
        Sent("ready", "office", "ar", "مكانك {place}"), Sent("ready", "office", "ar", "رام الله, البيرة"),
        Sent("ready", "office", "en", "Irsal Street، Ramallah"), Sent("ready", "home", "en", "Collect it at the desk"),
        Sent("ready", "home", "ar", "أحضر هويتك"), Sent("ready", "office", "en", "A courier comes"),
        Sent("ready", "office", "en", ""),
    ]  # fmt: skip
    assert all([*wrong_in(each)] for each in wrong)
    assert {each.name for each in sent_by(card_definition())} == {"ready"}
