"""The program that checks folders, confined: `python -m hukumati.catalogue.checking_program`.

It answers each folder by the report of its checks and a sketch of its definition, in JSON. It opens no database.
"""

import base64
import json
from dataclasses import astuple
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import django

from hukumati.core.confined_programs import serve
from hukumati.core.confinement import confine

if TYPE_CHECKING:
    from hukumati.catalogue.checks.service_references import Services  # not before django.setup()

PROCESSOR_SECONDS: Final = 20
MEMORY_BYTES: Final = 4 * 1024 * 1024 * 1024
LARGEST_FILE: Final = 8 * 1024 * 1024


def check(request: bytes) -> bytes:
    """Check one folder, scenarios and templates included."""
    # imported late: models can be read after django.setup() alone
    from hukumati.catalogue.folder.files import Folder
    from hukumati.catalogue.folder_checks import check_service_folder, sketch_definition

    asked = json.loads(request)
    folder = Folder(asked["name"], {path: base64.b64decode(data) for path, data in asked["files"].items()})
    services = None if asked["services"] is None else partial(_services, asked["services"])
    report = check_service_folder(folder=folder, services=services)
    answer = {
        "mistakes": [astuple(each) for each in report.mistakes],
        "scenarios": [
            {"file": each.file, "name": each.name, "mistakes": [astuple(mistake) for mistake in each.mistakes]}
            for each in report.scenarios
        ],
        "is_sound": report.definition is not None,
        "sketch": _plain(report.definition or sketch_definition(folder=folder)),
    }
    return json.dumps(answer).encode()


def _services(listed: list[dict[str, Any]]) -> "Services":
    from hukumati.catalogue.checks.service_references import KnownService

    return tuple(KnownService(**{**each, "starts": frozenset(each["starts"])}) for each in listed)


def _plain(sketch: Any) -> object:
    from hukumati.service_language.api import from_json, to_json

    try:
        compiled = json.loads(json.dumps(to_json(definition=sketch))) if sketch is not None else None
        if compiled is not None:
            from_json(compiled=compiled)
    except Exception:
        # what the checks refuse may have any shape; then there is no picture of it
        return None
    return compiled


def main() -> None:
    """Confine this process, then check folders until the input ends."""
    django.setup()
    confine(memory_bytes=MEMORY_BYTES, largest_file=LARGEST_FILE)
    serve(check, processor_seconds=PROCESSOR_SECONDS)


if __name__ == "__main__":
    main()
