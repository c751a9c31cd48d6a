"""Verification of documents: public, without signing in; nothing is stored."""

from typing import Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hukumati.core.design import formats
from hukumati.core.design.parts import Row
from hukumati.core.network import client_line
from hukumati.documents import api as documents
from hukumati.web.portal.forms import FileForm, SerialForm


class Words(NamedTuple):
    """A verdict as people read it."""

    title: Promise
    text: Promise


UNKNOWN: Final = Words(
    gettext_lazy("We have no record of this document"),
    gettext_lazy("Check what you gave us. If it is the same as on the document, do not rely on the document."),
)
VERDICTS: Final = {
    "valid": Words(
        gettext_lazy("This document is valid"),
        gettext_lazy("It was issued by the body named here and has not been revoked."),
    ),
    "revoked": Words(gettext_lazy("This document was revoked"), gettext_lazy("It was issued, and is no longer valid.")),
    "expired": Words(gettext_lazy("This document has expired"), gettext_lazy("It was issued, and its time is over.")),
    "uncheckable": Words(
        gettext_lazy("We cannot check documents by their code at the moment"),
        gettext_lazy(
            "This says nothing about the document. Scan its QR code, verify its PDF file, or try again later."
        ),
    ),
    "altered": Words(
        gettext_lazy("This file was changed after it was sealed"),
        gettext_lazy("Do not rely on it. Ask for the original file, or verify the numbers printed on the document."),
    ),
    "unregistered": Words(
        gettext_lazy("This file carries our seal, but no such document is on record"),
        gettext_lazy("Do not rely on it. We have told the operator of the platform. Ask its holder for the original."),
    ),
    "copy": Words(
        gettext_lazy("This file is not the original"),
        gettext_lazy(
            "It names a document of ours, but carries no seal: it may be a scan, a print or something else. "
            "Ask for the file as it was downloaded, or verify the numbers printed on the document."
        ),
    ),
    "encrypted": Words(
        gettext_lazy("This file is protected by a password"),
        gettext_lazy("We cannot look into it. Ask for the file as it was downloaded, without protection."),
    ),
    "not_a_pdf": Words(
        gettext_lazy("This is not a PDF file"),
        gettext_lazy("Choose the PDF file as it was downloaded, not a picture of it."),
    ),
    "too_large": Words(
        gettext_lazy("The file is too large"), gettext_lazy("Documents of this platform are smaller than 10 MB.")
    ),
}
LARGEST_FILE = 10 * 1024 * 1024
LARGEST_TOKEN = 4000


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Check a document by its serial number and printed code, or by the token of its QR."""
    token = request.POST.get("token", "")[:LARGEST_TOKEN]
    if token:
        return _answer(request, SerialForm(), documents.check_qr(token=token), by_qr=True)
    form = SerialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        verdict = documents.check_serial(**form.cleaned_data, address=client_line(request))
        return _answer(request, form, verdict)
    return render(request, "portal/verify.html", {"form": form}, status=422 if form.errors else 200)


def _answer(request: HttpRequest, form: SerialForm, verdict: documents.Verdict, *, by_qr: bool = False) -> HttpResponse:
    context = {
        "form": form,
        "verdict": verdict,
        "words": VERDICTS.get(verdict.state, UNKNOWN),
        "verdict_rows": _rows(verdict),
        "by_qr": by_qr,
    }
    return render(request, "portal/verify.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def verify_file(request: HttpRequest) -> HttpResponse:
    """Check the seal of an uploaded PDF."""
    form = FileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST":
        form = context["form"] = FileForm(request.POST, request.FILES)
        if form.is_valid():
            verdict = documents.check_pdf(
                data=form.cleaned_data["file"].read(LARGEST_FILE + 1), address=client_line(request)
            )
            words = VERDICTS.get(verdict.state, UNKNOWN)
            context |= {"verdict": verdict, "words": words, "verdict_rows": _file_rows(verdict)}
    return render(request, "portal/verify_file.html", context, status=422 if form.errors else 200)


def _rows(verdict: documents.Verdict) -> list[Row]:
    if verdict.title is None:
        return []
    rows = [Row(_("Document"), str(verdict.title)), Row(_("Issued by"), str(verdict.issuer))]
    if verdict.serial:
        rows.append(Row(_("Serial number"), verdict.serial, ltr=True))
    if verdict.issued_on:
        rows.append(Row(_("Issued on"), formats.long_date(verdict.issued_on)))
    if verdict.valid_until:
        rows.append(Row(_("Valid until"), formats.long_date(verdict.valid_until)))
    if verdict.revoked_at:
        rows.append(Row(_("Revoked on"), formats.long_datetime(verdict.revoked_at)))
    shown = verdict.comparable if verdict.particulars is None else verdict.particulars
    return rows + [Row(str(found.label), str(found.value)) for found in shown]


def _file_rows(verdict: documents.PdfVerdict) -> list[Row]:
    if verdict.details:
        rows = _rows(verdict.details)
    else:
        rows = [Row(_("Serial number"), verdict.serial, ltr=True)] if verdict.serial else []
    if verdict.signer:
        rows.append(Row(_("Name in the seal"), str(verdict.signer), ltr=True))
    if verdict.signed_at:
        rows.append(Row(_("Sealed on"), formats.long_datetime(verdict.signed_at)))
    return rows
