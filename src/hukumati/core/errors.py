"""The root of every part's error tree, and their one translation to RFC 9457."""

from typing import ClassVar


class HukumatiError(Exception):
    """An expected error: it has a stable code, an HTTP status, and a sentence that says what to do."""

    code: ClassVar[str] = "hukumati.error"
    status: ClassVar[int] = 400


def as_problem(error: HukumatiError) -> dict[str, object]:
    """Return the error as an `application/problem+json` object (RFC 9457 §3.1)."""
    return {"type": f"urn:hukumati:error:{error.code}", "title": str(error) or error.code, "status": error.status}
