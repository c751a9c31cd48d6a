"""The scholarship call of `tests/folders`: it says much of what the language can, is sound, and played through."""

from hukumati.catalogue.tests.planting import checked
from hukumati.catalogue.tests.samples import scholarship_folder


def test_the_call_is_sound_and_its_scenarios_come_as_expected() -> None:
    report = checked(scholarship_folder())
    assert [str(each) for each in report.mistakes] == []
    assert len(report.scenarios) == 6
