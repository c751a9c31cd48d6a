"""The configuration files of the demonstration's two security servers (see src/exchange/README.md)."""

from pathlib import Path
from typing import Final

import yaml

CONSUMER: Final = "PS/GOV/MTDE/SS1"
PROVIDER: Final = "PS/GOV/MOI/SS2"
PLATFORM: Final = "PS/GOV/MTDE/HUKUMATI"
HOSTED: Final = (
    ("PS/GOV/MOI/POPULATION/persons", "Population register", "population", "/persons"),
    ("PS/GOV/MOI/POPULATION/families", "Population register", "population", "/families"),
    ("PS/GOV/MOI/POPULATION/births", "Population register", "population", "/births"),
    ("PS/GOV/MOI/POPULATION/id-cards", "Population register", "population", "/id-cards"),
    ("PS/GOV/MOI/POPULATION/successions", "Population register", "population", "/successions"),
    ("PS/GOV/MOI/POPULATION/identity-checks", "Population register", "population", "/identity-checks"),
    ("PS/GOV/MOI/PASSPORTS/passports", "Passport register", "ministries", "/passports/passports"),
    ("PS/GOV/MOJ/CRIMINAL-RECORD/records", "Criminal record", "criminal_register", "/records"),
    ("PS/GOV/MOT/LICENSING/fines", "Licensing and traffic fines", "ministries", "/transport/fines"),
    ("PS/GOV/MOT/LICENSING/vehicles", "Licensing and traffic fines", "ministries", "/transport/vehicles"),
    ("PS/GOV/MOT/LICENSING/licences", "Licensing and traffic fines", "ministries", "/transport/licences"),
    ("PS/GOV/MOH/FITNESS/examinations", "Fitness to drive", "ministries", "/fitness/examinations"),
    ("PS/GOV/MOH/INSURANCE/policies", "Health insurance", "ministries", "/health/policies"),
    ("PS/GOV/MOF/REVENUE/dues", "Amounts due", "ministries", "/finance/dues"),
    ("PS/GOV/MOF/TAX/assessments", "Property tax", "ministries", "/finance/assessments"),
    ("PS/GOV/MSD/ASSISTANCE/beneficiaries", "Social assistance", "ministries", "/social/beneficiaries"),
    ("PS/GOV/MOL/EMPLOYMENT/job-seekers", "Labour and employment", "ministries", "/labour/job-seekers"),
    ("PS/GOV/MOL/EMPLOYMENT/records", "Labour and employment", "ministries", "/labour/records"),
    ("PS/GOV/PLA/LAND/holdings", "Land register", "ministries", "/land/holdings"),
    ("PS/GOV/PLA/LAND/parcels", "Land register", "ministries", "/land/parcels"),
    ("PS/GOV/POLICE/REPORTS/losses", "Reports of loss", "ministries", "/police/losses"),
)
"""The registers' services (codes illustrative): identifier, the subsystem's name, the answering program, its path."""
TOLD: Final = (
    ("PS/GOV/MOI/POPULATION/id-card-issues", "population", "/id-card-issues"),
    ("PS/GOV/MOI/POPULATION/birth-certificates", "population", "/birth-certificates"),
    ("PS/GOV/MOI/PASSPORTS/issues", "ministries", "/passports/issues"),
    ("PS/GOV/MOJ/CRIMINAL-RECORD/certificates", "criminal_register", "/certificates"),
    ("PS/GOV/MOT/LICENSING/licence-renewals", "ministries", "/transport/licence-renewals"),
    ("PS/GOV/MOT/LICENSING/vehicle-licences", "ministries", "/transport/vehicle-licences"),
    ("PS/GOV/MOH/INSURANCE/enrolments", "ministries", "/health/enrolments"),
    ("PS/GOV/MOF/TAX/clearances", "ministries", "/finance/clearances"),
    ("PS/GOV/PLA/LAND/extracts", "ministries", "/land/extracts"),
)
"""The services by which registers are told what was decided: identifier, the answering program, its path."""
MINISTRIES: Final = (
    "transport", "health", "fitness", "passports", "finance", "labour", "land", "social", "police",
)  # fmt: skip
"""The registers that the program `ministries` serves, each under its name."""
MEMBERS: Final = {
    "PS/GOV/MTDE": "Ministry of Telecommunications and Digital Economy",
    "PS/GOV/MOI": "Ministry of Interior",
    "PS/GOV/MOJ": "Ministry of Justice",
    "PS/GOV/MOT": "Ministry of Transport",
    "PS/GOV/MOH": "Ministry of Health",
    "PS/GOV/MOF": "Ministry of Finance",
    "PS/GOV/MOL": "Ministry of Labour",
    "PS/GOV/PLA": "Land Authority",
    "PS/GOV/MSD": "Ministry of Social Development",
    "PS/GOV/POLICE": "Police",
}


def _registry(ports: dict[str, int]) -> dict[str, object]:
    return {
        "instance": "PS",
        "members": [{"id": member, "name": name} for member, name in MEMBERS.items()],
        "subsystems": [
            {"id": PLATFORM, "name": "Hukumati", "servers": [CONSUMER]},
            *({"id": subsystem, "name": name, "servers": [PROVIDER]} for subsystem, name in _subsystems().items()),
        ],
        "servers": [
            {"id": CONSUMER, "address": f"http://127.0.0.1:{ports['ss1_peer']}"},
            {"id": PROVIDER, "address": f"http://127.0.0.1:{ports['ss2_peer']}"},
        ],
    }


def _subsystems() -> dict[str, str]:
    return {identifier.rpartition("/")[0]: name for identifier, name, _program, _path in HOSTED}


def _server(name: str, server: str, ports: dict[str, int]) -> dict[str, object]:
    return {
        "server": server,
        "registry": "registry.yaml",
        "log_dir": f"{name}-log",
        "client_edge": {"host": "127.0.0.1", "port": ports[f"{name}_client"]},
        "peer_edge": {"host": "127.0.0.1", "port": ports[f"{name}_peer"]},
    }


def _service(identifier: str, url: str, *, method: str, path: str) -> dict[str, object]:
    allow = [{"client": PLATFORM, "endpoints": [{"method": method, "path": path}]}]
    return {"id": identifier, "url": url, "timeout_seconds": 10, "allow": allow}


def write(folder: Path, ports: dict[str, int]) -> None:
    """Write registry.yaml, ss1.yaml and ss2.yaml into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    provider = _server("ss2", PROVIDER, ports)
    provider["services"] = [
        *(
            _service(identifier, f"http://127.0.0.1:{ports[program]}{path}", method="GET", path="/current")
            for identifier, _name, program, path in HOSTED
        ),
        *(
            _service(identifier, f"http://127.0.0.1:{ports[program]}{path}", method="POST", path="/entries")
            for identifier, program, path in TOLD
        ),
    ]
    files = {"registry": _registry(ports), "ss1": _server("ss1", CONSUMER, ports), "ss2": provider}
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True))
