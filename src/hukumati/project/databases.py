"""How Django reaches PostgreSQL: a server by DATABASE_URL, or the embedded one by its socket."""

from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from hukumati.project.config import Config

PLANNED: Final = {"server_side_binding": True, "prepare_threshold": 3}
"""The server plans a query that comes for the fourth time on a connection once, and not again and again."""


class InvalidDatabaseUrl(ValueError):
    """DATABASE_URL is not postgresql://user:password@host:port/name."""


def embedded_url(config: Config) -> str:
    """Return the address of the embedded server of the data folder (see `embedded_postgres`)."""
    from hukumati.project.embedded_postgres import APPLICATION, socket_folder

    return f"postgresql://{APPLICATION}@/hukumati?host={socket_folder(config.data_dir)}"


OWNER: Final = "owner"
"""The alias of the connection that migrates; it exists where HUKUMATI_MIGRATION_DATABASE_URL is set."""


def databases(config: Config) -> dict[str, dict[str, object]]:
    """Return Django's DATABASES: the platform's own role, and the tables' owner where this process may know it."""
    found = {"default": _entry(config.database_url or embedded_url(config), config)}
    if config.migration_database_url:
        found[OWNER] = {**_entry(config.migration_database_url, config), "TEST": {"MIRROR": "default"}}
    return found


def _entry(url: str, config: Config) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise InvalidDatabaseUrl("DATABASE_URL must begin with postgresql://; no other database is supported.")
    query = dict(parse_qsl(parts.query))
    options: dict[str, object] = {key: value for key, value in query.items() if key != "host"}
    if config.database_plans:
        options.update(PLANNED)
    if config.database_pool:
        options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 20}
    return {
        "ENGINE": "hukumati.project.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": not config.database_pool,
        "OPTIONS": options,
        "TEST": {"TEMPLATE": "template0"},
    }
