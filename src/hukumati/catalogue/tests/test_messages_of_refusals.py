"""Whoever is refused reads in the message itself what of the fee comes back, and until when to object."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from hukumati.catalogue.folder.files import read_folder
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.folder_checks import known_contracts
from hukumati.catalogue.tests.planting import checked
from hukumati.catalogue.tests.samples import real_folder
from hukumati.catalogue.tests.test_faults_of_checks import changed
from hukumati.notifications.api import sms_parts
from hukumati.service_language.api import Definition, MessageSpec

LONGEST = {
    "ar": {"fee_after": "لا يُعاد الرسم الذي دفعته.", "object_until": "30 كانون الثاني 2026"},
    "en": {"fee_after": "The fee that you paid is not returned.", "object_until": "30 September 2026"},
}
EVERYWHERE = {"reference": "MOJ-2345-6789", "url": "https://portal.hukumati.example/en/applications/MOJ-2345-6789/"}


def _refusals(definition: Definition) -> Iterator[MessageSpec]:
    for state in definition.flow.states.values():
        if state.end and state.milestone == "decided" and state.reopen:
            names = [effect.argument for effect in state.effects if effect.kind == "notify"]
            yield from (definition.messages[name] for name in names)


def _services() -> list[Path]:
    root: Path = settings.HUKUMATI.services_dir
    return sorted(path.parent for path in root.glob("*/*/flow.yaml"))


def test_every_refusal_tells_of_fee_and_objection_within_three_parts_of_an_sms() -> None:
    told = 0
    for path in _services():
        for spec in _refusals(parse_definition(folder=read_folder(path=path))):
            for language, values in LONGEST.items():
                filled = spec.fill(language=language, values={**EVERYWHERE, **values, "reason": "x", "name": "x"})
                assert filled.sms is not None
                assert filled.body is not None
                for value in values.values():
                    assert value in filled.sms, (path, language)
                    assert value in filled.body, (path, language)
                assert sms_parts(filled.sms) <= 3, (path, language, filled.sms)
                told += 1
    assert told >= 16


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_service_that_is_free_says_nothing_of_a_fee(language: str) -> None:
    spec = next(_refusals(parse_definition(folder=real_folder())))
    filled = spec.fill(language=language, values={**EVERYWHERE, **LONGEST[language], "fee_after": None})
    assert filled.sms is not None
    assert LONGEST[language]["object_until"] in filled.sms
    assert LONGEST[language]["fee_after"] not in filled.sms


@pytest.mark.parametrize("lost", ["  {fee_after}\n", "  لك الاعتراض حتى نهاية {object_until}:\n"])
def test_a_refusal_that_is_silent_is_found_with_its_file(lost: str) -> None:
    arabic = changed(real_folder(), ("text/ar.yaml", lost, ""))
    english = lost if "fee" in lost else "  You can object until the end of {object_until}:\n"
    found = checked(changed(arabic, ("text/en.yaml", english, "")), known_contracts()).mistakes
    assert [(each.code, each.file, each.line) for each in found] == [("message.refusal", "messages/refused.yaml", 1)]
