"""The check finds what is wrong though it is well formed, and lets pass what is right though it is unusual."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from hukumati.catalogue.checks.contracts import RegisterContract
from hukumati.catalogue.folder.files import Folder
from hukumati.catalogue.tests.planted_meanings import (
    OF_SIDE_REQUESTS,
    OF_THE_CARD,
    OF_THE_CERTIFICATE,
    OF_THE_SPECIMEN,
)
from hukumati.catalogue.tests.planting import Planted, assert_found, checked, label
from hukumati.catalogue.tests.samples import asking_folder, card_folder, real_folder
from hukumati.catalogue.tests.specimen import specimen_folder
from hukumati.catalogue.tests.test_faults_of_checks import changed

PLANTED = [
    *((real_folder, planted) for planted in OF_THE_CERTIFICATE),
    *((specimen_folder, planted) for planted in OF_THE_SPECIMEN),
    *((asking_folder, planted) for planted in OF_SIDE_REQUESTS),
    *((card_folder, planted) for planted in OF_THE_CARD),
]
GUARDIAN = "heirs.exists(_h, years_between(_h.born, today) < 18)"
TOTAL = "registers.mot.fines != null && minor(registers.mot.fines.unpaid_total) > amount('1.00')"
FEE_RULE = (
    "  fee: {table: rules/fee.csv, hit: FIRST, gives: {fee: money}, currency: ILS, official: false, "
    "budget_code: MOJ-NCC-FEE}\n"
)
TO_PAY = (
    "  to_pay:\n    milestone: submitted\n    actions: {paid: checking, withdraw: withdrawn}\n"
    "    after: {7 days: withdrawn}\n"
)
EMPLOYER = "purpose == 'employment'"


@pytest.mark.parametrize(("folder", "planted"), PLANTED, ids=lambda each: label(each) if hasattr(each, "new") else "")
def test_a_mistake_of_meaning_is_found_with_file_line_and_remedy(
    folder: Callable[[], Folder], planted: Planted, contracts: tuple[RegisterContract, ...]
) -> None:
    assert_found(planted, folder(), contracts)


SPOUSE = "- {id: spouse_id, type: id_number, label: delivery, required: false}\n      "
PHONE = "- {id: phone, type: phone"
CAUSES = (
    "- {id: bank, type: iban}\n      - {id: causes, type: group, each: fines, label: fines, ask: [{id: cause, "
    "type: text, label: heirs}, {id: why, type: text, label: heirs, show_if: \"_it.record.state == 'unpaid'\"}]}\n"
    "      - {id: also, type: text, label: heirs, show_if: \"causes.exists(_c, _c.record.amount.amount == '250.00')\"}"
)
RIGHT = [
    (real_folder, ("form.yaml", EMPLOYER, f"{EMPLOYER} && today <= date('2026-12-31')")),
    (real_folder, ("form.yaml", EMPLOYER, f"{EMPLOYER} && today < date('2026-12-01') && today > date('2026-01-31')")),
    (real_folder, ("rules/eligibility.csv", "applicant.age < 18", "applicant.age < 18 || today > date('2027-03-31')")),
    (real_folder, ("rules/eligibility.csv", "applicant.age < 18", "applicant.born_on > date('2010-06-30')")),
    (real_folder, ("form.yaml", PHONE, SPOUSE + PHONE)),
    (real_folder, ("form.yaml", EMPLOYER, f"{EMPLOYER} && applicant.id_number != '400000006'")),
    (real_folder, ("form.yaml", EMPLOYER, f"{EMPLOYER} && account.phone.startsWith('+97059')")),
    (real_folder, ("rules/eligibility.csv", "applicant.age < 18", "applicant.governorate == 'PS-JEN'")),
    (specimen_folder, ("form.yaml", "size(photo) > 0 && size(fines) > 0", "home.governorate == 'PS-HBN'")),
    (specimen_folder, ("form.yaml", "size(photo) > 0 && size(fines) > 0", "photo[0].media == 'image/png'")),
    (specimen_folder, ("form.yaml", "size(photo) > 0 && size(fines) > 0", "bank.startsWith('PS')")),
    (real_folder, ("flow.yaml", "when: fee > 0", "when: fee >= amount('0.01')")),
    (real_folder, ("rules/fee.csv", "amount('20.00')", "amount('10.00') * 2")),
    (real_folder, ("rules/fee.csv", "amount('20.00')", "amount('40.00') / 2")),
    (specimen_folder, ("form.yaml", GUARDIAN, "size(heirs) > 0 && 'سلمى' in pluck(heirs, 'full_name')")),
    (specimen_folder, ("form.yaml", "size(photo) > 0 && size(fines) > 0", "offer != null && offer > amount('100.00')")),
    (specimen_folder, ("rules/fee.csv", "size(fines) > 1", TOTAL)),
    (specimen_folder, ("form.yaml", "- {id: bank, type: iban}", CAUSES)),
    (specimen_folder, ("form.yaml", "max: 100, required: false}", "max: 100, show_if: _it.born > date('2008-01-01')}")),
    (specimen_folder, ("form.yaml", f'show_if: "{GUARDIAN}"', f'required_if: "{GUARDIAN}"')),
    (specimen_folder, ("form.yaml", "max: today}", "min: today - 120 years, max: today + 9 months}")),
]


@pytest.mark.parametrize(("folder", "change"), RIGHT, ids=lambda each: each[2][:40] if isinstance(each, tuple) else "")
def test_what_is_right_is_not_refused(
    folder: Callable[[], Folder], change: tuple[str, str, str], contracts: tuple[RegisterContract, ...]
) -> None:
    """Scenarios may come out otherwise: the rules have changed."""
    found = checked(changed(folder(), change), contracts).mistakes
    assert [str(each) for each in found if each.code != "scenario"] == []


def free_folder() -> Folder:
    """Return the certificate as a free service that an officer decides."""
    folder = changed(
        real_folder(),
        ("service.yaml", "kind: paid", "kind: free"),
        ("service.yaml", FEE_RULE, ""),
        ("flow.yaml", "[{when: fee > 0, to: to_pay}, {to: checking}]", "checking"),
        ("flow.yaml", TO_PAY, ""),
    )
    texts = {
        name: re.sub(rb"(?m)^fee_(study|standard):.*\n|\{fee_after\}", b"", data)
        for name, data in folder.files.items()
        if name in ("text/ar.yaml", "text/en.yaml")
    }
    kept = {name: data for name, data in folder.files.items() if name != "rules/fee.csv"}
    return replace(folder, files={**kept, **texts})


def test_a_free_service_that_an_officer_decides_is_sound(contracts: tuple[RegisterContract, ...]) -> None:
    found = checked(free_folder(), contracts).mistakes
    assert [str(each) for each in found if each.code != "scenario"] == []


def test_a_free_service_neither_has_a_fee_nor_awaits_payment(contracts: tuple[RegisterContract, ...]) -> None:
    free = changed(real_folder(), ("service.yaml", "kind: paid", "kind: free"))
    assert {"rules.fee", "flow.paid"} <= {each.code for each in checked(free, contracts).mistakes}


def test_a_spouses_number_is_compared_with_ones_own(contracts: tuple[RegisterContract, ...]) -> None:
    folder = changed(
        real_folder(),
        ("form.yaml", PHONE, SPOUSE + PHONE),
        ("form.yaml", EMPLOYER, "spouse_id != null && spouse_id != applicant.id_number"),
    )
    assert [each for each in checked(folder, contracts).mistakes if each.code != "scenario"] == []


def test_ones_own_number_is_still_asked_once_only(contracts: tuple[RegisterContract, ...]) -> None:
    own = "- {id: my_id_number, type: id_number, label: id_number, required: false}\n      "
    found = checked(changed(real_folder(), ("form.yaml", PHONE, own + PHONE)), contracts).mistakes
    assert "once_only" in {each.code for each in found}
