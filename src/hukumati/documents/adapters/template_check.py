"""Setting templates on trial. As a program of its own, it does so under limits of the system.

`python -m hukumati.documents.adapters.template_check SECONDS` (of processor time, for all) reads lines of JSON from its
standard input, each a template with its data, and writes for each a line of JSON: null where it can be set, or
{message, line}.
It needs no Django.
"""

import json
import re
import resource
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any, Final

import typst

from hukumati.documents.adapters.typesetter import typeset
from hukumati.documents.errors import TemplateFailed

MEMORY_BYTES: Final = 4 * 1024 * 1024 * 1024
LARGEST_FILE: Final = 8 * 1024 * 1024
_PLACE: Final = re.compile(r"/documents/([a-z0-9_-]+\.typ):(\d+):")
_DAY: Final = (2026, 1, 1)
_ABOUT: Final[dict[str, Any]] = {
    "serial": "XX-2026-0000001",
    "code": "7K3M9-2QDXW",
    "qr": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>',
    "verify_url": "https://portal.example.test/v",
    "issued": list(_DAY),
    "issuer_ar": "الجهة",
    "issuer_en": "Authority",
}


def attempt(told: dict[str, Any], bundles: Path) -> dict[str, Any] | None:
    """Set one template; where it cannot be set, it tells why, and at which of its lines (0: unknown)."""
    about = {**_ABOUT, "valid_until": list(_DAY) if told["is_limited"] else None}
    try:
        typeset(
            source=told["source"],
            name=told["name"],
            data=told["data"],
            about=about,
            issued_on=date(*_DAY),
            bundles=bundles,
        )
    except TemplateFailed as failed:
        return _explained(failed, f"{told['name']}.typ")
    return None


def _explained(failed: TemplateFailed, file: str) -> dict[str, Any]:
    cause = failed.__cause__
    if not isinstance(cause, typst.TypstError):
        return {"message": str(failed), "line": 0}
    told = f"{cause.diagnostic} {cause.trace}"
    lines = [int(line) for name, line in _PLACE.findall(told) if name == file]
    return {"message": str(cause), "line": lines[0] if lines else 0}


def main() -> None:
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    with tempfile.TemporaryDirectory(prefix="hukumati-trial-") as folder:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(attempt(json.loads(line), Path(folder))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
