"""Who owns the data decides: what is not agreed is not asked, and not told."""

from datetime import date

import pytest

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.interoperability import api
from hukumati.interoperability.domain.agreement import Agreement, Grounds, Use, is_agreed
from hukumati.interoperability.tests.conftest import LAYLA, Register

KHALED, SALMA, STRANGER = "900000001", "401234562", "410001101"
DAY = date(2026, 11, 28)
FAMILY = {"interior.family": {"id_number": LAYLA, "members": [{"id_number": SALMA}]}}
OWNER = Bilingual(ar="الجهة", en="The owner")


def agreement(*about: str, **changes: object) -> Agreement:
    fields = {"contract": "interior.birth", "provider": "moi", "purpose": "MOI-BIR", "approved_on": date(2026, 1, 1)}
    return Agreement(**{**fields, "about": about, "approved_by": OWNER, **changes})  # type: ignore[arg-type]  # by name


def agreed(given: Agreement, subject: str, **changes: object) -> bool:
    fields = {"provider": "moi", "purpose": "MOI-BIR", "applicant_id": LAYLA, **changes}
    use = Use("interior.birth", subject, Grounds(**fields))  # type: ignore[arg-type]  # by name
    return is_agreed([given], use, on=DAY)


def test_the_applicant_is_asked_about_where_that_was_agreed() -> None:
    assert agreed(agreement("applicant"), LAYLA)
    assert not agreed(agreement("applicant"), SALMA, evidence=FAMILY)


KIN = "interior.family.members.id_number"


def test_kin_are_those_whom_a_register_named_for_the_applicant() -> None:
    assert agreed(agreement(KIN), SALMA, evidence=FAMILY)
    assert not agreed(agreement(KIN), STRANGER, evidence=FAMILY)
    assert not agreed(agreement(KIN), SALMA)
    assert not agreed(agreement(KIN), SALMA, evidence={"interior.family": None})


def test_what_a_register_said_of_somebody_else_names_nobody() -> None:
    of_another = {"interior.family": {"id_number": KHALED, "members": [{"id_number": SALMA}]}}
    assert not agreed(agreement(KIN), SALMA, evidence=of_another)


def test_whoever_consented_is_asked_about_where_that_was_agreed() -> None:
    assert agreed(agreement("consenting"), KHALED, consented={KHALED: "MRG-1:7"})
    assert not agreed(agreement("consenting"), KHALED)
    assert not agreed(agreement("applicant"), KHALED, consented={KHALED: "MRG-1:7"})


def test_the_reference_of_a_consent_travels_for_that_person_alone() -> None:
    grounds = Grounds("moi", "MOI-BIR", LAYLA, consented={KHALED: "MRG-1:7", LAYLA: "MRG-1:8"})
    assert [grounds.consent_of(person) for person in (KHALED, LAYLA, STRANGER)] == ["MRG-1:7", "", ""]


@pytest.mark.parametrize("changes", [{"provider": "moj"}, {"purpose": "MOI-PAS"}])
def test_another_provider_or_purpose_is_another_agreement(changes: dict[str, str]) -> None:
    assert not agreed(agreement("applicant"), LAYLA, **changes)
    assert agreed(agreement("applicant", provider="any", purpose="any"), LAYLA, **changes)


def test_an_agreement_has_its_time() -> None:
    assert not agreed(agreement("applicant", approved_on=date(2026, 12, 1)), LAYLA)
    assert not agreed(agreement("applicant", until=date(2026, 11, 27)), LAYLA)
    assert agreed(agreement("applicant", until=DAY), LAYLA)


def test_typed_parameters_need_the_owners_word() -> None:
    use = Use("interior.birth", LAYLA, Grounds("moi", "MOI-BIR", LAYLA), has_parameters=True)
    assert not is_agreed([agreement("applicant")], use, on=DAY)
    assert is_agreed([agreement("applicant", typed=True)], use, on=DAY)


def test_every_contract_is_agreed_by_its_owner_for_something() -> None:
    contracts = {each.contract for each in api.list_agreements()}
    known = {each.id for each in api.list_contracts()} | {each.id for each in api.list_notice_contracts()}
    assert contracts == known


@pytest.mark.django_db
def test_nothing_is_sent_about_a_person_that_nobody_agreed_to(register: Register) -> None:
    grounds = Grounds(provider="moj", purpose="MOJ-NCC", applicant_id=KHALED)
    with pytest.raises(api.NotAgreed):
        api.query_register(
            contract="moj.criminal_record", subject_id=LAYLA, grounds=grounds, user="hukumati", issue="NCC-1"
        )
    assert register.requests == []
    [entry] = audit.list_entries(subject=f"person:{LAYLA}")
    assert (entry.action, entry.actor) == ("register.not_agreed", "hukumati")


@pytest.mark.django_db
def test_nothing_is_told_about_a_person_that_nobody_agreed_to(register: Register) -> None:
    grounds = Grounds(provider="moj", purpose="MOJ-NCC", applicant_id=KHALED)
    message = {"id_number": LAYLA, "case": "NCC-1", "clear": True}
    with pytest.raises(api.NotAgreed):
        api.tell_register(
            contract="moj.record_certified", message=message, key="k", grounds=grounds, user="hukumati", issue="NCC-1"
        )
    assert register.requests == []
