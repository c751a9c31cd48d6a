"""The check finds what people do wrong near the mistakes that were seen, and passes what only looks like them."""

from collections.abc import Callable

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.tests import planted_siblings as siblings
from hukumati.catalogue.tests.planted import PAGE, page, planted_of
from hukumati.catalogue.tests.planted_folders import SIBLINGS
from hukumati.catalogue.tests.planting import Planted, assert_found, checked
from hukumati.catalogue.tests.test_faults_of_checks import changed

PLANTED = [
    pytest.param(folder, planted, id=f"{name}-{number}-{planted.code}")
    for name, (folder, table) in SIBLINGS.items()
    for number, planted in enumerate(table)
]


@pytest.mark.parametrize(("folder", "planted"), PLANTED)
def test_a_sibling_is_found_with_file_line_and_remedy(
    folder: Callable[[], Folder], planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, folder(), contracts)


def test_the_page_of_the_reference_lists_what_is_planted() -> None:
    assert PAGE.read_text("utf-8") == page()
    assert len(list(planted_of(siblings))) >= 35


FEE = "rules/fee.csv"
ELIGIBLE = "rules/eligibility.csv"
DETAIL = "- {id: purpose_detail,"
MORE = "- {id: more, label: purpose, type: text, required: false, show_if: "
AVERAGE = "average != null && average < 60"
PATTERN = "pattern: '[A-Z]{2}-[0-9]{4,6}'"
BY_OFFICE = (
    "row,when: office,then: fee,text,source\n1,site_office == 'PLA-RAM',amount('40.00'),fee_application,x\n"
    "2,,amount('50.00'),fee_application,illustrative"
)
ONE_COPY = "copies == null || copies == 1"
RIGHT = [
    ("birth", FEE, ONE_COPY, "copies == null || copies <= 1"),
    ("birth", FEE, ONE_COPY, "copies == null || 2 > copies"),
    ("birth", FEE, ONE_COPY, "copies == null || copies - 1 == 0"),
    ("birth", FEE, ONE_COPY, "copies == null || copies * 10 == 10"),
    ("birth", FEE, ONE_COPY, "copies == null || copies >= 1 && copies < 2"),
    ("certificate", FEE, "purpose == 'study'", "\"purpose in ['study', 'travel']\""),
    ("certificate", FEE, "purpose == 'study'", "\"!(purpose in ['employment', 'travel'])\""),
    ("certificate", FEE, "purpose == 'study'", "(purpose == 'study' ? 'a' : 'b') == 'a'"),
    ("certificate", FEE, "purpose == 'study'", "purpose + '!' == 'study!'"),
    ("certificate", FEE, "amount('10.00')", "amount('0.00')"),
    ("certificate", "form.yaml", "purpose == 'other'", "purpose != '' && purpose == 'other'"),
    ("certificate", "form.yaml", DETAIL, MORE + f"\"employer != null && purpose == 'employment'\"}}\n      {DETAIL}"),
    ("certificate", "form.yaml", DETAIL, MORE + f"\"employer == null && purpose == 'study'\"}}\n      {DETAIL}"),
    ("certificate", "flow.yaml", "due: 1 working_day", "due: 2 working_days"),
    ("certificate", "flow.yaml", "due: 1 working_day", "due: 8 working_hours"),
    ("certificate", ELIGIBLE, "applicant.age < 18", "applicant.age < 18 && applicant.kind == 'resident'"),
    (
        "certificate",
        "documents/certificate.yaml",
        "bound: applicant.id_number",
        "bound: registers.interior.person.id_number",
    ),
    (
        "certificate",
        "service.yaml",
        "if_late: escalate",
        "if_late: reject, late_to: refused, legal_reference: summary",
    ),
    ("specimen", "form.yaml", "max: today}", "min: 1900-01-01, max: today}"),
    ("specimen", "form.yaml", "max: today}", "min: today - 100 years, max: 2099-12-31}"),
    ("specimen", "form.yaml", "_it.state == 'unpaid' && ", "_it.state in ['unpaid', 'paid'] && "),
    ("permit", FEE, "row,then: fee,text,source\n1,amount('50.00'),fee_application,illustrative", BY_OFFICE),
    ("permit", "form.yaml", "floors, type: number, min: 1,", "floors, type: number, default: 1, min: 1,"),
    ("permit", "rules/permit_fee.csv", "amount('2.50') * inspected_area +", "amount('2.50') * (inspected_area + 1) +"),
    ("scholarship", "form.yaml", PATTERN, "pattern: '[A-Z]{2}[0-9]{6}', check: mod97"),
    ("scholarship", "form.yaml", PATTERN, "pattern: '[0-9]{4}-[0-9]{4}', check: luhn"),
    ("scholarship", "form.yaml", PATTERN, PATTERN + ", max: 9"),
    ("scholarship", ELIGIBLE, "amount('1500.00')", "amount('3000.00') / 2"),
    ("scholarship", ELIGIBLE, AVERAGE, "\"members.exists(_m, 'care' in _m.help)\""),
    ("requests", "requests.yaml", "due: 14 days", "due: 14 days, remind: 3 days"),
]


@pytest.mark.parametrize(("folder", "file", "old", "new"), RIGHT)
def test_what_only_looks_like_a_mistake_is_not_refused(
    folder: str, file: str, old: str, new: str, contracts: tuple[RegisterContract, ...]
) -> None:
    """Scenarios may come out otherwise, and the example of a pattern may be none: the rules have changed."""
    found = checked(changed(SIBLINGS[folder][0](), (file, old, new)), contracts).mistakes
    assert [str(each) for each in found if each.code not in ("scenario", "form.example")] == []
