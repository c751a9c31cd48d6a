"""The marriage of `tests/folders`: two people agree, and what is wrong about a consent is found where it stands."""

from dataclasses import replace

import pytest

from hukumati.catalogue.folder_checks import known_contracts
from hukumati.catalogue.tests.planted_consents import IN_THE_CONSENT
from hukumati.catalogue.tests.planting import Planted, assert_found, checked, label
from hukumati.catalogue.tests.samples import Folder, marriage_folder


def planted(file: str, *changes: tuple[str, str]) -> Folder:
    folder = marriage_folder()
    text = folder.files[file].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return replace(folder, files={**folder.files, file: text.encode()})


def test_the_service_is_sound_and_its_scenarios_come_as_expected() -> None:
    report = checked(marriage_folder())
    assert [str(each) for each in report.mistakes] == []
    assert len(report.scenarios) == 4


@pytest.mark.parametrize("mistake", IN_THE_CONSENT, ids=label)
def test_what_is_wrong_is_found_where_it_stands(mistake: Planted) -> None:
    assert_found(mistake, marriage_folder(), known_contracts())


@pytest.mark.parametrize(
    ("by", "is_found"),
    [
        ("registers.interior.person.mother.id_number", False),
        ("registers.interior.person.mother.name.ar", True),
        ("'900000001'", True),
    ],
)
def test_who_agrees_is_whom_a_register_named_by_number(by: str, is_found: bool) -> None:
    found = checked(planted("requests.yaml", ("by: spouse_id", f'by: "{by}"'))).mistakes
    assert [each.line for each in found if each.code == "request.consent"] == [3] * is_found


def test_a_file_is_not_shown_to_whoever_may_not_open_it() -> None:
    folder = planted(
        "form.yaml",
        (
            "{id: note, label: note_label, type: long_text, max: 500,",
            "{id: note, label: note_label, type: file, accept: [pdf],",
        ),
    )
    text = folder.files["requests.yaml"].decode().replace("shows: [name,", "shows: [note, name,")
    found = checked(replace(folder, files={**folder.files, "requests.yaml": text.encode()})).mistakes
    assert [(each.file, each.line) for each in found if "shows 'note', a file" in each.problem] == [
        ("requests.yaml", 7)
    ]


def test_a_consent_on_which_nothing_rests_is_found() -> None:
    folder = planted(
        "flow.yaml",
        (
            "{when: requests.spouse_consent.outcome == 'agreed', to: reading}",
            "{when: spouse_name != null, to: reading}",
        ),
        ("requests.spouse_consent != null && requests.spouse_consent.state == 'refused'", "wedding_on == null"),
        ("session_on != null && requests.spouse_consent.outcome == 'agreed'", "session_on != null"),
    )
    mistakes = [each for each in checked(folder).mistakes if each.code == "request.consent"]
    assert [each.problem for each in mistakes] == ["nothing rests on whether the consent 'spouse_consent' was given"]


@pytest.mark.parametrize(
    ("steps", "said"),
    [
        ("- {agree: spouse_consnt}", "the service has no request 'spouse_consnt'"),
        ("- {answer_request: spouse_consent}", "'answer_request' does not belong"),
        ("- {agree: spouse_consent}\n  - {agree: spouse_consent}", "the request spouse_consent is not open"),
        ("- {state: review}", "state is asking, not review"),
    ],
)
def test_scenarios_play_what_the_person_can_do(steps: str, said: str) -> None:
    folder = marriage_folder()
    text = folder.files["tests/registered.yaml"].decode().partition("expect:")[0] + f"expect:\n  {steps}\n"
    report = checked(replace(folder, files={**folder.files, "tests/registered.yaml": text.encode()}))
    assert [each for each in report.mistakes if said in str(each)], [str(each) for each in report.mistakes]


def test_a_scenario_goes_on_where_nobody_is_named() -> None:
    folder = planted("form.yaml", ("type: id_number}", "type: id_number, required: false}"))
    text = folder.files["tests/lapsed.yaml"].decode().replace('spouse_id: "900000001", ', "")
    text = text.partition("expect:")[0] + "expect:\n  - {state: lapsed, requests: {spouse_consent: cancelled}}\n"
    played = replace(folder, files={**folder.files, "tests/lapsed.yaml": text.encode()})
    assert [str(each) for each in checked(played).mistakes if each.file == "tests/lapsed.yaml"] == []


def test_a_scenario_reads_no_register_about_somebody_who_has_not_agreed() -> None:
    """A flow that goes on whatever the person says: the platform asks nothing about them."""
    flow = "{when: requests.spouse_consent.outcome == 'agreed', to: reading}"
    folder = planted("flow.yaml", (flow, "{when: requests.spouse_consent.state != 'missed', to: reading}"))
    text = folder.files["tests/registered.yaml"].decode().partition("expect:")[0]
    text += "expect:\n  - {decline: spouse_consent}\n  - {state: review, asked: [spouse_id]}\n"
    played = replace(folder, files={**folder.files, "tests/registered.yaml": text.encode()})
    assert [str(each) for each in checked(played).mistakes if each.file == "tests/registered.yaml"] == []


def test_a_flow_may_lead_elsewhere_where_nobody_was_named() -> None:
    refused = "requests.spouse_consent != null && requests.spouse_consent.state == 'refused'"
    either = "requests.spouse_consent != null && requests.spouse_consent.state in ['refused', 'cancelled']"
    assert [str(each) for each in checked(planted("flow.yaml", (refused, either))).mistakes] == []
    equal = "requests.spouse_consent != null && requests.spouse_consent.state == 'cancelled'"
    found = checked(planted("flow.yaml", (refused, equal))).mistakes
    assert [str(each) for each in found if each.code.startswith("expression")] == []
