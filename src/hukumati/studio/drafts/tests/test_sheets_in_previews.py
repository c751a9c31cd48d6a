"""A preview goes the way of its scenario: past the work of officials, and with what is chosen before an answer."""

import yaml
from django.conf import settings

from hukumati.catalogue.api import read_folder, sketch_definition
from hukumati.catalogue.tests.samples import permit_folder
from hukumati.studio.drafts.preview import list_scenarios, simulate, simulate_enquiry


def test_the_officials_of_a_scenario_fill_in_their_sheets() -> None:
    folder = permit_folder()
    texts = {name: data.decode() for name, data in folder.files.items() if name.endswith(".yaml")}
    listed = list_scenarios(texts=texts, people=yaml.safe_load(texts["shared/people.yaml"]))
    scenario = next(each for each in listed if each.file == "tests/granted.yaml")
    assert (scenario.by_officials["inspected"]["inspected_area"], set(scenario.by_officials)) == (
        240,
        {"inspected", "approve"},
    )
    definition = sketch_definition(folder=folder)
    assert definition is not None
    simulation = simulate(definition=definition, scenario=scenario, answers={})
    simulation.fill(scenario.filled)
    for action in ("paid", "inspected", "approve"):
        simulation.take(action, scenario.by_officials.get(action, {}))
        assert not simulation.errors
    assert (simulation.state, str(simulation.due())) == ("to_pay_permit", "640.00 ILS")
    assert [each.id for each in simulation.session().filled_in()][:2] == ["inspected_area", "site_checks"]


def test_an_enquiry_is_previewed_before_and_after_something_was_chosen() -> None:
    folder = read_folder(path=settings.HUKUMATI.services_dir / "mot" / "vehicle-enquiry")
    texts = {name: data.decode() for name, data in folder.files.items() if name.endswith(".yaml")}
    listed = list_scenarios(texts=texts, people=yaml.safe_load(texts["shared/people.yaml"]))
    scenario = next(each for each in listed if each.file == "tests/chosen.yaml")
    definition = sketch_definition(folder=folder)
    assert definition is not None
    before = simulate_enquiry(definition=definition, scenario=scenario, raw=None)
    assert (before.answers, before.errors, before.result().answer) == ({}, {}, None)
    empty = simulate_enquiry(definition=definition, scenario=scenario, raw={})
    assert set(empty.errors) == {"vehicle"}
    chosen = simulate_enquiry(definition=definition, scenario=scenario, raw={"vehicle": "8-5678-B"})
    assert (chosen.answers, chosen.errors) == ({"vehicle": "8-5678-B"}, {})
    assert chosen.result().answer is not None


def test_only_what_stands_among_the_scenarios_is_one() -> None:
    folder = permit_folder()
    scenario = folder.files["tests/granted.yaml"].decode()
    texts = {"tests/granted.yaml": scenario, "messages/granted.yaml": scenario, "tests/granted.md": scenario}
    people = yaml.safe_load(folder.files["shared/people.yaml"].decode())
    assert [each.file for each in list_scenarios(texts=texts, people=people)] == ["tests/granted.yaml"]
