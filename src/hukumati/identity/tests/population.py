"""A stand-in for the population register behind two real security servers, for tests."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

import pytest

from exchange.testing import POPULATION, HostedFile, StubRequest, StubResponse, StubService, hosted, running_pair

NEWCOMER, DOCUMENT, ON_FILE = "403334402", "123456789", "+970599000131"
BORN_ON = "1997-08-19"
NAME = {"first": "Dalia", "father": "Mazen", "grandfather": "Subhi", "family": "Zahrawi"}


class Population(StubService):
    """Knows one person by ID number, date of birth and document, and who died; may be down."""

    def __init__(self) -> None:
        super().__init__()
        self.is_down = False
        self.dead: set[str] = set()

    def answer(self, asked: StubRequest) -> StubResponse:
        """Answer as the register does."""
        if self.is_down:
            return StubResponse(status=503, body=b'{"type": "closed"}')
        subject = asked.headers.get("Uxp-Subject-Id", "")
        body = self._person(subject) if "persons" in asked.target else self._check(subject, asked)
        return StubResponse(body=json.dumps(body).encode())

    def _check(self, subject: str, asked: StubRequest) -> dict[str, Any]:
        typed = dict(parse_qsl(asked.headers.get("Uxp-Parameters", "")))
        is_match = (subject, typed["born_on"], typed["document"]) == (NEWCOMER, BORN_ON, DOCUMENT)
        result = "no_match" if not is_match else "match_and_phone" if typed["phone"] == ON_FILE else "match"
        return {"id_number": subject, "result": result, "extracted_at": "2026-11-23T10:00:00Z"}

    def _person(self, subject: str) -> dict[str, Any]:
        return {
            "id_number": subject, "kind": "citizen", "name": {"ar": NAME, "en": NAME}, "born_on": BORN_ON,
            "sex": "female", "governorate": "PS-QQA", "alive": subject not in self.dead,
            "died_on": "2026-01-02" if subject in self.dead else None, "guardians": [],
        }  # fmt: skip

    @property
    def checks(self) -> list[StubRequest]:
        """The questions about identities that reached it."""
        return [each for each in self.requests if "identity-checks" in each.target]


@pytest.fixture(scope="session")
def population_pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Population, str]]:
    """The register behind two security servers, and the address of the nearer one."""
    with Population().running() as register:
        services: list[HostedFile] = [
            hosted(f"{POPULATION}/identity-checks", f"{register.url}/identity-checks", timeout_seconds=2),
            hosted(f"{POPULATION}/persons", f"{register.url}/persons", timeout_seconds=2),
        ]
        with running_pair(tmp_path_factory.mktemp("exchange"), services=services, connect_seconds=1) as pair:
            yield register, pair.consumer.client_url


@pytest.fixture
def population(population_pair: tuple[Population, str], settings: Any) -> Population:
    """The register, reached by the platform."""
    register, url = population_pair
    register.requests.clear()
    register.dead.clear()
    register.is_down, register.respond = False, register.answer
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"exchange_url": url})
    return register
