"""The configuration files, read and validated once at the start (see README.md for the format)."""

from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from exchange.http.client import Origin
from exchange.http.server import Limits
from exchange.protocol.identifiers import ClientId, InvalidIdentifier, ServerId, ServiceId, is_registrable
from exchange.protocol.messages import VERBS

Id = TypeVar("Id", ClientId, ServiceId, ServerId)
RESERVED_CODES = frozenset({"listMethods", "allowedMethods", "getOpenAPI", "getWsdl"})


class ConfigurationError(Exception):
    """The configuration is invalid; the text says why, one line per reason."""


def _registrable(kind: type[Id], value: object) -> Id:
    if not isinstance(value, str) or not all(is_registrable(code) for code in value.split("/")):
        raise ValueError(f"not an identifier that may be registered: {value!r}")
    try:
        return kind.parse(value)
    except InvalidIdentifier as error:
        raise ValueError(f"{value!r}: {error}") from error


def _member(value: object) -> ClientId:
    member = _registrable(ClientId, value)
    if member.subsystem_code is not None:
        raise ValueError(f"{value!r} must have three parts")
    return member


def _subsystem(value: object) -> ClientId:
    subsystem = _registrable(ClientId, value)
    if subsystem.subsystem_code is None:
        raise ValueError(f"{value!r} must have four parts")
    return subsystem


def _verb(value: object) -> str:
    verb = str(value).upper()
    if verb not in VERBS | {"*"}:
        raise ValueError(f"{value!r} is not a supported method")
    return verb


Member = Annotated[ClientId, BeforeValidator(_member)]
Subsystem = Annotated[ClientId, BeforeValidator(_subsystem)]
Service = Annotated[ServiceId, BeforeValidator(lambda value: _registrable(ServiceId, value))]
Server = Annotated[ServerId, BeforeValidator(lambda value: _registrable(ServerId, value))]
Seconds = Annotated[float, Field(gt=0, le=3600)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


Model = TypeVar("Model", bound=_Model)


class Address(_Model):
    """The base URL of an HTTP server: its origin and a path prefix."""

    host: str
    port: int
    path: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_url(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        url = urlsplit(value)
        if url.scheme != "http" or not url.hostname or url.query or url.fragment or url.username:
            raise ValueError(f"{value!r} must be http://host[:port][/path]")
        return {"host": url.hostname, "port": url.port or 80, "path": url.path.rstrip("/")}

    @property
    def origin(self) -> Origin:
        """The host and port to connect to."""
        return Origin(self.host, self.port)


class MemberEntry(_Model):
    """A member of the exchange."""

    id: Member
    name: str


class SubsystemEntry(_Model):
    """A subsystem, and the servers that host it in order of preference."""

    id: Subsystem
    name: str = ""
    servers: tuple[Server, ...] = Field(min_length=1)


class ServerEntry(_Model):
    """A security server, and the address of its peer edge."""

    id: Server
    address: Address


class RegistryFile(_Model):
    """Members, their subsystems, and the servers that host them."""

    instance: str
    members: tuple[MemberEntry, ...]
    subsystems: tuple[SubsystemEntry, ...]
    servers: tuple[ServerEntry, ...]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        members = {member.id for member in self.members}
        servers = {server.id for server in self.servers}
        for subsystem in self.subsystems:
            if subsystem.id.member not in members:
                raise ValueError(f"subsystem {subsystem.id}: its member is not registered")
            if not servers.issuperset(subsystem.servers):
                raise ValueError(f"subsystem {subsystem.id}: a server of it is not registered")
        if any(server.owner not in members for server in servers):
            raise ValueError("the owner of a server is not registered")
        return self


class Endpoint(_Model):
    """A right to call: a method (`*`: any) and a path glob."""

    method: Annotated[str, BeforeValidator(_verb)] = "*"
    path: str = "**"


class Allowance(_Model):
    """The rights of one client on a service."""

    client: Subsystem
    endpoints: tuple[Endpoint, ...] = (Endpoint(),)


class HostedService(_Model):
    """A service that this server hosts, and who may call it."""

    id: Service
    url: Address
    allow: tuple[Allowance, ...] = ()
    timeout_seconds: Seconds = 60
    enabled: bool = True

    @model_validator(mode="after")
    def _not_reserved(self) -> Self:
        if self.id.service_code in RESERVED_CODES:
            raise ValueError(f"the service code {self.id.service_code} is reserved")
        return self


class Listener(_Model):
    """Where an edge listens."""

    host: str = "127.0.0.1"
    port: int = Field(ge=1, le=65535)


class ServerConfig(_Model):
    """The configuration of one security server."""

    server: Server
    registry: Path
    log_dir: Path
    client_edge: Listener
    peer_edge: Listener
    services: tuple[HostedService, ...] = ()
    error_spelling: Literal["current", "legacy"] = "current"
    connect_seconds: Seconds = 5
    peer_seconds: Seconds = 75
    header_seconds: Seconds = 10
    body_seconds: Seconds = 60
    idle_seconds: Seconds = 75
    grace_seconds: Annotated[float, Field(ge=0, le=600)] = 4
    header_bytes: int = Field(default=32 * 1024, ge=1024)
    body_bytes: int = Field(default=32 * 1024 * 1024, ge=0)
    connections: int = Field(default=1000, ge=1)
    held_bytes: int = Field(default=256 * 1024 * 1024, ge=0)

    @property
    def legacy_spelling(self) -> bool:
        """Whether error types are spelled as before X-Road 7.8."""
        return self.error_spelling == "legacy"

    @property
    def limits(self) -> Limits:
        """The limits of one connection to an edge."""
        return Limits(
            header_bytes=self.header_bytes,
            body_bytes=self.body_bytes,
            header_seconds=self.header_seconds,
            body_seconds=self.body_seconds,
            idle_seconds=self.idle_seconds,
            connections=self.connections,
            held_bytes=self.held_bytes,
        )


def read_config(path: Path) -> tuple[ServerConfig, RegistryFile]:
    """Read the server's file and its registry; raises `ConfigurationError`."""
    config = _read(ServerConfig, path)
    config = config.model_copy(
        update={"registry": path.parent / config.registry, "log_dir": path.parent / config.log_dir}
    )
    registry = _read(RegistryFile, config.registry)
    _check_together(config, registry)
    return config, registry


def _read(model: type[Model], path: Path) -> Model:
    try:
        return model.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{path}: {error}") from error
    except ValidationError as error:
        reasons = [f"{path}: {'.'.join(map(str, e['loc'])) or 'file'}: {e['msg']}" for e in error.errors()]
        raise ConfigurationError("\n".join(reasons)) from error


def _check_together(config: ServerConfig, registry: RegistryFile) -> None:
    if config.server not in {server.id for server in registry.servers}:
        raise ConfigurationError(f"{config.server} is not a server of the registry")
    hosted = {entry.id for entry in registry.subsystems if config.server in entry.servers}
    for service in config.services:
        if service.id.subsystem not in hosted:
            raise ConfigurationError(f"{service.id}: the registry does not say that {config.server} hosts it")
    codes = [service.id for service in config.services]
    if len(codes) != len(set(codes)):
        raise ConfigurationError("a service is declared twice")
