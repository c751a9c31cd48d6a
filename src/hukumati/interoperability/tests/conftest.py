import json
from collections.abc import Iterator
from typing import Any

import pytest

from exchange.testing import (
    CRIMINAL_RECORD,
    LAND,
    POPULATION,
    HostedFile,
    Pair,
    StubRequest,
    StubResponse,
    StubService,
    hosted,
    running_pair,
)

LAYLA = "400000006"
PERSON: dict[str, Any] = {
    "id_number": LAYLA,
    "kind": "citizen",
    "name": {
        "ar": {"first": "ليلى", "father": "سمير", "grandfather": "", "family": "حداد"},
        "en": {"first": "Layla", "father": "Samir", "grandfather": "", "family": "Haddad"},
    },
    "born_on": "1990-05-12",
    "sex": "female",
    "governorate": "PS-RBH",
    "alive": True,
    "died_on": None,
    "guardians": [],
}
RECORD: dict[str, Any] = {
    "id_number": LAYLA,
    "clear": True,
    "judgments": [],
    "extracted_at": "2026-11-23T10:00:00Z",
}


class Register(StubService):
    """A stand-in for the two registers: it knows one person, unless a test says otherwise."""

    def tell(self, asked: StubRequest) -> StubResponse:
        if asked.headers.get("Uxp-Subject-Id") != LAYLA:
            return StubResponse(status=404, body=b'{"type": "not_found"}')
        return StubResponse(body=json.dumps(PERSON if "persons" in asked.target else RECORD).encode())

    def tells(self, status: int = 200, values: Any = None, **options: Any) -> None:
        """Make every next answer the same."""
        body = values if isinstance(values, bytes) else json.dumps(values).encode()
        self.respond = lambda _request: StubResponse(status=status, body=body, **options)


@pytest.fixture(scope="session")
def register_process() -> Iterator[Register]:
    with Register().running() as register:
        yield register


@pytest.fixture(scope="session")
def exchange_pair(register_process: Register, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    services: list[HostedFile] = [
        hosted(f"{POPULATION}/persons", f"{register_process.url}/persons", timeout_seconds=2),
        hosted(f"{LAND}/parcels", f"{register_process.url}/parcels", timeout_seconds=2),
        hosted(f"{CRIMINAL_RECORD}/certificates", f"{register_process.url}/certificates", timeout_seconds=2, told=True),
        {"id": f"{CRIMINAL_RECORD}/records", "url": f"{register_process.url}/records", "allow": []},
    ]
    with running_pair(tmp_path_factory.mktemp("exchange"), services=services, connect_seconds=1) as pair:
        yield pair


@pytest.fixture
def register(register_process: Register, exchange_pair: Pair, settings: Any) -> Register:
    register_process.requests.clear()
    register_process.respond = register_process.tell
    reach_by(settings, exchange_pair.consumer.client_url)
    return register_process


def reach_by(settings: Any, url: str, **changes: Any) -> None:
    """Configure the platform's way to the exchange."""
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"exchange_url": url, **changes})
