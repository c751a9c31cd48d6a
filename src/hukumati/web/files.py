"""Uploaded files on their way to a browser: downloaded, never shown as a page of ours."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from hukumati.cases import api as cases

CLOSED = "default-src 'none'; sandbox"


def as_attachment(file: cases.UploadContent) -> HttpResponse:
    """Send a file so that nothing in it can act in our name."""
    disposition = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    return HttpResponse(
        file.content,
        content_type=file.media,
        headers={
            "Content-Disposition": disposition,
            "Content-Security-Policy": CLOSED,
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
