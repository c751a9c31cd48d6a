"""The virus scanner of a demonstration: the clamd that runs on this machine, or that is installed and started."""

import atexit
import contextlib
import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from hukumati.project.run.programs import Program

VARIABLE: Final = "HUKUMATI_CLAMD"
"""Whoever sets it chooses: an address, or nothing for no scanner."""
DEBIAN_SOCKET: Final = Path("/run/clamav/clamd.ctl")
DEBIAN_SIGNATURES: Final = Path("/var/lib/clamav")
SIGNATURES: Final = frozenset({".cvd", ".cld", ".cud", ".hdb", ".hsb", ".ndb", ".ldb"})
SYSTEM_FOLDERS: Final = ("/usr/local/sbin", "/usr/sbin")
PATIENCE_SECONDS: Final = 2.0
CONFIGURATION: Final = """\
Foreground yes
LocalSocket {socket}
LocalSocketMode 600
FixStaleSocket yes
DatabaseDirectory {signatures}
StreamMaxLength 50M
"""


@dataclass(frozen=True, slots=True)
class Antivirus:
    """Where uploads are scanned besides by our own rules, "" for nowhere; `program` is what has to be started."""

    address: str = ""
    program: Program | None = None


NO_ANTIVIRUS: Final = Antivirus()


def find(
    folder: Path,
    environment: Mapping[str, str],
    *,
    running: Path = DEBIAN_SOCKET,
    signatures: Path = DEBIAN_SIGNATURES,
) -> Antivirus:
    """Return the scanner that was chosen, one that runs, or one to be started with its settings in `folder`.

    A clamd without signatures refuses to start, and counts as none.
    """
    if VARIABLE in environment:
        return Antivirus(environment[VARIABLE])
    if answers(running):
        return Antivirus(f"unix://{running}")
    clamd = shutil.which("clamd", path=":".join((environment.get("PATH", ""), *SYSTEM_FOLDERS)))
    if clamd is None or not _has_signatures(signatures):
        return NO_ANTIVIRUS
    return _started(clamd, folder, signatures)


def answers(path: Path) -> bool:
    """Return whether a clamd listens on a Unix socket: PING is answered PONG (clamd(8))."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
        line.settimeout(PATIENCE_SECONDS)
        line.connect(str(path))
        line.sendall(b"zPING\0")
        return line.recv(16) == b"PONG\0"
    return False


def _has_signatures(folder: Path) -> bool:
    with contextlib.suppress(OSError):
        return any(each.suffix in SIGNATURES for each in folder.iterdir())
    return False


def _started(clamd: str, folder: Path, signatures: Path) -> Antivirus:
    """Its socket lies in a fresh folder that nobody else enters, with a path short enough for the kernel."""
    place = Path(mkdtemp(prefix="hukumati-clamd-")) / "socket"
    atexit.register(shutil.rmtree, place.parent, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "clamd.conf"
    settings.write_text(CONFIGURATION.format(socket=place, signatures=signatures))
    return Antivirus(f"unix://{place}", Program("clamd", (clamd, f"--config-file={settings}")))
