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
        ("answer.yaml", "of: mot.fines.fines", "of: mot.fines.penalties", "answer.list"),
        ("answer.yaml", "of: mot.fines.fines", "of: mot.licence.licence", "answer.register"),
        ("answer.yaml", "place, plate, amount", "place, plat, amount", "answer.element"),
        ("answer.yaml", "text: all_paid", "text: all_payed", "text.missing"),
        ("answer.yaml", "{total: registers", "{sum: registers", "answer.placeholders"),
        ("answer.yaml", "_f.state == 'unpaid'", "_f.stat == 'unpaid'", "expression.element"),
        ("answer.yaml", "where: _it.state == 'unpaid'", "where: _it.state == 'unpayed'", "expression.constant"),
        ("answer.yaml", "  - {text: no_record, when: registers.mot.fines == null}\n", "", "answer.nothing"),
        ("answer.yaml", "registers.mot.fines != null && size", "size", "answer.fails"),
        ("answer.yaml", "service: MOT-VEH", "service: MOT-FIN", "answer.next"),
        ("service.yaml", "life_events", "collect: [download]\nlife_events", "enquiry.word"),
        ("service.yaml", "life_events", "keep: {draft: 7 days}\nlife_events", "enquiry.word"),
        ("service.yaml", "mot.fines]", "mot.fines, mot.vehicles]", "register.unused"),
        ("service.yaml", "kind: enquiry", "kind: free", "file.missing"),
        ("tests/answered.yaml", "number: 2025-7, state: paid", "number: 2025-7, state: unpaid", "scenario"),
        ("tests/answered.yaml", "reads: [some_unpaid]", "reads: [all_paid]", "scenario"),
        ("tests/answered.yaml", "offers: [MOT-VEH]", "offers: []", "scenario"),
        ("tests/register_down.yaml", "silent: [mot.fines]", "silent: [interior.person]", "scenario"),
        ("tests/nothing.yaml", "  - {reads: [no_fines]}", "  - submit", "scenario"),
    ],
)
def test_a_mistake_planted_into_an_enquiry_is_found(file: str, old: str, new: str, code: str) -> None:
    mistakes = _check(_fines(file, old, new)).mistakes
    assert code in {mistake.code for mistake in mistakes}


@pytest.mark.parametrize(
    ("path", "text", "code"),
    [
        ("flow.yaml", "start: draft\nstates: {draft: {milestone: started, end: true}}\n", "file.kind"),
        ("messages/ready.yaml", "sms: no_fines\n", "enquiry.file"),
        (
            "form.yaml",
            "pages: [{id: one, title: name, ask: [{id: proof, label: name, type: file}]}]\n",
            "enquiry.question",
        ),
        (
            "form.yaml",
            "pages: [{id: one, title: name, ask: [{id: name, type: person_name, from: interior.person.name}]}]\n",
            "enquiry.question",
        ),
    ],
)
def test_what_belongs_to_an_application_is_refused_in_an_enquiry(path: str, text: str, code: str) -> None:
    folder = read_folder(path=FOLDERS["traffic-fines"])
    report = _check(replace(folder, files={**folder.files, path: text.encode()}))
    assert code in {mistake.code for mistake in report.mistakes}


def test_only_an_enquiry_has_an_answer() -> None:
    answer = read_folder(path=FOLDERS["traffic-fines"]).files["answer.yaml"]
    folder = read_folder(path=FOLDERS["birth-certificate"])
    report = _check(replace(folder, files={**folder.files, "answer.yaml": answer}))
    assert "file.kind" in {mistake.code for mistake in report.mistakes}


def test_an_enquiry_survives_being_compiled() -> None:
    definition = parse_definition(folder=read_folder(path=FOLDERS["traffic-fines"]))
    assert definition.answer is not None
    assert from_json(compiled=to_json(definition=definition)) == definition


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
