"""The register simulators, as processes."""

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from simulators.base.testing import Running, start, started, stop

PEOPLE = Path(__file__).parents[4] / "demo" / "people.yaml"
LAYLA = {"Uxp-Subject-Id": "400000006"}


@pytest.fixture(scope="module")
def population(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("population", tmp_path_factory.mktemp("population"), "--people", str(PEOPLE)) as running:
        yield running


@pytest.fixture(scope="module")
def criminal_register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("criminal_register", tmp_path_factory.mktemp("criminal"), "--people", str(PEOPLE)) as running:
        yield running


@pytest.fixture(autouse=True)
def _fresh(population: Running) -> None:
    httpx.post(f"{population.url}/_sim/reset").raise_for_status()


def ask(population: Running, headers: dict[str, str]) -> httpx.Response:
    return httpx.get(f"{population.url}/persons/current", headers=headers, timeout=5)


def order(running: Running, **fault: object) -> httpx.Response:
    return httpx.post(f"{running.url}/_sim/faults", json=fault)


def test_a_known_person_is_answered_with_the_agreed_fields_and_nothing_private(population: Running) -> None:
    answer = ask(population, LAYLA).json()
    assert answer["name"]["ar"]["first"] == "ليلى"
    assert answer["born_on"] == "1990-05-12"
    fields = {"id_number", "kind", "name", "born_on", "sex", "governorate", "alive", "died_on", "guardians"}
    assert set(answer) == fields


def test_an_unknown_number_is_not_found(population: Running) -> None:
    for unknown in ("914445507", "123456782"):
        answer = ask(population, {"Uxp-Subject-Id": unknown})
        assert (answer.status_code, answer.json()["type"]) == (404, "not_found")


def test_a_question_without_subject_is_a_bad_request(population: Running) -> None:
    answer = ask(population, {})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_faults_last_as_many_requests_as_set(population: Running) -> None:
    assert order(population, mode="down", times=2).status_code == 200
    assert [ask(population, LAYLA).status_code for _ in range(3)] == [503, 503, 200]


def test_a_wrong_answer_is_about_somebody_else(population: Running) -> None:
    order(population, mode="wrong_person", times=1)
    assert ask(population, LAYLA).json()["id_number"] != "400000006"


def test_a_malformed_answer_is_not_json(population: Running) -> None:
    order(population, mode="malformed", times=1)
    with pytest.raises(ValueError, match="Unterminated"):
        ask(population, LAYLA).json()


def test_an_incomplete_answer_lacks_a_field_of_the_contract(population: Running) -> None:
    order(population, mode="incomplete", times=1)
    answer = ask(population, LAYLA).json()
    assert answer["id_number"] == "400000006"
    assert "kind" not in answer


def test_a_register_may_answer_differently_every_time(population: Running) -> None:
    order(population, mode="differently", times=3)
    days = [ask(population, LAYLA).json()["born_on"] for _ in range(4)]
    assert days == ["1990-05-12", "1990-05-13", "1990-05-14", "1990-05-12"]


def test_a_register_may_answer_one_question_twice(population: Running) -> None:
    order(population, mode="twice", times=1)
    address = population.url.removeprefix("http://").split(":")
    with socket.create_connection((address[0], int(address[1])), timeout=5) as connection:
        connection.sendall(b"GET /persons/current HTTP/1.1\r\nHost: x\r\nUxp-Subject-Id: 400000006\r\n\r\n")
        sent = b"".join(iter(lambda: connection.recv(65536), b""))
    assert sent.count(b"HTTP/1.1 200 OK") == 2
    assert sent.count(b'"born_on":"1990-05-12"') == 2


def test_a_late_answer_comes_after_the_client_has_gone(population: Running) -> None:
    order(population, mode="late", times=1)
    with pytest.raises(httpx.ReadTimeout):
        httpx.get(f"{population.url}/persons/current", headers=LAYLA, timeout=0.3)
    order(population, mode="late", delay_seconds=0.2, times=1)
    assert ask(population, LAYLA).elapsed.total_seconds() >= 0.2


def test_a_dropped_connection_has_no_answer(population: Running) -> None:
    order(population, mode="drop", times=1)
    with pytest.raises(httpx.TransportError):
        ask(population, LAYLA)


def test_a_slow_answer_is_late_but_correct(population: Running) -> None:
    order(population, mode="slow", delay_seconds=0.2, times=1)
    answer = ask(population, LAYLA)
    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() >= 0.2


@pytest.mark.parametrize(
    "fault", [{"mode": "nonsense"}, {"mode": "down", "times": 0}, {"mode": "slow", "delay_seconds": -1}]
)
def test_a_malformed_fault_is_refused(population: Running, fault: dict[str, object]) -> None:
    assert order(population, **fault).status_code == 400


def test_the_register_is_unavailable_twice_for_the_magic_person(population: Running) -> None:
    assert [ask(population, {"Uxp-Subject-Id": "909990004"}).status_code for _ in range(3)] == [503, 503, 200]


def test_a_judgment_makes_the_record_not_clear(criminal_register: Running) -> None:
    def record(id_number: str) -> dict[str, object]:
        headers = {"Uxp-Subject-Id": id_number}
        answer: dict[str, object] = httpx.get(f"{criminal_register.url}/records/current", headers=headers).json()
        return answer

    assert (record("400000006")["clear"], record("400000006")["judgments"]) == (True, [])
    hit = record("900000001")
    assert hit["clear"] is False
    assert hit["judgments"][0]["class"] == "misdemeanour"  # type: ignore[index]


def test_the_page_is_shown_in_arabic_and_english(population: Running) -> None:
    assert 'dir="rtl"' in httpx.get(population.url).text
    assert "Population register" in httpx.get(f"{population.url}/?lang=en").text


def test_the_event_log_survives_kill_9_and_a_stop_is_a_success(tmp_path: Path) -> None:
    first = start("population", tmp_path, "--people", str(PEOPLE))
    ask(first, LAYLA)
    first.process.kill()
    first.process.communicate()
    again = start("population", tmp_path, "--people", str(PEOPLE))
    entries = httpx.get(f"{again.url}/_sim/journal").json()["entries"]
    assert [entry["details"]["subject"] for entry in entries] == ["400000006"]
    assert stop(again) == 0
