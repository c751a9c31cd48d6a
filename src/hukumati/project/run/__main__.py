"""Starts the demonstration, tells where it is, and stops it on Ctrl-C."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

from hukumati.project.config import REPOSITORY
from hukumati.project.embedded_postgres import PostgresFailed, PostgresMissing
from hukumati.project.run import antivirus
from hukumati.project.run.announcement import announcement
from hukumati.project.run.claim import AlreadyRunning, Claim
from hukumati.project.run.platform import Platform, PreparationFailed
from hukumati.project.run.ports import choose
from hukumati.project.run.supervisor import NotReady


def say(line: str) -> None:
    """Print a line at once."""
    print(f"  {line}", flush=True)


def main() -> int:
    """Run until Ctrl-C or SIGTERM and return the exit status."""
    began = time.monotonic()
    stop, is_up = threading.Event(), threading.Event()

    def interrupt(*_: object) -> None:
        stop.set()
        if not is_up.is_set():
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    data_dir = Path(os.environ.get("HUKUMATI_DATA_DIR", REPOSITORY / "var"))
    print("Hukumati (حكومتي): starting …", flush=True)
    os.environ["HUKUMATI_DEMO"] = "1"
    try:
        claim = Claim(data_dir, say)
    except AlreadyRunning as error:
        print(f"Hukumati: {error}", file=sys.stderr)
        return 1
    scanner = antivirus.find(data_dir / "clamd", os.environ)
    platform = Platform(data_dir=data_dir, ports=choose(say), say=say, antivirus=scanner)
    claim.tell(platform.urls["start"])
    try:
        platform.start()
        is_up.set()
        print(announcement(platform.urls, time.monotonic() - began, scanner), flush=True)
        stop.wait()
        print("\nstopping …", flush=True)
    except (PostgresMissing, PostgresFailed, PreparationFailed, NotReady) as error:
        print(f"Hukumati: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nstopping …", flush=True)
    finally:
        is_up.set()
        ended = time.monotonic()
        platform.stop()
    print(f"stopped in {time.monotonic() - ended:.1f} s; the data stays in {data_dir}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
