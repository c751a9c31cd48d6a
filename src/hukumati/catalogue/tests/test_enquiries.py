"""Every enquiry folder is sound; mistakes planted into one are found."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from hukumati.catalogue import api
from hukumati.catalogue.checks.checking import CheckReport, check_folder
from hukumati.catalogue.folder.files import Folder, read_folder, service_folders
from hukumati.catalogue.folder.parser import parse_definition
from hukumati.catalogue.folder_checks import known_contracts
from hukumati.catalogue.tests.samples import publish
from hukumati.service_language.api import from_json, to_json

FOLDERS = {path.name: path for path in service_folders(root=settings.HUKUMATI.services_dir)}
ENQUIRIES = [name for name, path in FOLDERS.items() if "kind: enquiry" in (path / "service.yaml").read_text()]


def _check(folder: Folder) -> CheckReport:
    return check_folder(folder=folder, contracts=known_contracts())


def _fines(file: str, old: str, new: str) -> Folder:
    folder = read_folder(path=FOLDERS["traffic-fines"])
    text = folder.files[file].decode()
    assert old in text
    return replace(folder, files={**folder.files, file: text.replace(old, new, 1).encode()})


@pytest.mark.parametrize("path", [FOLDERS[name] for name in ENQUIRIES], ids=ENQUIRIES)
def test_an_enquiry_is_sound_and_plays_at_least_five_scenarios(path: Path) -> None:
    report = _check(read_folder(path=path))
    assert report.mistakes == ()
    assert len(report.scenarios) >= 5


@pytest.mark.parametrize(
    ("file", "old", "new", "code"),
    [
        ("flow.yaml", "show: [mot.fines]", "show: [mot.penalties]", "flow.show"),
        ("flow.yaml", "tell: answered_text", "tell: answerd_text", "text.missing"),
        ("flow.yaml", ", show: [mot.fines]", "", "enquiry.show"),
        (
            "flow.yaml",
            "actions: {answered: answered}",
            "actions: {answered: answered, paid: answered}",
            "enquiry.waits",
        ),
        ("flow.yaml", "submit: checking", "submit: answered", "flow.unreachable"),
        ("service.yaml", "kind: enquiry", "kind: paid", "rules.fee"),
        ("tests/answered.yaml", "state: unpaid}]}", "state: paid}]}", "scenario"),
        ("tests/answered.yaml", "tells: answered_text", "tells: unanswered_text", "scenario"),
    ],
)
def test_a_mistake_planted_into_an_enquiry_is_found(file: str, old: str, new: str, code: str) -> None:
    found = {(mistake.file, mistake.code) for mistake in _check(_fines(file, old, new)).mistakes}
    assert (file if code != "rules.fee" else "service.yaml", code) in found


def test_a_state_cannot_show_what_nothing_has_asked_before() -> None:
    folder = _fines("flow.yaml", "answered: answered}", "answered: answered}\n    show: [mot.fines]")
    assert [mistake.code for mistake in _check(folder).mistakes] == ["flow.unasked"]


def test_an_enquiry_survives_being_compiled() -> None:
    definition = parse_definition(folder=read_folder(path=FOLDERS["traffic-fines"]))
    answered = from_json(compiled=to_json(definition=definition)).flow.states["answered"]
    assert answered.show == ("mot.fines",)
    assert answered.tell is not None
    assert answered.tell.en.startswith("These are your fines")


@pytest.mark.django_db
def test_services_are_found_among_one_another_by_their_own_words() -> None:
    for path in FOLDERS.values():
        publish(read_folder(path=path))
    for text, code in WORDS.items():
        assert api.search(text=text)[0].code == code, text


WORDS = {
    "عدم محكومية": "MOJ-NCC",
    "صحيفة السوابق": "MOJ-NCC",
    "non conviction": "MOJ-NCC",
    "police clearance": "MOJ-NCC",
    "وظيفة": "MOJ-NCC",
    "job travel": "MOJ-NCC",
    "مخالفات": "MOT-FIN",
    "مخالفة سرعه": "MOT-FIN",
    "traffc fines": "MOT-FIN",
    "سيارتي": "MOT-VEH",
    "number plate": "MOT-VEH",
    "تامين صحي": "MOH-INQ",
    "health insurance": "MOH-INQ",
    "جواز": "MOI-PSI",
    "pasport status": "MOI-PSI",
    "مستحقات": "MOF-DUE",
    "taxes owed": "MOF-DUE",
    "باحث عن عمل": "MOL-JOB",
    "unemployed": "MOL-JOB",
    "سجل العمل": "MOL-PRM",
    "work history": "MOL-PRM",
    "معاملة أرض": "PLA-ENQ",
    "land transaction": "PLA-ENQ",
}
