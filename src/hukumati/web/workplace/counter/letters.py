"""Letters with codes: what is to be printed and posted to registered addresses."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hukumati.core.clock import local_date, now
from hukumati.core.governorates import GOVERNORATES
from hukumati.core.sites import site_url
from hukumati.identity import api as identity
from hukumati.web.sign_in.person import staff_required
from hukumati.web.workplace.counter.visits import staff_of

registrar_required = staff_required("registrar")


@require_safe
@never_cache
@registrar_required
def letters(request: HttpRequest) -> HttpResponse:
    """List the letters that are to be posted; their codes show on the letters alone."""
    context = {"letters": identity.list_letters(), "code_sheets_url": site_url("identity", "identity_code_sheets")}
    return render(request, "workplace/counter/letters.html", context)


@require_safe
@never_cache
@registrar_required
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Show a letter to print, in the language of its reader."""
    printed = identity.print_letter(letter=letter_id, officer=staff_of(request).number)
    with translation.override(printed.letter.language):
        context = {
            "printed": printed,
            "governorate": GOVERNORATES.get(printed.governorate, ""),
            "today": local_date(now()),
            "where": site_url("identity", "identity_verification"),
        }
        return render(request, "workplace/counter/letter.html", context)


@require_POST
@registrar_required
def mark_posted(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Record that a letter is on its way, which erases its code."""
    identity.mark_letter_posted(letter=letter_id, officer=staff_of(request).number)
    return redirect("letters")
