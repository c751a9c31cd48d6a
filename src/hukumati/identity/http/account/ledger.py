"""The page "who saw my data", and downloads of it and of what identity keeps of a person."""

from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hukumati.core import clock
from hukumati.core.design.parts import Row
from hukumati.identity.http.account.guard import account_page, sensitive_page
from hukumati.identity.http.account.ledger_views import line_of
from hukumati.identity.models import Account, LoginSession
from hukumati.identity.use_cases.ledger import KINDS, list_ledger
from hukumati.identity.use_cases.own_data import OwnData, collect_own_data

FILTERS: Final = {
    "": _("Everything"),
    "sign_ins": _("Sign-ins"),
    "sites": _("Sites"),
    "officials": _("Officials"),
    "registers": _("Registers"),
    "mandates": _("Mandates"),
}


@require_safe
@never_cache
@account_page
def ledger(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Show a page of the ledger, of one kind or of all."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    page = list_ledger(
        session.account, kind=kind, after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    context = {
        "page": page.showing(line_of),
        "kind": kind,
        "filters": [(name, text, name == kind) for name, text in FILTERS.items()],
        "after": f"kind={kind}&after={page.after}" if page.after else "",
        "before": f"kind={kind}&before={page.before}" if page.before else "",
    }
    return render(request, "identity/account/ledger.html", context)


@require_safe
@never_cache
@sensitive_page
def own_data(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Show everything that identity keeps of the person, on one page that can be printed."""
    data = collect_own_data(session.account, now=clock.now())
    context = {
        "rows": _rows(session.account),
        "data": data,
        "lines": [line_of(each) for each in data.ledger],
        "json_url": reverse("identity_own_data_json"),
    }
    return render(request, "identity/account/own_data.html", context)


@require_safe
@never_cache
@sensitive_page
def own_data_json(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Send the same as a file for machines."""
    data = collect_own_data(session.account, now=clock.now())
    response = JsonResponse(_as_json(session.account, data), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="hukumati-account.json"'
    return response


def _rows(account: Account) -> list[Row]:
    return [
        Row(_("Name in Arabic"), account.name_ar),
        Row(_("Name in English"), account.name_en),
        Row(_("ID number"), account.id_number, ltr=True),
        Row(_("Phone number"), account.phone, ltr=True),
        Row(_("E-mail address"), account.email, ltr=True),
    ]


def _as_json(account: Account, data: OwnData) -> dict[str, object]:
    return {
        "made_at": data.made_at.isoformat(),
        "account": {
            "name": {"ar": account.name_ar, "en": account.name_en},
            "id_number": account.id_number,
            "phone": account.phone,
            "email": account.email,
            "born_on": account.born_on.isoformat() if account.born_on else None,
            "opened_at": account.created_at.isoformat(),
        },
        "sessions": list(data.sessions),
        "mandates": list(data.mandates),
        "ledger": [line_of(each).as_json() for each in data.ledger],
    }
