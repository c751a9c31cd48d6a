"""Uploaded files in responses: downloaded, never rendered on one of our origins."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from hukumati.cases import api as cases

CLOSED = "default-src 'none'; sandbox"


def as_attachment(file: cases.UploadContent) -> HttpResponse:
    """Return a file as a download, so that no script in it runs on our origin."""
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
