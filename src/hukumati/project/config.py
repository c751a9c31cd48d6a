"""The platform's configuration: the only reader of the environment (prefix HUKUMATI_, and DATABASE_URL)."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[3]
DEMO_SECRET = "demonstration-only-not-a-secret"  # noqa: S105 — refused outside the demonstration

SHORTEST_SECRET = 32
PUBLIC_ADDRESSES = ("portal_url", "workplace_url", "pay_url", "start_url", "identity_url")


def _variables(names: Iterable[str]) -> str:
    return ", ".join(f"HUKUMATI_{name.upper()}" for name in names)


def _is_private(url: str) -> bool:
    """Return whether nobody on the way reads what is sent to an address: by https, or to this machine itself."""
    parts = urlsplit(url)
    if parts.scheme == "https" or not url:
        return True
    host = parts.hostname or ""
    try:
        return parts.scheme == "http" and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False


class Config(BaseSettings):
    """Every setting, with defaults that fit the demonstration on one machine; secrets have none outside of it."""

    model_config = SettingsConfigDict(env_prefix="HUKUMATI_", extra="ignore", frozen=True)

    demo: bool = False
    sandbox: bool = False
    """A public installation where developers try their sites: everybody in it is fictional, and secrets are secret."""
    debug: bool = False
    data_dir: Path = REPOSITORY / "var"
    database_url: str = Field(default="", validation_alias=AliasChoices("HUKUMATI_DATABASE_URL", "DATABASE_URL"))
    migration_database_url: str = ""
    """The owner of the tables, for `hukumati migrate` alone; the platform itself runs with a role that owns nothing."""
    anchors_dir: Path | None = None
    """Where the anchors of the hash chains are written; `anchors` of the data folder if not set."""
    database_pool: bool = True
    database_plans: bool = True
    """Prepared statements; not through a PgBouncer before 1.21 in transaction mode."""
    secret_key: SecretStr = SecretStr(DEMO_SECRET)
    log_level: str = "INFO"
    static_manifest: bool = True

    portal_url: str = "http://portal.localhost:8000"
    workplace_url: str = "http://workplace.localhost:8000"
    pay_url: str = "http://pay.localhost:8000"
    start_url: str = "http://localhost:8000"
    identity_url: str = "http://id.localhost:8001"
    identity_mtls_url: str = ""
    """Another host of the provider, where the proxy asks for client certificates (RFC 8705 §5); empty if the same."""
    identity_internal_url: str = "http://127.0.0.1:8001"
    proxy_count: int = 0
    client_certificate_header: bool = False
    """Whether the proxy in front sets `Client-Cert` (RFC 9440), and removes what clients send under this name."""
    client_certificate_authorities: Path | None = None
    """The issuers of certificates by which clients may authenticate (RFC 8705 §2.1), as PEM."""

    portal_client_secret: SecretStr = SecretStr(DEMO_SECRET)
    workplace_client_secret: SecretStr = SecretStr(DEMO_SECRET)

    sample_site_url: str = ""
    """The sample site of a ministry, which the demonstration alone runs and registers."""
    sample_site_secret: SecretStr | None = None

    exchange_url: str = "http://127.0.0.1:8181"
    exchange_client: str = "PS/GOV/MTDE/HUKUMATI"
    anchor_witness: str = "PS/GOV/MOI/POPULATION"
    """A subsystem of another agency, whose security server logs the digests of our anchors."""
    exchange_connect_seconds: float = 1
    exchange_read_seconds: float = 5

    acquirer_url: str = "http://127.0.0.1:8303"
    acquirer_api_key: SecretStr = SecretStr(DEMO_SECRET)
    acquirer_webhook_secret: SecretStr = SecretStr(DEMO_SECRET)
    ebpp_username: str = "agent-switch"
    ebpp_password: SecretStr = SecretStr(DEMO_SECRET)
    agent_url: str = "http://127.0.0.1:8304"

    sms_url: str = "http://127.0.0.1:8305"
    sms_username: str = "hukumati"
    sms_password: SecretStr = SecretStr(DEMO_SECRET)
    sms_per_number_a_day: int = 30
    sms_per_network_a_day: int = 5_000
    sms_per_block_an_hour: int = 120
    """Codes to a thousand numbers in a row."""
    sms_per_block_abroad_an_hour: int = 12
    sms_per_country_abroad_a_day: int = 3_000
    sms_a_day: int = 300_000
    """Codes of sign-ins, registrations and recoveries together; what is on the way to a person is never counted."""
    sim_swap_url: str = ""
    """Where operators tell of swapped SIM cards (CAMARA SIM Swap, version 2); empty where none is connected."""
    sim_swap_token_url: str = ""
    sim_swap_client_id: str = "hukumati"
    sim_swap_client_secret: SecretStr | None = None
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 8307
    mail_from: str = "hukumati@example.test"
    mail_url: str = "http://127.0.0.1:8306"

    services_dir: Path = REPOSITORY / "services"
    clamd: str = ""  # tcp://host:port or unix:///path of a clamd that every upload must pass
    people_file: Path = REPOSITORY / "demo" / "people.yaml"
    failpoints_dir: Path | None = None

    network_places_file: Path | None = None
    """Where networks are (`network,latitude,longitude` a line), to see that nobody travels so fast; none, no places."""

    passkey_roots_dir: Path | None = None
    """Certificates (PEM) of the makers whose security keys vouch for themselves; without any, none is believed."""

    official_keys_from: date | None = None
    """The day from which officials sign in with security keys that cannot be copied, and in no other way."""

    majority_years: int = 18
    """The age at which nobody is represented by parents any more (illustrative)."""

    office_opens: time = time(8)
    office_closes: time = time(15)

    @model_validator(mode="after")
    def _refuse_weakness(self) -> Self:
        """Outside the demonstration nothing starts with what an attacker could guess, read or use."""
        if self.demo:
            return self
        checks = (self._weak_secrets(), self._plain_addresses(), self._unguarded_headers(), self._for_tests())
        faults = [fault for found in checks for fault in found]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _weak_secrets(self) -> Iterator[str]:
        secrets = {name: value.get_secret_value() for name, value in self if isinstance(value, SecretStr)}
        weak = [name for name, value in secrets.items() if value in {"", DEMO_SECRET}]
        short = [name for name, value in secrets.items() if name not in weak and len(value) < SHORTEST_SECRET]
        equal = [name for name, value in secrets.items() if name not in weak and [*secrets.values()].count(value) > 1]
        if weak:
            yield f"these secrets must be set outside the demonstration: {_variables(weak)}"
        if short:
            yield f"these secrets have fewer than {SHORTEST_SECRET} characters: {_variables(short)}"
        if equal:
            yield f"these secrets are equal, and each must be its own: {_variables(equal)}"

    def _plain_addresses(self) -> Iterator[str]:
        plain = [name for name in PUBLIC_ADDRESSES if not str(getattr(self, name)).startswith("https://")]
        if plain:
            yield f"people reach these addresses, so they must begin with https://: {_variables(plain)}"
        others = [name for name in Config.model_fields if name.endswith("_url") and "database" not in name]
        exposed = [name for name in others if name not in PUBLIC_ADDRESSES and not _is_private(getattr(self, name))]
        if exposed:
            yield f"what is sent to these addresses must go by https:// or stay on this machine: {_variables(exposed)}"

    def _unguarded_headers(self) -> Iterator[str]:
        if self.client_certificate_header and not self.proxy_count:
            yield "HUKUMATI_CLIENT_CERTIFICATE_HEADER trusts what only a proxy may set: HUKUMATI_PROXY_COUNT is 0"

    def _for_tests(self) -> Iterator[str]:
        if self.debug:
            yield "HUKUMATI_DEBUG shows secrets on pages and is for development only"
        if self.failpoints_dir:
            yield "HUKUMATI_FAILPOINTS_DIR is for tests of the demonstration only"

    @property
    def is_fictional_world(self) -> bool:
        """Whether everybody in this installation is fictional."""
        return self.demo or self.sandbox

    @property
    def is_secure(self) -> bool:
        """Whether people reach the platform by https."""
        return self.portal_url.startswith("https://")


@cache
def load() -> Config:
    """Read the environment once."""
    return Config()
