"""The owners' approvals on record, kept in agreements.yaml."""

from functools import cache
from pathlib import Path
from typing import Final

import yaml

from hukumati.core.bilingual import Bilingual
from hukumati.interoperability.domain.agreement import Agreement
from hukumati.interoperability.domain.contract import JsonDict

FILE: Final = Path(__file__).parent / "agreements.yaml"


@cache
def load() -> tuple[Agreement, ...]:
    """Read all agreements, once."""
    entries: list[JsonDict] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(_agreement(contract, entry) for entry in entries for contract in entry["contracts"])


def _agreement(contract: str, entry: JsonDict) -> Agreement:
    return Agreement(
        contract=contract,
        provider=entry["provider"],
        purpose=entry["purpose"],
        about=tuple(entry["about"]),
        approved_by=Bilingual(**entry["approved"]["by"]),
        approved_on=entry["approved"]["day"],
        typed=entry.get("typed", False),
        until=entry.get("until"),
    )
