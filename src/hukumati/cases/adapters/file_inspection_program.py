"""The program that inspects uploads, confined: `python -m hukumati.cases.adapters.file_inspection_program`.

It answers each file by one word: its media type, or why it is refused. It needs no Django and no database.
"""

from typing import Final

from hukumati.cases.domain.file_inspection import media_of
from hukumati.cases.domain.paper_faults import PaperRefused
from hukumati.core.confined_programs import serve
from hukumati.core.confinement import confine

PROCESSOR_SECONDS: Final = 8
MEMORY_BYTES: Final = 1024 * 1024 * 1024


def inspect(content: bytes) -> bytes:
    """Return the media type of a file, or the fault for which it is refused."""
    try:
        return media_of(content).encode()
    except PaperRefused as refused:
        return refused.fault.encode()
    except (ArithmeticError, LookupError, RecursionError, ValueError):  # a hostile file may break a parser in any way
        return b"broken"


def main() -> None:
    """Confine this process, then inspect files until the input ends."""
    confine(memory_bytes=MEMORY_BYTES, largest_file=0)
    serve(inspect, processor_seconds=PROCESSOR_SECONDS)


if __name__ == "__main__":
    main()
