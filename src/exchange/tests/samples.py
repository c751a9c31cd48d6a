"""A small registry and its requests, as the tests of single modules use them."""

from exchange.config import (
    Address,
    Allowance,
    Endpoint,
    HostedService,
    MemberEntry,
    RegistryFile,
    ServerEntry,
    SubsystemEntry,
)
from exchange.protocol.identifiers import ServerId
from exchange.protocol.messages import RestRequest

PLATFORM, POPULATION, LAND = "PS/GOV/MTDE/HUKUMATI", "PS/GOV/MOI/POPULATION", "PS/GOV/PLA/LAND"
CONSUMER, PROVIDER, SECOND = (ServerId.parse(f"PS/GOV/{code}") for code in ("MTDE/SS1", "MOI/SS2", "MOI/SS3"))
REQUEST_ID = "0a1b2c3d-0000-4000-8000-00000000000f"


def registry_file(*, provider_url: str = "http://127.0.0.1:9") -> RegistryFile:
    """Return a registry in which two servers host the population register."""
    return RegistryFile(
        instance="PS",
        members=(
            MemberEntry(id="PS/GOV/MTDE", name="Telecommunications"),
            MemberEntry(id="PS/GOV/MOI", name="Interior <&>"),
            MemberEntry(id="PS/GOV/PLA", name="Land"),
        ),
        subsystems=(
            SubsystemEntry(id=PLATFORM, name="Hukumati", servers=(str(CONSUMER),)),
            SubsystemEntry(id=POPULATION, servers=(str(PROVIDER), str(SECOND))),
            SubsystemEntry(id=LAND, name="Land register", servers=(str(SECOND),)),
        ),
        servers=(
            ServerEntry(id=str(CONSUMER), address=Address.model_validate("http://127.0.0.1:1")),
            ServerEntry(id=str(PROVIDER), address=Address.model_validate(provider_url)),
            ServerEntry(id=str(SECOND), address=Address.model_validate("http://ss3.test:3")),
        ),
    )


def hosted_service(
    code: str, *rights: tuple[str, str], url: str = "http://127.0.0.1:9", enabled: bool = True
) -> HostedService:
    """Return a service of the population register, on which the platform has these rights: (method, path glob)."""
    endpoints = tuple(Endpoint(method=method, path=path) for method, path in rights)
    allow = (Allowance(client=PLATFORM, endpoints=endpoints),) if rights else ()
    return HostedService(
        id=f"{POPULATION}/{code}", url=Address.model_validate(url), allow=allow, enabled=enabled, timeout_seconds=5
    )


def rest_request(
    path: str = "persons",
    *,
    verb: str = "GET",
    client: str = PLATFORM,
    subsystem: str = POPULATION,
) -> RestRequest:
    """Return a request for a path below a subsystem."""
    return RestRequest.from_client(
        verb=verb,
        target=f"/r1/{subsystem}/{path}",
        headers=(("X-Road-Client", client),),
        request_id=REQUEST_ID,
        new_query_id="PS-query",
    )
