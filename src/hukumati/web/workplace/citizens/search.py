"""Finding a citizen's account: with a reason, and without anything personal in an address."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from hukumati.identity import api as identity
from hukumati.web.workplace.citizens.forms import SearchForm
from hukumati.web.workplace.citizens.officials import number_of, officer_required
from hukumati.web.workplace.citizens.words import REFUSED, words_for
from hukumati.web.workplace.counter.words import described


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@officer_required
def citizens(request: HttpRequest) -> HttpResponse:
    """Ask whom the official looks for and why, and open what is found."""
    form = SearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = _search(request, form)
        if found is not None:
            return found
    listed = [_open(each) for each in identity.list_open_accounts(officer=number_of(request))]
    context = {"form": form, "open": listed, "is_over": request.GET.get("over") == "1"}
    return render(request, "workplace/citizens/search.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@officer_required
def found_citizens(request: HttpRequest, search_id: UUID) -> HttpResponse:
    """List the accounts that a search found: a family may share a telephone."""
    found = identity.list_open_accounts(officer=number_of(request), search=str(search_id))
    if not found:
        return redirect("citizens")
    return render(request, "workplace/citizens/found.html", {"open": [_open(each) for each in found]})


def _search(request: HttpRequest, form: SearchForm) -> HttpResponse | None:
    """Return where to go on; None where nobody was found, or nobody may be, which the form says then."""
    officer = number_of(request)
    try:
        search = identity.search_accounts(**form.cleaned_data, officer=officer)
    except REFUSED as refusal:
        form.add_error("text", words_for(refusal))
        return None
    found = identity.list_open_accounts(officer=officer, search=search)
    if not found:
        form.add_error("text", _("No citizen's account has this number. Check its digits"))
        return None
    return redirect("citizen", found[0].look) if len(found) == 1 else redirect("found_citizens", search)


def _open(account: identity.OpenAccount) -> dict[str, object]:
    return {"look": account.look, **described(account.record)}
