"""The door through which every form of portal, workplace and studio comes back to who typed it."""

import zlib
from collections.abc import Callable, Iterable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from hukumati.web.sending.filling import Edit, apply, best_form, edits_for
from hukumati.web.sending.kept_forms import (
    KeptForm,
    forget_form,
    keep_own_form,
    kept_before,
    own_forms,
    without_language,
)
from hukumati.web.sending.marks import is_others_form, mark_of
from hukumati.web.sending.page_forms import read_page
from hukumati.web.sending.typed_texts import texts_of

REFUSED: Final = frozenset({409, 422})
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
        return _told(request, response) if response.status_code == 409 else response

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Refuse a form that was made for somebody who was signed in here before."""
        if request.method != "POST" or not is_others_form(request):
            return None
        return render(request, "web/others_form.html", status=409)


def _is_page(response: HttpResponse, statuses: Iterable[int]) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return is_html and not response.streaming and response.status_code in statuses


def _filled(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Put the kept forms that belong to this page into it, and say so above."""
    kept = own_forms(request)
    if not kept:
        return response
    text = response.content.decode()
    forms, main_at = read_page(text, path=request.path)
    for form in forms:
        form.address = without_language(form.address)
    edits: list[Edit] = []
    for each in kept:
        found = best_form(forms, address=each.address, typed=each.fields)
        if found is None and each.page != without_language(request.get_full_path()):
            continue
        missing = each.fields if found is None else {n: v for n, v in each.fields.items() if n not in found.names}
        edits += edits_for(found, each.fields) if found else []
        edits.append((main_at, main_at, _notice(request, each, texts_of(missing), has_form=found is not None)))
    if edits:
        response.content = apply(text, edits)
    return response


def _told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Show on the page of a refusal what was typed, unless the page still has it in its form."""
    text = response.content.decode()
    forms, main_at = read_page(text, path=request.path)
    address = without_language(request.path)
    kept = next((each for each in own_forms(request) if each.address == address), None)
    if kept is None or best_form(forms, address=request.path, typed=kept.fields) is not None:
        return response
    notice = _notice(request, kept, texts_of(kept.fields), has_form=False)
    response.content = apply(text, [(main_at, main_at, notice)])
    return response


def _notice(request: HttpRequest, kept: KeptForm, texts: list[str], *, has_form: bool) -> str:
    if not has_form and not texts and not kept.files and kept.reason == "refused":
        return ""
    titles = {"signed_out": _("You were signed out"), "refused": _("Not sent yet")}
    name = f"kept-{zlib.crc32(kept.address.encode()):08x}"
    context = {"kept": kept, "title": titles[kept.reason], "texts": texts, "has_form": has_form, "id": name}
    return render_to_string("web/kept_form.html", context, request)
