"""What an application cannot cost less than, measured beside the applications themselves.

A floor that is measured on a machine at rest finds its code in the caches; the platform, whose programs push one
another out of them, does not. So the bare view, the password's hash, typst and the signature are each done now and then
while the citizens apply, on the same processors: the ratio then says how much the platform does, not how large the
caches are.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from tests.load.plain_http import Target, ask_now_and_then
from tests.load.processor_time import Spent
from tests.load.site import Site

ASK_EVERY_SECONDS: Final = 0.05
CONNECTIONS: Final = 2
PROGRAM: Final = "bare"


@dataclass(frozen=True, slots=True)
class Floor:
    """Processor seconds of an application's parts that are there for their own sake."""

    requests: int
    bare_request: float
    password: float
    certificate: float

    @property
    def total(self) -> float:
        """All together."""
        return self.requests * self.bare_request + self.password + self.certificate


@dataclass
class FloorProbe:
    """The floor's parts, done beside the crowd for the length of a `with` block."""

    site: Site
    asked: int = 0
    samples: dict[str, list[float]] = field(default_factory=dict)
    bare_request: float = 0.0

    def floor(self, *, requests: int) -> Floor:
        """Return the floor of an application that makes so many requests."""
        middle = {name: median(values) for name, values in self.samples.items()}
        return Floor(requests, self.bare_request, middle["password"], middle["typst"] + middle["signature"])


@contextmanager
def probing(site: Site) -> Iterator[FloorProbe]:
    """Ask the bare view and do the other parts of the floor, until the end of the block."""
    probe, stop = FloorProbe(site), threading.Event()
    lock = threading.Lock()

    def ask() -> None:
        asked = ask_now_and_then(Target.of(site.bare_url), stop, every_seconds=ASK_EVERY_SECONDS)
        with lock:
            probe.asked += asked

    threads = [threading.Thread(target=ask) for _ in range(CONNECTIONS)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.load.floor_process"],
        env=site.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()  # it is warm
    before = Spent.now(site.platform)
    for thread in threads:
        thread.start()
    try:
        yield probe
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        spent = (Spent.now(site.platform) - before).of(PROGRAM)
        output, _ = process.communicate("")
    probe.bare_request = spent / probe.asked
    probe.samples = json.loads(output.splitlines()[-1])
