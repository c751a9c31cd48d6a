"""What a certificate costs: all that issuing does, against typst and one signature alone."""

import json
import subprocess
import sys
from statistics import median
from typing import Any

from tests.load.figures import Figure, Goal
from tests.load.site import Site

_kept: dict[str, Any] = {}


def measure(site: Site, *, rounds: int) -> list[Figure]:
    """Issue certificates in a process of its own, as a worker does."""
    found = times(site, rounds=rounds)
    parts = ", ".join(f"{name} {found[name]:.1f}" for name in ("typst", "signature", "issue_processor"))
    return [
        Figure(
            name="documents.render_and_seal",
            value=found["issue"],
            unit="ms",
            reference="typst on the same template, and one P-256 signature",
            reference_value=found["typst"] + found["signature"],
            goal=Goal("ratio", "at most", 1.6),
            notes=(f"medians of {rounds} in turns, in ms: {parts}", f"{found['size']:,.0f} bytes a certificate"),
        )
    ]


def times(site: Site, *, rounds: int) -> dict[str, float]:
    """Return medians in milliseconds by step; measured once a run."""
    if not _kept:
        done = subprocess.run(
            [sys.executable, "-m", "tests.load.certificate_process", str(rounds)],
            env=site.environment(), capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(done.stderr[-4000:])
        samples: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
        _kept.update({name: median(values) for name, values in samples.items()})
    return _kept
