"""The members of the exchange, their subsystems, and the addresses of the servers that host them."""

from exchange.config import Address, MemberEntry, RegistryFile, SubsystemEntry
from exchange.protocol.errors import ExchangeError
from exchange.protocol.identifiers import ClientId, ServerId


class Registry:
    """Look-ups over the registry file."""

    def __init__(self, file: RegistryFile) -> None:
        self.instance = file.instance
        self.members: tuple[MemberEntry, ...] = file.members
        self.subsystems: tuple[SubsystemEntry, ...] = file.subsystems
        self._members = {member.id for member in file.members}
        self._subsystems = {subsystem.id: subsystem for subsystem in file.subsystems}
        self._addresses = {server.id: server.address for server in file.servers}

    def is_registered(self, client: ClientId) -> bool:
        """Return whether this is a registered subsystem or member."""
        return client in self._subsystems or client in self._members

    def is_hosted(self, client: ClientId, server: ServerId) -> bool:
        """Return whether a subsystem is a client of the server, or a member its owner."""
        if client.subsystem_code is None:
            return client == server.owner
        return client in self._subsystems and server in self._subsystems[client].servers

    def addresses_of(self, subsystem: ClientId, *, wanted: ServerId | None) -> list[Address]:
        """Return the peer edges of the servers that host a subsystem, in order of preference.

        `wanted` is the one server that the client chose. Raises `ExchangeError` (`unknown_member`,
        `invalid_security_server`).
        """
        if subsystem not in self._subsystems:
            raise ExchangeError("unknown_member", f"No server hosts {subsystem}")
        servers = self._subsystems[subsystem].servers
        if wanted is not None and wanted not in servers:
            raise ExchangeError("invalid_security_server", f"{wanted} does not host {subsystem}")
        return [self._addresses[server] for server in servers if wanted is None or server == wanted]
