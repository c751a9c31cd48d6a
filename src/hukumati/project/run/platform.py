"""The whole platform on one machine: which programs, in which order, on which ports, with which data."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from hukumati.project.config import REPOSITORY
from hukumati.project.embedded_postgres import EmbeddedPostgres
from hukumati.project.run import exchange_files, secrets_file
from hukumati.project.run.antivirus import NO_ANTIVIRUS, VARIABLE, Antivirus
from hukumati.project.run.programs import Program
from hukumati.project.run.supervisor import Supervisor

PYTHON: Final = sys.executable
CONNECTIONS: Final = (
    *("--http", "1", "--http1-header-read-timeout", "20000", "--http1-buffer-size", "65536"),
    *("--backlog", "4096", "--backpressure", "4096"),
)
"""Bounds of a server's connections: headers come within 20 seconds, and only thousands of connections fill it."""


class PreparationFailed(RuntimeError):
    """The database or the services could not be prepared; the message is the preparation's own."""


SMS_LIMITS: Final = {
    "HUKUMATI_SMS_PER_NUMBER_A_DAY": "10000",
    "HUKUMATI_SMS_PER_NETWORK_A_DAY": "100000",
    "HUKUMATI_SMS_PER_BLOCK_AN_HOUR": "100000",
}
"""Out of reach: fictional people have numbers of one block and sit at one machine, and texts to them cost nothing."""


@dataclass
class Platform:
    """One run of everything on one data folder."""

    data_dir: Path
    ports: dict[str, int]
    say: Callable[[str], None]
    durable: bool = True
    base_environment: dict[str, str] = field(default_factory=lambda: dict(os.environ))
    web_workers: int = 2
    job_workers: int = 2
    antivirus: Antivirus = NO_ANTIVIRUS

    def __post_init__(self) -> None:
        self.data_dir = self.data_dir.resolve()
        has_server = bool(self.base_environment.get("DATABASE_URL"))
        self._postgres = None if has_server else EmbeddedPostgres(self.data_dir, durable=self.durable)
        self.supervisor = Supervisor(str(self.data_dir), self.data_dir / "log", self.say, self.base_environment)

    @property
    def urls(self) -> dict[str, str]:
        """The addresses that people open, by site and simulator."""
        web, identity = self.ports["web"], self.ports["identity"]
        hosts = {"start": "localhost", "portal": "portal.localhost", "workplace": "workplace.localhost"}
        sites = {site: f"http://{host}:{web}" for site, host in hosts.items()}
        simulators = {name: self._local(name) for name in ("acquirer", "agent", "sms", "mail")}
        registers = {name: self._local(name) for name in ("population", "criminal_register")}
        ministries = {name: f"{self._local('ministries')}/{name}" for name in exchange_files.MINISTRIES}
        return {
            **sites,
            "identity": f"http://id.localhost:{identity}",
            "pay": f"http://pay.localhost:{web}",
            "ministry_site": f"http://ministry.localhost:{self.ports['ministry_site']}",
            **simulators,
            **registers,
            **ministries,
        }

    def _local(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    def environment(self) -> dict[str, str]:
        """Return the platform's configuration as environment variables."""
        urls = self.urls
        sites = {f"HUKUMATI_{site.upper()}_URL": urls[site] for site in ("start", "portal", "workplace", "pay")}
        outside = {f"HUKUMATI_{name.upper()}_URL": urls[name] for name in ("acquirer", "agent", "sms", "mail")}
        return {
            "DJANGO_SETTINGS_MODULE": "hukumati.project.settings",
            "PYTHONPATH": str(REPOSITORY / "src"),
            "PYTHONTZPATH": "",
            "PYTHONUNBUFFERED": "1",
            "HUKUMATI_DEMO": "1",
            "HUKUMATI_DATA_DIR": str(self.data_dir),
            **sites,
            **outside,
            "HUKUMATI_IDENTITY_URL": urls["identity"],
            "HUKUMATI_SAMPLE_SITE_URL": urls["ministry_site"],
            "HUKUMATI_IDENTITY_INTERNAL_URL": self._local("identity"),
            "HUKUMATI_EXCHANGE_URL": self._local("ss1_client"),
            "HUKUMATI_SMTP_PORT": str(self.ports["smtp"]),
            VARIABLE: self.antivirus.address,
            **SMS_LIMITS,
            **secrets_file.load(self.data_dir),
            **self._database_environment(),
        }

    def start(self) -> None:
        """Bring everything up and return when every program answers; the caller holds the folder's claim."""
        self._start_database()
        self._prepare()
        programs = self.programs()
        self.supervisor.start(programs)
        self.supervisor.wait_until_ready([program.name for program in programs])

    def programs(self) -> list[Program]:
        """Return what a run consists of beside the database, in the order of the start."""
        scanner = [self.antivirus.program] if self.antivirus.program else []
        return [*scanner, *self._exchange(), *self._simulators(), *self._servers(), *self._workers()]

    def stop(self) -> None:
        """Stop everything."""
        self.supervisor.stop()

    def _database_environment(self) -> dict[str, str]:
        return {} if self._postgres is None else {"HUKUMATI_DATABASE_URL": self._postgres.url}

    def _owner_environment(self) -> dict[str, str]:
        """Only the preparation may know the owner of the tables."""
        return {} if self._postgres is None else {"HUKUMATI_MIGRATION_DATABASE_URL": self._postgres.migration_url}

    def _start_database(self) -> None:
        postgres = self._postgres
        if postgres is None:
            self.say("using the PostgreSQL server of DATABASE_URL")
            return
        postgres.initialise()
        postgres.end_orphan()
        log = self.data_dir / "log" / "postgres.log"
        self.supervisor.start([Program("postgres", (), spawn=lambda: postgres.spawn(log), stop_last=True)])
        postgres.wait_until_ready()
        postgres.create_database()

    def _prepare(self) -> None:
        self.say("preparing the database and the services; the first time this takes a minute")
        done = subprocess.run(
            [PYTHON, "-m", "hukumati.project.run.prepare"],
            env={**self.base_environment, **self.environment(), **self._owner_environment()},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        (self.data_dir / "log" / "prepare.log").write_text(done.stdout + done.stderr)
        if done.returncode:
            raise PreparationFailed(done.stderr[-4000:])
        for line in done.stderr.splitlines():  # a service that was left out, and each of its mistakes
            self.say(line)

    def _program(self, name: str, *command: str, ready: str = "", host: str = "") -> Program:
        return Program(name, (PYTHON, "-m", *command), self.environment(), ready_url=ready, ready_host=host)

    def _exchange(self) -> list[Program]:
        folder = self.data_dir / "exchange"
        exchange_files.write(folder, self.ports)
        return [
            self._program(
                f"security-server-{name}",
                *("exchange.server", "--config", str(folder / f"{name}.yaml")),
                ready=f"{self._local(f'{name}_client')}/health",
            )
            for name in ("ss1", "ss2")
        ]

    def _simulators(self) -> list[Program]:
        people = (
            "--people",
            self.base_environment.get("HUKUMATI_PEOPLE_FILE", str(REPOSITORY / "demo" / "people.yaml")),
        )
        web, pay_host = self._local("web"), self.urls["pay"].removeprefix("http://")
        id_host = ("--inbound-host", self.urls["identity"].removeprefix("http://"))
        arguments = {
            "population": people,
            "criminal_register": people,
            "ministries": people,
            "acquirer": ("--webhook-url", f"{web}/webhooks/card", "--webhook-host", pay_host),
            "agent": ("--biller-url", web, "--biller-host", pay_host),
            "sms": ("--username", "hukumati", "--inbound-url", f"{self._local('identity')}/sms/received", *id_host),
            "mail": ("--smtp-port", str(self.ports["smtp"])),
            "ministry_site": ("--issuer", self.urls["identity"], "--url", self.urls["ministry_site"]),
        }
        return [
            self._program(
                name,
                *(f"simulators.{name}", "--host", "127.0.0.1", "--port", str(self.ports[name])),
                *("--data", str(self.data_dir / "simulators"), *own),
                ready=f"{self._local(name)}/_sim/health",
            )
            for name, own in arguments.items()
        ]

    def _servers(self) -> list[Program]:
        webs = [self._server(f"web-{number}", "web", "localhost") for number in range(1, self.web_workers + 1)]
        return [*webs, self._server("identity", "identity", "id.localhost")]

    def _server(self, name: str, port: str, host: str) -> Program:
        """Return a server with one worker: several share a port, and one that dies takes no other with it."""
        return self._program(
            name,
            *("granian", "--interface", "asginl", "--host", "127.0.0.1", "--port", str(self.ports[port])),
            *("--workers", "1", "--loop", "uvloop", "--no-ws", *CONNECTIONS),
            *("--workers-kill-timeout", "2", "--log-level", "warning", "hukumati.project.asgi:application"),
            ready=f"{self._local(port)}/healthz",
            host=f"{host}:{self.ports[port]}",
        )

    def _workers(self) -> list[Program]:
        command = ("hukumati.project.run.worker",)
        return [self._program(f"worker-{number}", *command) for number in range(1, self.job_workers + 1)]
