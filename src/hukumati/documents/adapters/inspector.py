"""Inspecting a PDF for our seal; run as a program, under limits of the operating system for hostile files.

`python -m hukumati.documents.adapters.inspector` reads one line of JSON and the file from its standard input, and
writes one line of JSON. It needs no Django and no database.
"""

import io
import resource
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from hukumati.core.confinement import confine
from hukumati.documents.adapters.inspector_protocol import pack_answer, parse_request
from hukumati.documents.domain.inspection import Inspection

CPU_SECONDS: Final = 8
MEMORY_BYTES: Final = 1024 * 1024 * 1024


def inspect(*, data: bytes, roots: Sequence[bytes], at: datetime | None = None) -> Inspection:
    """Inspect the first signature of a PDF; whatever is wrong with the file ends in an exception.

    `at` is the moment the certificates are judged at; without it, the present.
    """
    reader = PdfFileReader(io.BytesIO(data), strict=False)
    if reader.encrypted:
        return Inspection(encrypted=True)
    if not reader.embedded_signatures:
        return Inspection()
    signature = reader.embedded_signatures[0]
    anchors = [x509.Certificate.load(root) for root in roots]
    times: dict[str, Any] = {"moment": at, "best_signature_time": at} if at else {}
    status = validate_pdf_signature(
        signature, ValidationContext(trust_roots=anchors, allow_fetching=False, **times), skip_diff=True
    )
    only = len(reader.embedded_signatures) == 1 and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return Inspection(
        by_us=bool(status.trusted),
        whole=bool(status.intact and status.valid and only),
        certificate=signature.signer_cert.sha256.hex(),
        signer=str(signature.signer_cert.subject.native.get("common_name", "")),
        signed_at=signature.self_reported_timestamp,
    )


def main() -> None:
    """Limit this process, read a request and write the answer."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    confine(memory_bytes=MEMORY_BYTES, largest_file=0)
    roots, data = parse_request(sys.stdin.buffer.read())
    sys.stdout.write(pack_answer(_inspect_or_none(data, roots)))


def _inspect_or_none(data: bytes, roots: Sequence[bytes]) -> Inspection | None:
    try:
        return inspect(data=data, roots=roots)
    except Exception:
        # A hostile file may break a parser in any way; the answer is the same for all of them.
        return None


if __name__ == "__main__":
    main()
