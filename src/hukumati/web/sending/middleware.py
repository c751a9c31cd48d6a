"""The door through which every form of portal, workplace and studio comes back to who typed it."""

import zlib
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from hukumati.web.sending.changes import Changes, changes_since
from hukumati.web.sending.filling import Edit, apply, best_form, edits_for
from hukumati.web.sending.kept_forms import (
    KeptForm,
    forget_form,
    keep_own_form,
    kept_before,
    own_forms,
    take_due,
    without_language,
)
from hukumati.web.sending.marks import is_others_form, mark_of
from hukumati.web.sending.page_forms import PageForm, read_page
from hukumati.web.sending.typed_texts import texts_of

REFUSED: Final = frozenset({HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY})
"""Answers to a form that was not accepted, though it may be later."""


class KeptFormMiddleware:
    """Keeps forms that were refused, and puts what was kept back into the page to which it belongs.

    So the other language of an error, a reload, or the case as it is now shows what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not mark_of(request):
            return self.get_response(request)
        if request.method != "POST":
            response = self.get_response(request)
            return _filled(request, response) if request.method == "GET" and _is_page(response, {200}) else response
        before = kept_before(request)
        response = self.get_response(request)
        if not _is_page(response, REFUSED) or is_others_form(request):
            forget_form(request, before)
            return response
        keep_own_form(request, reason="refused")
        return _told(request, response) if response.status_code == HTTPStatus.CONFLICT else response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse a form that was made for somebody who was signed in here before."""
        if request.method != "POST" or not is_others_form(request):
            return None
        return render(request, "web/others_form.html", status=409)


def _is_page(response: HttpResponse, statuses: Iterable[int]) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    is_text = is_html and not response.streaming and not response.has_header("Content-Encoding")
    return is_text and response.status_code in statuses


def _filled(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put the kept forms that belong to this page into it, and say so above."""
    kept = own_forms(request)
    if not kept:
        return response
    text = response.content.decode()
    page = read_page(text, path=request.path)
    for form in page.forms:
        form.address = without_language(form.address)
    edits: list[Edit] = []
    here, due = without_language(request.get_full_path()), take_due(request)
    for each in kept:
        found = best_form(page.forms, address=each.address, typed=each.fields)
        if found is None and each.page != here and each.address != due:  # "due": wherever the sign-in led to
            continue
        missing = each.fields if found is None else {n: v for n, v in each.fields.items() if n not in found.names}
        edits += edits_for(found, each.fields) if found else []
        edits.append((page.main_at, page.main_at, _notice(request, each, texts_of(missing), form=found)))
    if edits:
        response.content = apply(text, edits)
    return response


def _told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Say on the page of a refusal what has changed, and keep what was typed in its form, or else in words."""
    text = response.content.decode()
    page = read_page(text, path=request.path)
    address = without_language(request.path)
    kept = next((each for each in own_forms(request) if each.address == address), None)
    form = best_form(page.forms, address=request.path, typed=kept.fields) if kept else None
    edits = edits_for(form, kept.fields) if form and kept else []
    changes = changes_since(request, vars(response).get("refused_as"))
    above = _changes(request, changes, form) if changes else ""
    if kept is not None and form is None:
        above += _notice(request, kept, texts_of(kept.fields), form=None)
    place = page.heading_end or page.main_at
    if edits or above:
        response.content = apply(text, [*edits, (place, place, above)])
    return response


def _changes(request: HttpRequest, changes: Changes, form: PageForm | None) -> str:
    context = {"changes": changes, "has_form": form is not None}
    return render_to_string("web/changed_meanwhile.html", context, request)


def _notice(request: HttpRequest, kept: KeptForm, texts: list[str], *, form: PageForm | None) -> str:
    if form is None and not texts and not kept.files and kept.reason == "refused":
        return ""
    titles = {"signed_out": _("You were signed out"), "refused": _("Not sent yet")}
    is_typed = form is not None and any(field.name in kept.fields for field in form.fields)
    context = {
        "kept": kept,
        "title": titles[kept.reason],
        "texts": texts,
        "has_form": form is not None,
        "is_typed": is_typed,
        "id": f"kept-{zlib.crc32(kept.address.encode()):08x}",
    }
    return render_to_string("web/kept_form.html", context, request)
