"""A preview fills in what the officials of its scenario do, so that the path goes on past their work."""

import yaml

from hukumati.catalogue.api import sketch_definition
from hukumati.catalogue.tests.samples import permit_folder
from hukumati.studio.drafts.preview import list_scenarios, simulate


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
