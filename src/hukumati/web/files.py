"""Uploaded files in responses: downloaded, or shown in place to officials where a browser can do so safely."""

from typing import Final

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from hukumati.cases import api as cases

CLOSED: Final = "default-src 'none'; sandbox"
IN_PLACE: Final = (
    "default-src 'none'; object-src 'self'; img-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""No script runs. Not sandboxed, since Chrome's viewer of PDF files does not open in a sandbox."""
SHOWN_IN_PLACE: Final = frozenset({"application/pdf", "image/jpeg", "image/png"})


def as_attachment(file: cases.UploadContent) -> HttpResponse:
    """Return a file as a download, so that no script in it runs on our origin."""
    return _respond(file, policy=CLOSED, download=True)


def in_place(file: cases.UploadContent) -> HttpResponse:
    """Return a file for a frame of one of our own pages; of a kind that browsers do not show, as a download."""
    if file.media not in SHOWN_IN_PLACE:
        return as_attachment(file)
    response = _respond(file, policy=IN_PLACE, download=False)
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _respond(file: cases.UploadContent, *, policy: str, download: bool) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=download, filename=file.name)
    return HttpResponse(
        file.content,
        content_type=file.media,
        headers={
            "Content-Disposition": disposition or ("attachment" if download else "inline"),
            "Content-Security-Policy": policy,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
