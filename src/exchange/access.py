"""Access rules: nobody may call a service unless its owner allowed it."""

from collections.abc import Iterable

from exchange.config import Endpoint, HostedService
from exchange.protocol.errors import ExchangeError
from exchange.protocol.globs import UnsafePath, decode_path, matches
from exchange.protocol.identifiers import ClientId, ServiceId
from exchange.protocol.messages import RestRequest


class AccessRules:
    """The services that this server hosts, with the rights granted on them."""

    def __init__(self, services: Iterable[HostedService]) -> None:
        self._services = {service.id: service for service in services}

    def admit(self, request: RestRequest) -> HostedService:
        """Return the service if the client may call it with this method and path; raises `ExchangeError`.

        Codes, in the order of checking: `unknown_service`, `access_denied`, `service_disabled`.
        """
        service = self._services.get(request.service)
        if service is None:
            raise ExchangeError("unknown_service", f"Unknown service: {request.service}")
        path = _path_to_match(request)
        if not any(_permits(right, request.verb, path) for right in _rights(service, request.client)):
            raise ExchangeError("access_denied", f"Request is not allowed: {request.service}")
        if not service.enabled:
            raise ExchangeError("service_disabled", f"Service is disabled: {request.service}")
        return service

    def services_of(self, subsystem: ClientId) -> list[ServiceId]:
        """List the services of a subsystem, sorted."""
        return sorted(service for service in self._services if service.subsystem == subsystem)

    def rights_of(self, client: ClientId, service: ServiceId) -> tuple[Endpoint, ...]:
        """Return the endpoints of a hosted service that a client may call."""
        return tuple(_rights(self._services[service], client))


def _rights(service: HostedService, client: ClientId) -> Iterable[Endpoint]:
    return (endpoint for allowance in service.allow if allowance.client == client for endpoint in allowance.endpoints)


def _permits(endpoint: Endpoint, verb: str, path: str) -> bool:
    return endpoint.method in {"*", verb} and matches(endpoint.path, path)


def _path_to_match(request: RestRequest) -> str:
    # The decoded path is only matched; the raw one, which was signed, is what is forwarded.
    try:
        return decode_path(request.service_path) or "/"
    except UnsafePath as error:
        raise ExchangeError("access_denied", f"Request is not allowed: {request.service}") from error
