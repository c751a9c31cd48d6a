"""The platform's configuration: the only reader of the environment (prefix HUKUMATI_, and DATABASE_URL)."""

from datetime import time
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

REPOSITORY = Path(__file__).resolve().parents[3]
DEMO_SECRET = "demonstration-only-not-a-secret"  # noqa: S105 — refused outside the demonstration


class Config(BaseSettings):
    """Every setting, with defaults that fit the demonstration on one machine; secrets have none outside of it."""

    model_config = SettingsConfigDict(env_prefix="HUKUMATI_", extra="ignore", frozen=True)

    demo: bool = False
    debug: bool = False
    data_dir: Path = REPOSITORY / "var"
    database_url: str = Field(default="", validation_alias=AliasChoices("HUKUMATI_DATABASE_URL", "DATABASE_URL"))
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
    identity_internal_url: str = "http://127.0.0.1:8001"
    proxy_count: int = 0

    portal_client_secret: SecretStr = SecretStr(DEMO_SECRET)
    workplace_client_secret: SecretStr = SecretStr(DEMO_SECRET)

    exchange_url: str = "http://127.0.0.1:8181"
    exchange_client: str = "PS/GOV/MTDE/HUKUMATI"
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
    smtp_host: str = "127.0.0.1"
    smtp_port: int = 8307
    mail_from: str = "hukumati@example.test"
    mail_url: str = "http://127.0.0.1:8306"

    services_dir: Path = REPOSITORY / "services"
    clamd: str = ""  # tcp://host:port or unix:///path of a clamd that every upload must pass
    people_file: Path = REPOSITORY / "demo" / "people.yaml"
    failpoints_dir: Path | None = None

    office_opens: time = time(8)
    office_closes: time = time(15)

    @model_validator(mode="after")
    def _refuse_demonstration_secrets(self) -> Self:
        if self.demo:
            return self
        weak = [
            name
            for name, value in self
            if isinstance(value, SecretStr) and value.get_secret_value() in {"", DEMO_SECRET}
        ]
        if weak:
            names = ", ".join(f"HUKUMATI_{name.upper()}" for name in weak)
            raise ValueError(f"these secrets must be set outside the demonstration: {names}")
        if self.failpoints_dir:
            raise ValueError("HUKUMATI_FAILPOINTS_DIR is for tests of the demonstration only")
        return self

    @property
    def is_secure(self) -> bool:
        """Whether people reach the platform by https."""
        return self.portal_url.startswith("https://")


@cache
def load() -> Config:
    """Read the environment once."""
    return Config()
