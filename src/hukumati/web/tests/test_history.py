"""The history of a case says what happened, as facts: in words of the service, or of the platform."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import translation

from hukumati.cases import api as cases
from hukumati.catalogue.tests.samples import definition_in, real_path
from hukumati.catalogue.tests.samples import real_definition as certificate
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import CASE_ACTIONS, Action, Definition, Reopen, is_official_action
from hukumati.web.workplace.history import history

NOW = datetime(2026, 11, 30, 9, tzinfo=UTC)


def _told(action: str, state: str, definition: Definition, language: str = "en") -> str:
    event = cases.EventView(1, action, "MOJ-0001", state, state, NOW, None)
    with translation.override(language):
        (line,) = history([event], definition)
        return line.what


@pytest.mark.parametrize(
    ("action", "state", "ar", "en"),
    [
        ("send_again", "kept", "تقرر إرسال الوثيقة من جديد", "It was decided to send the document again"),
        ("back_to_officer", "unfinished", "أُعيد الطلب إلى الموظف", "The application was sent back to the officer"),
        ("approve", "review", "وافق الموظف", "An officer approved the application"),
    ],
)
def test_an_action_is_told_as_a_fact(action: str, state: str, ar: str, en: str) -> None:
    assert _told(action, state, certificate(), "ar") == ar
    assert _told(action, state, certificate()) == en


def test_the_button_of_an_approval_is_not_its_history() -> None:
    definition = definition_in(real_path().parents[1] / "moi" / "birth-certificate")
    label = definition.flow.states["review"].actions["approve"].label
    assert label is not None
    assert _told("approve", "review", definition) == "An officer approved the application" != label.en


def test_a_version_published_before_facts_had_words_names_its_button() -> None:
    definition = certificate()
    kept = definition.flow.states["kept"]
    older = replace(kept.actions["send_again"], done=None, label=Bilingual("إرسال", "Send again"))
    state = replace(kept, actions={**kept.actions, "send_again": older})
    flow = replace(definition.flow, states={**definition.flow.states, "kept": state})
    assert _told("send_again", "kept", replace(definition, flow=flow)) == "Action taken: Send again"
    assert _told("send_again", "kept", replace(definition, flow=flow), "ar") == "الإجراء المتخذ: إرسال"


def test_every_action_of_the_services_has_words_of_its_own_or_of_the_platform() -> None:
    for path in sorted(real_path().parents[1].glob("*/*/flow.yaml")):
        states = definition_in(path.parent).flow.states.values()
        actions: list[Action | Reopen] = [each for state in states for each in state.actions.values()]
        actions += [each for state in states for each in state.reopen.values()]
        silent = {each.name for each in actions if is_official_action(each.name) and each.done is None}
        assert silent <= CASE_ACTIONS.keys(), path
