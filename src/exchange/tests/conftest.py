from collections.abc import Iterator

import httpx
import pytest

from exchange.testing import (
    CLIENT,
    CRIMINAL_RECORD,
    POPULATION,
    AllowanceFile,
    HostedFile,
    Pair,
    StubResponse,
    StubService,
    hosted,
    running_pair,
)

ANYTHING: list[AllowanceFile] = [{"client": CLIENT}]


@pytest.fixture(scope="session")
def stub() -> Iterator[StubService]:
    with StubService().running() as service:
        yield service


@pytest.fixture(scope="session")
def pair(stub: StubService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    services: list[HostedFile] = [
        hosted(f"{POPULATION}/persons", f"{stub.url}/persons"),
        hosted(f"{POPULATION}/slow", stub.url, timeout_seconds=0.3),
        hosted(f"{POPULATION}/disabled", stub.url, enabled=False),
        hosted(f"{POPULATION}/absent", "http://127.0.0.1:9"),
        {"id": f"{POPULATION}/open", "url": f"{stub.url}/base", "allow": ANYTHING},
        {"id": f"{POPULATION}/private", "url": stub.url},
        hosted(f"{CRIMINAL_RECORD}/records", f"{stub.url}/records"),
    ]
    limits = {"header_seconds": 1, "body_seconds": 1, "header_bytes": 8192, "body_bytes": 100_000, "connect_seconds": 1}
    with running_pair(tmp_path_factory.mktemp("exchange"), services=services, **limits) as running:
        yield running


@pytest.fixture(autouse=True)
def _plain_answers(stub: StubService) -> None:
    stub.requests.clear()
    stub.respond = lambda _request: StubResponse()


@pytest.fixture
def platform(pair: Pair) -> Iterator[httpx.Client]:
    headers = {"X-Road-Client": CLIENT}
    with httpx.Client(base_url=pair.consumer.client_url, headers=headers, trust_env=False, timeout=10) as client:
        yield client
