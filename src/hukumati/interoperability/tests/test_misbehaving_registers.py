"""The door against a real register that misbehaves on order, behind two real security servers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from exchange.testing import POPULATION, Pair, hosted, running_pair
from hukumati.interoperability import api
from hukumati.interoperability.tests.conftest import LAYLA, reach_by
from simulators.base.testing import Running, started

pytestmark = pytest.mark.django_db
PEOPLE = str(Path(__file__).parents[4] / "demo" / "people.yaml")


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("population", tmp_path_factory.mktemp("population"), "--people", PEOPLE) as running:
        yield running


@pytest.fixture(scope="module")
def pair(population: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    paths = ("persons", "families", "births", "id-cards", "successions")
    services = [hosted(f"{POPULATION}/{path}", f"{population.url}/{path}", timeout_seconds=3) for path in paths]
    with running_pair(tmp_path_factory.mktemp("exchange"), services=services, connect_seconds=1) as running:
        yield running


@pytest.fixture(autouse=True)
def reached(population: Running, pair: Pair, settings: Any) -> None:
    httpx.post(f"{population.url}/_sim/reset").raise_for_status()
    reach_by(settings, pair.consumer.client_url, exchange_read_seconds=4)


def ask(contract: str = "interior.person", provider: str = "moj", purpose: str = "test") -> dict[str, Any]:
    grounds = api.Grounds(provider=provider, purpose=purpose, applicant_id=LAYLA)
    return api.query_register(contract=contract, subject_id=LAYLA, grounds=grounds, user="test", issue="test").values


def order(population: Running, mode: str, **more: Any) -> None:
    httpx.post(f"{population.url}/_sim/faults", json={"mode": mode, "times": 1} | more).raise_for_status()


@pytest.mark.parametrize(("mode", "times"), [("down", 1), ("error", 1), ("drop", 2), ("late", 1)])
def test_a_register_that_does_not_answer_is_unavailable_and_answers_the_next_question(
    population: Running, mode: str, times: int
) -> None:
    order(population, mode, times=times)  # a security server tries a connection that was cut once more
    with pytest.raises(api.RegisterUnavailable):
        ask()
    order(population, "ok")
    assert ask()["born_on"] == "1990-05-12"


@pytest.mark.parametrize("mode", ["malformed", "incomplete", "wrong_person"])
def test_an_answer_that_breaks_the_contract_is_never_used(population: Running, mode: str) -> None:
    order(population, mode)
    with pytest.raises(api.AnswerMalformed):
        ask()
    assert ask()["id_number"] == LAYLA


def test_a_slow_answer_and_one_told_twice_are_answers(population: Running) -> None:
    order(population, "slow", delay_seconds=0.5)
    first = ask()
    order(population, "twice")
    assert ask() == ask() == first


def test_answers_that_differ_keep_the_contract_each(population: Running) -> None:
    order(population, "differently", times=2)
    assert [ask()["born_on"] for _ in range(3)] == ["1990-05-12", "1990-05-13", "1990-05-12"]


@pytest.mark.parametrize(
    ("contract", "field", "provider", "purpose"),
    [
        ("interior.family", "members", "moi", "test"),
        ("interior.birth", "father", "moi", "test"),
        ("interior.id_card", "card", "moi", "test"),
        ("interior.succession", "inherits_from", "pla", "PLA-EXT"),
    ],
)
def test_every_service_of_the_register_is_reached(contract: str, field: str, provider: str, purpose: str) -> None:
    assert field in ask(contract, provider, purpose)
