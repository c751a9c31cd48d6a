"""The SMTP side: one connection, one fault."""

import asyncio
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from simulators.base.faults import Fault
from simulators.base.program import Simulator
from simulators.mail import letters

LARGEST_LETTER_BYTES = 10 * 1024 * 1024
MAGIC_MODES = {"refused@example.test": "reject", "lost@example.test": "accept_then_drop", "busy@example.test": "refuse"}


class Connection(SMTP):
    """An SMTP connection that a fault may cut at once."""

    def __init__(self, simulator: Simulator) -> None:
        self.fault = Fault()
        self._simulator = simulator
        super().__init__(
            Desk(simulator), hostname="mail.example.test", data_size_limit=LARGEST_LETTER_BYTES, enable_SMTPUTF8=True
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.fault = self._simulator.faults.take()
        super().connection_made(transport)
        if self.fault.mode == "down":
            self.cut()

    def cut(self) -> None:
        """Close the connection without another byte."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()


class Desk:
    """Takes letters in."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        del session, options
        if self._mode(server, address) == "reject":
            self._simulator.journal.note("rejected")
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Connection, session: Session, envelope: Envelope) -> str:  # noqa: N802
        del session
        mode = self._mode(server, *envelope.rcpt_tos)
        await server.fault.wait()
        if mode == "refuse":
            self._simulator.journal.note("refused")
            return "451 4.3.2 Try again later"
        self._keep(envelope)
        if mode == "accept_then_drop":
            server.cut()
        return "250 OK"

    def _mode(self, server: Connection, *addresses: str) -> str:
        magic = [MAGIC_MODES[address] for address in addresses if address in MAGIC_MODES]
        return server.fault.mode if server.fault.mode != "ok" or not magic else magic[0]

    def _keep(self, envelope: Envelope) -> None:
        content: Any = envelope.original_content
        letter_id = letters.keep(
            self._simulator.store, sender=envelope.mail_from or "", recipients=list(envelope.rcpt_tos), raw=content
        )
        self._simulator.journal.note("accepted", letter=letter_id)
