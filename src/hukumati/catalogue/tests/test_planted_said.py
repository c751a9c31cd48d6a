"""The check finds sentences, labels and papers that say what is not so, and passes what only looks like them."""

from collections.abc import Callable

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.tests.planted_folders import SAID
from hukumati.catalogue.tests.planting import Planted, assert_found, checked
from hukumati.catalogue.tests.samples import birth_certificate_folder, scholarship_folder
from hukumati.catalogue.tests.test_faults_of_checks import changed

PLANTED = [
    pytest.param(folder, planted, id=f"{name}-{number}-{planted.code}")
    for name, (folder, table) in SAID.items()
    for number, planted in enumerate(table)
]


@pytest.mark.parametrize(("folder", "planted"), PLANTED)
def test_what_is_not_so_is_found_with_file_line_and_remedy(
    folder: Callable[[], Folder], planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, folder(), contracts)


AR, EN = "text/ar.yaml", "text/en.yaml"
UNANSWERED = "لأن السؤال بقي بلا جواب"
RIGHT: list[tuple[str, tuple[tuple[str, str, str], ...]]] = [
    ("scholarship", ((AR, "أتم 17 سنة", "أتم سبع عشرة سنة"),)),
    ("scholarship", ((AR, UNANSWERED, "في example.org/help، أو PDF أو help@example.org"),)),
    ("scholarship", (("rules/eligibility.csv", "applicant.age < 17", "applicant.age <= 16"),)),
    ("scholarship", ((AR, "average_hint: من 100", "average_hint: بين 0 و100"),)),
    (
        "scholarship",
        (
            (AR, "average_hint: من 100", "average_hint: 100 في كشف من 3 صفحات"),
            (EN, "average_hint: Out of 100", "average_hint: 100 of 3 pages"),
        ),
    ),
    (
        "scholarship",
        (("service.yaml", "once: {open_at_most: 1}", "once: {open_at_most: 1, per: applicant.id_number}"),),
    ),
    (
        "birth",
        (
            (AR, "خلال 14 يومًا", "خلال أسبوعين"),
            (EN, "within 14 days", "within two weeks"),
        ),
    ),
    ("birth", (("service.yaml", "audience: [citizen, resident]", "audience: [citizen]"),)),
    ("vehicle", (("service.yaml", "per: vehicle.plate", "per: vehicle.vin"),)),
    ("vehicle", (("service.yaml", "case: 5 years", "case: 300 days"),)),
]


@pytest.mark.parametrize(("folder", "changes"), RIGHT)
def test_what_is_so_is_not_refused(
    folder: str, changes: tuple[tuple[str, str, str], ...], contracts: tuple[RegisterContract, ...]
) -> None:
    """Scenarios may come out otherwise: the rules have changed."""
    found = checked(changed(SAID[folder][0](), *changes), contracts).mistakes
    assert [str(each) for each in found if each.code != "scenario"] == []


def test_a_line_of_the_price_list_names_the_limit_of_its_row(contracts: tuple[RegisterContract, ...]) -> None:
    few = ("rules/fee.csv", "copies == null || copies == 1", "copies == null || copies < 4")
    texts = (
        (AR, "fee_one: نسخة واحدة", "fee_one: أقل من 3 نسخ"),
        (EN, "fee_one: One copy", "fee_one: Fewer than 2 copies"),
    )
    found = checked(changed(birth_certificate_folder(), few, *texts), contracts).mistakes
    told = [(each.file, each.problem) for each in found if each.code == "table.said"]
    assert told == [(EN, "the text of row 1 of fee names 2, and the row has 4")]  # below 4 is up to 3


def test_the_hint_of_a_day_names_the_days_that_are_accepted(contracts: tuple[RegisterContract, ...]) -> None:
    bounds = (
        "form.yaml",
        "begins_label, type: date, min: today,",
        "begins_label, hint: average_hint, type: date, min: today - 30 days,",
    )
    texts = ((AR, "من 100، كما", "خلال 60 يومًا، كما"), (EN, "Out of 100", "Within 60 days"))
    found = checked(changed(scholarship_folder(), bounds, *texts), contracts).mistakes
    assert "the hint of 'begins_on' says 60 days, and accepted are 30" in [each.problem for each in found]
