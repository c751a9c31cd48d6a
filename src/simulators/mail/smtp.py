"""The SMTP side: each connection is subject to one fault."""

import asyncio

from aiosmtpd.smtp import SMTP, Envelope, Session

from simulators.base.faults import Fault
from simulators.base.program import Simulator
from simulators.mail import emails

MAX_EMAIL_BYTES = 10 * 1024 * 1024
MAGIC_MODES = {"refused@example.test": "reject", "lost@example.test": "accept_then_drop", "busy@example.test": "refuse"}


class Connection(SMTP):
    """An SMTP connection, which a fault may drop at once."""

    def __init__(self, simulator: Simulator) -> None:
        self.fault = Fault()
        self._simulator = simulator
        super().__init__(
            Handler(simulator), hostname="mail.example.test", data_size_limit=MAX_EMAIL_BYTES, enable_SMTPUTF8=True
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Consume the fault for this connection."""
        self.fault = self._simulator.faults.consume()
        super().connection_made(transport)
        if self.fault.mode == "down":
            self.drop()

    def drop(self) -> None:
        """Close the connection without another byte."""
        if isinstance(self.transport, asyncio.Transport):
            self.transport.abort()


class Handler:
    """Accepts or refuses recipients and e-mails, by aiosmtpd's hooks."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: Connection, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient, or reject it for good (550)."""
        del session, options
        if self._mode(server, address) == "reject":
            self._simulator.event_log.record("rejected")
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Connection, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Store an e-mail, or refuse it for now (451)."""
        del session
        mode = self._mode(server, *envelope.rcpt_tos)
        await server.fault.wait()
        if mode == "refuse":
            self._simulator.event_log.record("refused")
            return "451 4.3.2 Try again later"
        self._insert(envelope)
        if mode == "accept_then_drop":
            server.drop()
        return "250 OK"

    def _mode(self, server: Connection, *addresses: str) -> str:
        magic = [MAGIC_MODES[address] for address in addresses if address in MAGIC_MODES]
        return server.fault.mode if server.fault.mode != "ok" or not magic else magic[0]

    def _insert(self, envelope: Envelope) -> None:
        email_id = emails.store_email(
            self._simulator.store,
            sender=envelope.mail_from or "",
            recipients=list(envelope.rcpt_tos),
            raw=envelope.original_content or b"",
        )
        self._simulator.event_log.record("accepted", letter=email_id)
