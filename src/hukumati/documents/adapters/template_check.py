"""The program that compiles templates under limits of the operating system.

`python -m hukumati.documents.adapters.template_check SECONDS` (of processor time, for all) reads lines of JSON from its
standard input, each a template with its data, and writes for each a line of JSON: null where it compiles, or
{message, line}.
It needs no Django.
"""

import base64
import json
import re
import resource
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Final, TypedDict

import typst

from hukumati.core.confinement import confine
from hukumati.core.json import JsonValue
from hukumati.core.languages import DocumentLanguage
from hukumati.documents.adapters.typesetter import typeset
from hukumati.documents.domain.numbering import SAMPLE_CODE, SAMPLE_SERIAL
from hukumati.documents.errors import TemplateFailed

MEMORY_BYTES: Final = 4 * 1024 * 1024 * 1024
LARGEST_FILE: Final = 8 * 1024 * 1024
_PLACE: Final = re.compile(r"/documents/([a-z0-9_-]+\.typ):(\d+):")
_DAY: Final = (2026, 1, 1)
FIELDS: Final[dict[str, JsonValue]] = {
    "language": "both",
    "serial": SAMPLE_SERIAL,
    "code": SAMPLE_CODE,
    "qr": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>',
    "verify_url": "https://portal.example.test/v",
    "issued": list(_DAY),
    "issuer_ar": "الجهة",
    "issuer_en": "Authority",
    "signatory_ar": "الاسم",
    "signatory_en": "Name",
    "post_ar": "المدير",
    "post_en": "Director",
    "place_ar": "المكان",
    "place_en": "Place",
    "legal_basis_ar": None,
    "legal_basis_en": None,
}


GREY: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNoaGgAAAMEAYFL09IQAAAAAElFTkSuQmCC"
)
"""A picture of one grey dot, in the place of a holder's."""


class CheckRequest(TypedDict):
    """One line of the input."""

    source: str
    name: str
    data: dict[str, JsonValue]
    is_limited: bool
    language: DocumentLanguage
    has_photo: bool


class Fault(TypedDict):
    """One line of the output: why a template does not compile, and at which of its lines (0: unknown)."""

    message: str
    line: int


def check(request: CheckRequest, bundles: Path) -> Fault | None:
    """Compile one template and discard the result; return the fault, or None."""
    fields = {**FIELDS, "language": request["language"], "valid_until": list(_DAY) if request["is_limited"] else None}
    try:
        typeset(
            source=request["source"],
            name=request["name"],
            data=request["data"],
            fields=fields,
            issued_on=date(*_DAY),
            bundles=bundles,
            photo=GREY if request["has_photo"] else None,
        )
    except TemplateFailed as failed:
        return _fault(failed, f"{request['name']}.typ")
    return None


def _fault(failed: TemplateFailed, file: str) -> Fault:
    cause = failed.__cause__
    if not isinstance(cause, typst.TypstError):
        return {"message": str(failed), "line": 0}
    report = f"{cause.diagnostic} {cause.trace}"
    lines = [int(line) for name, line in _PLACE.findall(report) if name == file]
    return {"message": str(cause), "line": lines[0] if lines else 0}


def main() -> None:
    """Limit this process, then answer line by line."""
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    confine(memory_bytes=MEMORY_BYTES, largest_file=LARGEST_FILE)
    with tempfile.TemporaryDirectory(prefix="hukumati-template-check-") as folder:
        for line in sys.stdin:
            sys.stdout.write(json.dumps(check(json.loads(line), Path(folder))) + "\n")
            sys.stdout.flush()  # what was answered before a template kills this process is not lost


if __name__ == "__main__":
    main()
