"""The program that sets documents, confined: `python -m hukumati.documents.adapters.typesetting_program SECONDS`.

It reads lines of JSON from its standard input, each a template with its data, and answers each by a line of JSON: the
file, or why there is none. Each may use so many seconds of processor time. It needs no Django.
"""

import base64
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any, Final

from hukumati.core.confinement import allow_processor_seconds, confine
from hukumati.documents.adapters.typesetter import typeset
from hukumati.documents.errors import TemplateFailed

MEMORY_BYTES: Final = 4 * 1024 * 1024 * 1024
LARGEST_FILE: Final = 8 * 1024 * 1024


def answer(request: dict[str, Any]) -> dict[str, Any]:
    """Set one document."""
    try:
        done = typeset(
            source=request["source"],
            name=request["name"],
            data=request["data"],
            fields=request["fields"],
            issued_on=date.fromisoformat(request["issued_on"]),
            bundles=Path(request["bundles"]),
            photo=None if request["photo"] is None else base64.b64decode(request["photo"]),
        )
    except TemplateFailed as failed:
        return {"failed": str(failed)}
    return {"pdf": base64.b64encode(done.pdf).decode(), "particulars": done.particulars}


def main() -> None:
    """Confine this process, then answer line by line until the input ends."""
    seconds = int(sys.argv[1])
    confine(memory_bytes=MEMORY_BYTES, largest_file=LARGEST_FILE)
    for line in sys.stdin:
        allow_processor_seconds(seconds)
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
