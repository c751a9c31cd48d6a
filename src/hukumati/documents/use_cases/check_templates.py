"""Setting templates with the data of scenarios before anything is issued with them: apart, and under limits."""

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from hukumati.documents.records import Template

CPU_SECONDS: Final = 20
SECONDS: Final = 30
KEPT: Final = 1000
TOO_MUCH: Final = "it takes too long, or too much memory"


@dataclass(frozen=True, slots=True)
class Trial:
    """A template, and the data that it would be set with; `is_limited`: the document is valid until a day."""

    template: Template
    data: Mapping[str, Any]
    is_limited: bool

    def told(self) -> str:
        """Write the trial as one line of JSON."""
        source, name = self.template.source, self.template.name
        return json.dumps(
            {"source": source, "name": name, "data": self.data, "is_limited": self.is_limited}, sort_keys=True
        )

    def digest(self) -> str:
        """Name the trial by what it holds."""
        return hashlib.sha256(self.told().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a template cannot be set, and at which of its lines; 0 where that is not known."""

    message: str
    line: int


_known: OrderedDict[str, Fault | None] = OrderedDict()
_knowing = threading.Lock()


def try_templates(trials: Sequence[Trial]) -> tuple[Fault | None, ...]:
    """Set each template and throw the result away; what was tried before is not tried again."""
    digests = [trial.digest() for trial in trials]
    with _knowing:
        found = {digest: _known[digest] for digest in digests if digest in _known}
    new = {digest: trial for digest, trial in zip(digests, trials, strict=True) if digest not in found}
    found |= dict(zip(new, _tried(list(new.values())), strict=True))
    with _knowing:
        _keep(found)
    return tuple(found[digest] for digest in digests)


def _keep(found: Mapping[str, Fault | None]) -> None:
    for digest, fault in found.items():
        _known[digest] = fault
        _known.move_to_end(digest)
    while len(_known) > KEPT:
        _known.popitem(last=False)


def _tried(trials: Sequence[Trial]) -> list[Fault | None]:
    """Where the program does not come back from a template, those after it are tried without it."""
    faults: list[Fault | None] = []
    endless: set[Template] = set()
    while len(faults) < len(trials):
        left = trials[len(faults) :]
        if left[0].template in endless:
            faults.append(Fault(TOO_MUCH, 0))
            continue
        answers = _answers("".join(f"{trial.told()}\n" for trial in left))
        faults += [None if answer is None else Fault(**answer) for answer in map(json.loads, answers)]
        if len(faults) < len(trials):
            endless.add(trials[len(faults)].template)
    return faults


def _answers(question: str) -> list[bytes]:
    """Those that were given before the program ended, or was ended; a line that was cut off is none."""
    try:
        said = subprocess.run(
            [sys.executable, "-m", "hukumati.documents.adapters.template_check", str(CPU_SECONDS)],
            input=question.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.defpath},
        ).stdout
    except subprocess.TimeoutExpired as over:
        said = over.stdout or b""
    return said[: said.rfind(b"\n") + 1].splitlines()
