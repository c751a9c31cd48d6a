"""Mandates on a register's word, asked through two security servers: children, companies, inheritances."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from exchange.testing import (
    COMPANIES,
    POPULATION,
    HostedFile,
    Pair,
    StubRequest,
    StubResponse,
    StubService,
    hosted,
    running_pair,
)
from hukumati.core import audit
from hukumati.core.clock import ZONE
from hukumati.identity.domain.mandates import Deed, Kind, MandateRefused, State
from hukumati.identity.models import Account, Mandate, Person
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.browser import LAYLA
from hukumati.identity.use_cases.mandate_rechecks import RegisterStillSilent, recheck, take_due
from hukumati.identity.use_cases.register_mandates import find_children, find_companies, find_inheritances

pytestmark = pytest.mark.django_db(transaction=True)

KARIM, SALMA, NADIA, GROWN, LATE = "410001101", "401234562", "900000001", "812223303", "923456784"
NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SERVICES = (
    (f"{POPULATION}/families", "/families"),
    (f"{POPULATION}/persons", "/persons"),
    (f"{POPULATION}/successions", "/successions"),
    (f"{COMPANIES}/representatives", "/representatives"),
)


def name(first: str) -> dict[str, dict[str, str]]:
    parts = {"first": first, "father": "Karim", "grandfather": "", "family": "Hannoun"}
    return {"ar": parts, "en": parts}


def member(number: str, *, born_on: str = "2017-10-05", relation: str = "child", alive: bool = True) -> dict[str, Any]:
    return {
        "id_number": number, "relation": relation, "name": name(f"P{number}"), "born_on": born_on, "sex": "female",
        "alive": alive, "marital_status": "single", "age": 9,
    }  # fmt: skip


def company(number: str, *, state: str = "active", signatures: int = 1) -> dict[str, Any]:
    return {
        "registration_number": number, "name": {"ar": "شركة الزيتون", "en": "Olive Company"}, "legal_form": "limited",
        "state": state, "role": "director", "signatures_needed": signatures, "since": "2020-01-01", "until": None,
    }  # fmt: skip


class Registers(StubService):
    """What the registers know: changed by tests."""

    def reset(self) -> None:
        """Know a mother of two minors, and a company."""
        self.members = [member(SALMA), member(NADIA, born_on="2020-01-01")]
        self.guardians = {SALMA: [LAYLA, KARIM], NADIA: [LAYLA]}
        self.companies = [company("561234567")]
        self.inherits_from = [
            {"id_number": LATE, "name": name("Late"), "died_on": "2026-02-17", "decree_number": "12/2026"}
        ]
        self.status = 200
        self.requests.clear()
        self.respond = self.tell

    def tell(self, asked: StubRequest) -> StubResponse:
        """Answer about whoever is asked about."""
        number = asked.headers["Uxp-Subject-Id"]
        if self.status == 404:
            return StubResponse(status=404, body=b'{"type": "not_found"}')
        answers: dict[str, dict[str, Any]] = {
            "families": {"marital_status": "married", "members": self.members},
            "persons": self._entry(number),
            "successions": {"inherits_from": self.inherits_from},
            "representatives": {"companies": self.companies},
        }
        (answer,) = (value for path, value in answers.items() if path in asked.target)
        body = {"id_number": number, "extracted_at": "2026-11-30T10:00:00Z", **answer}
        return StubResponse(status=self.status, body=json.dumps(body).encode())

    def _entry(self, number: str) -> dict[str, Any]:
        return {
            "kind": "citizen", "name": name("X"), "born_on": "2017-10-05", "sex": "female", "governorate": "PS-RBH",
            "alive": True, "died_on": None, "guardians": self.guardians.get(number, []),
        }  # fmt: skip


@pytest.fixture(scope="module")
def registers_process() -> Iterator[Registers]:
    with Registers().running() as process:
        yield process


@pytest.fixture(scope="module")
def pair(registers_process: Registers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    services: list[HostedFile] = [hosted(name, f"{registers_process.url}{path}") for name, path in SERVICES]
    with running_pair(tmp_path_factory.mktemp("exchange"), services=services) as running:
        yield running


@pytest.fixture
def registers(registers_process: Registers, pair: Pair, settings: Any) -> Registers:
    registers_process.reset()
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"exchange_url": pair.consumer.client_url})
    return registers_process


def numbers(mandates: Any) -> set[str]:
    return {mandate.person.id_number for mandate in mandates}


def test_parents_act_for_their_minor_children_until_these_come_of_age(account: Account, registers: Registers) -> None:
    found = find_children(account, now=NOW)
    assert numbers(found.mandates) == {SALMA, NADIA}
    (salma,) = (each for each in found.mandates if each.person and each.person.id_number == SALMA)
    assert salma.ends_at == datetime.combine(date(2035, 10, 5), time(), tzinfo=ZONE)
    assert salma.state == State.ACTIVE
    assert str(salma.person and salma.person.name_en) == f"P{SALMA} Karim Hannoun"


def test_children_are_known_without_an_account(account: Account, registers: Registers) -> None:
    find_children(account, now=NOW)
    assert Person.objects.count() == 3
    assert Account.objects.count() == 1


def test_grown_children_the_dead_and_other_kin_are_not_represented(account: Account, registers: Registers) -> None:
    registers.members = [
        member(GROWN, born_on="2008-11-30"),
        member(SALMA, alive=False),
        member(KARIM, relation="spouse"),
        member(NADIA, born_on="2008-12-01"),
    ]
    assert numbers(find_children(account, now=NOW).mandates) == {NADIA}


def test_a_custody_order_takes_the_mandate_away(account: Account, registers: Registers) -> None:
    find_children(account, now=NOW)
    registers.guardians[SALMA] = [KARIM]
    found = find_children(account, now=NOW + timedelta(days=1))
    assert numbers(found.mandates) == {NADIA}
    assert found.ended == 1
    assert Mandate.objects.get(person__in=Person.objects.filter(born_on=date(2017, 10, 5))).state == State.ENDED
    assert audit.list_entries(subject=f"person:{SALMA}")[-1].action == "identity.mandate_ended"


def test_asking_again_makes_no_second_mandate(account: Account, registers: Registers) -> None:
    first, second = (find_children(account, now=NOW) for _ in range(2))
    assert {each.id for each in first.mandates} == {each.id for each in second.mandates}
    assert Mandate.objects.count() == 2


def test_a_register_that_is_down_ends_nothing(account: Account, registers: Registers) -> None:
    find_children(account, now=NOW)
    registers.status = 503
    with pytest.raises(MandateRefused, match="unavailable"):
        find_children(account, now=NOW)
    assert Mandate.objects.filter(state=State.ACTIVE).count() == 2


def test_whoever_the_register_does_not_know_learns_so(account: Account, registers: Registers) -> None:
    registers.status = 404
    with pytest.raises(MandateRefused, match="not_in_register"):
        find_companies(account, now=NOW)


def test_companies_are_represented_while_they_stand_and_by_their_rule_of_signatures(
    account: Account, registers: Registers
) -> None:
    registers.companies = [
        company("561234567"),
        company("562222222", signatures=2),
        company("563333333", state="struck_off"),
    ]
    found = find_companies(account, now=NOW)
    rules = {
        each.organisation.registration_number: each.signatures_needed for each in found.mandates if each.organisation
    }
    assert rules == {"561234567": 1, "562222222": 2}
    assert audit.is_intact(subject="organisation:561234567")


def test_heirs_see_and_apply_and_do_not_pay(account: Account, registers: Registers) -> None:
    (mandate,) = find_inheritances(account, now=NOW).mandates
    assert mandate.kind == Kind.HEIR
    assert set(mandate.deeds) == {Deed.VIEW, Deed.APPLY}
    assert "12/2026" in mandate.evidence


# Each day again


def test_each_mandate_on_a_registers_word_is_asked_about_once_a_day(account: Account, registers: Registers) -> None:
    find_children(account, now=NOW)
    find_companies(account, now=NOW)
    assert take_due(now=NOW + timedelta(hours=23)) == ()
    (person,) = take_due(now=NOW + timedelta(days=1))
    assert person == Person.objects.get(held__kind=Kind.COMPANY).id
    assert take_due(now=NOW + timedelta(days=1, hours=1)) == ()
    assert take_due(now=NOW + timedelta(days=2)) == (person,)


def test_what_the_register_no_longer_says_ends_and_both_sides_are_told(
    account: Account, registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    account_visits.read_along(monkeypatch)
    find_children(account, now=NOW)
    find_companies(account, now=NOW)
    (person,) = take_due(now=NOW + timedelta(days=1))
    assert recheck(person, now=NOW + timedelta(days=1)) == 0
    registers.companies, registers.guardians[SALMA] = [], [KARIM]
    assert recheck(person, now=NOW + timedelta(days=1)) == 2
    assert numbers(Mandate.objects.filter(state=State.ACTIVE)) == {NADIA}
    assert audit.list_entries(subject=f"person:{SALMA}")[-1].action == "identity.mandate_ended"
    assert audit.list_entries(subject="organisation:561234567")[-1].action == "identity.mandate_ended"
    assert len(account_visits.SENT) == 2


def test_while_the_register_is_silent_mandates_stay_and_the_job_tries_again(
    account: Account, registers: Registers
) -> None:
    find_children(account, now=NOW)
    (person,) = take_due(now=NOW + timedelta(days=1))
    registers.status = 503
    with pytest.raises(RegisterStillSilent):
        recheck(person, now=NOW + timedelta(days=1))
    assert Mandate.objects.filter(state=State.ACTIVE).count() == 2


def test_whom_the_register_does_not_know_any_more_represents_nobody(account: Account, registers: Registers) -> None:
    find_children(account, now=NOW)
    (person,) = take_due(now=NOW + timedelta(days=1))
    registers.status = 404
    assert recheck(person, now=NOW + timedelta(days=1)) == 2
    assert not Mandate.objects.filter(state=State.ACTIVE).exists()
