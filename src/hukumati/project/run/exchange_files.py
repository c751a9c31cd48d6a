"""The configuration files of the demonstration's two security servers (see src/exchange/README.md)."""

from pathlib import Path
from typing import Any, Final

import yaml

CONSUMER: Final = "PS/GOV/MTDE/SS1"
PROVIDER: Final = "PS/GOV/MOI/SS2"
PLATFORM: Final = "PS/GOV/MTDE/HUKUMATI"


def _registry(ports: dict[str, int]) -> dict[str, Any]:
    return {
        "instance": "PS",
        "members": [
            {"id": "PS/GOV/MTDE", "name": "Ministry of Telecommunications and Digital Economy"},
            {"id": "PS/GOV/MOI", "name": "Ministry of Interior"},
            {"id": "PS/GOV/MOJ", "name": "Ministry of Justice"},
        ],
        "subsystems": [
            {"id": PLATFORM, "name": "Hukumati", "servers": [CONSUMER]},
            {"id": "PS/GOV/MOI/POPULATION", "name": "Population register", "servers": [PROVIDER]},
            {"id": "PS/GOV/MOJ/CRIMINAL-RECORD", "name": "Criminal record", "servers": [PROVIDER]},
        ],
        "servers": [
            {"id": CONSUMER, "address": f"http://127.0.0.1:{ports['ss1_peer']}"},
            {"id": PROVIDER, "address": f"http://127.0.0.1:{ports['ss2_peer']}"},
        ],
    }


def _server(name: str, server: str, ports: dict[str, int]) -> dict[str, Any]:
    return {
        "server": server,
        "registry": "registry.yaml",
        "log_dir": f"{name}-log",
        "client_edge": {"host": "127.0.0.1", "port": ports[f"{name}_client"]},
        "peer_edge": {"host": "127.0.0.1", "port": ports[f"{name}_peer"]},
    }


def _service(identifier: str, url: str) -> dict[str, Any]:
    allow = [{"client": PLATFORM, "endpoints": [{"method": "GET", "path": "/current"}]}]
    return {"id": identifier, "url": url, "timeout_seconds": 10, "allow": allow}


def write(folder: Path, ports: dict[str, int]) -> None:
    """This will write registry.yaml, ss1.yaml and ss2.yaml into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    provider = _server("ss2", PROVIDER, ports)
    provider["services"] = [
        _service("PS/GOV/MOI/POPULATION/persons", f"http://127.0.0.1:{ports['population']}/persons"),
        _service("PS/GOV/MOJ/CRIMINAL-RECORD/records", f"http://127.0.0.1:{ports['criminal_register']}/records"),
    ]
    files = {"registry": _registry(ports), "ss1": _server("ss1", CONSUMER, ports), "ss2": provider}
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
