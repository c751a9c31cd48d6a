"""The contracts' versions and digests, kept in one file: what is agreed does not change without a new version."""

import hashlib
import json
from pathlib import Path
from typing import Final

import yaml

from hukumati.interoperability import contract_files
from hukumati.interoperability.domain.contract import Contract
from hukumati.interoperability.domain.notice import NoticeContract

FILE: Final = Path(__file__).parent / "contracts.lock.yaml"
HEAD: Final = "# Written by `manage.py interoperability_lock`: a changed contract needs a new version.\n"

Lock = dict[str, dict[str, int | str]]


class ChangedWithoutVersion(ValueError):
    """A contract was changed without a new version."""


def read() -> Lock:
    """Return what is locked, by contract."""
    locked: Lock = yaml.safe_load(FILE.read_text("utf-8")) if FILE.exists() else {}
    return locked


def present() -> Lock:
    """Return what the contracts are now."""
    asked, told = contract_files.load().values(), contract_files.load_notices().values()
    locked: Lock = {each.id: {"version": each.version, "digest": digest(each)} for each in asked}
    return locked | {each.id: {"version": each.version, "digest": notice_digest(each)} for each in told}


def digest(contract: Contract) -> str:
    """Digest what binds both sides: the service, the parameters, the shape of the answer and its meaning."""
    parameters = {name: [each.pattern, each.means, each.answers] for name, each in contract.parameters.items()}
    bound = [contract.service, contract.path, contract.subject, contract.schema, contract.concepts, parameters]
    return hashlib.sha256(json.dumps(bound, sort_keys=True).encode()).hexdigest()


def notice_digest(contract: NoticeContract) -> str:
    """Digest what binds both sides: the service, the shape of the message and its meaning, the reasons to refuse it."""
    bound = [contract.service, contract.path, contract.subject, contract.schema, contract.concepts]
    return hashlib.sha256(json.dumps([*bound, sorted(contract.refusals)], sort_keys=True).encode()).hexdigest()


def refuse_changes(*, locked: Lock, now: Lock) -> None:
    """Raise `ChangedWithoutVersion` for contracts that changed under their version, or went back."""
    changed = [name for name, entry in locked.items() if name in now and _is_broken(entry, now[name])]
    if changed:
        raise ChangedWithoutVersion(f"{', '.join(changed)}: raise `version` in the contract's file, then lock anew.")


def _is_broken(was: dict[str, int | str], now: dict[str, int | str]) -> bool:
    if int(now["version"]) <= int(was["version"]):
        return was != now
    return False


def write() -> None:
    """Lock the contracts as they are; raises `ChangedWithoutVersion`."""
    now = present()
    refuse_changes(locked=read(), now=now)
    FILE.write_text(HEAD + yaml.safe_dump(now, sort_keys=True), "utf-8")
