"""How one signs in: the passkeys and other factors of one's own account."""

from collections.abc import Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from hukumati.identity.http.account.guard import account_page
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.passkeys import list_passkeys
from hukumati.identity.use_cases.totp import has_app
from hukumati.identity.use_cases.written_codes import count_recovery_codes, count_sheet_codes

DONE: Final[Mapping[str, Promise]] = {
    "passkey_added": _("The passkey was added. You can sign in with it from now on."),
    "passkey_bound": _("The passkey is bound to you. Sign in with it for every service."),
    "passkey_renamed": _("The name was saved."),
    "passkey_removed": _("The passkey was removed."),
    "app_added": _("The authenticator app was added. From now on we ask for its code after your password."),
    "app_removed": _("The authenticator app was removed."),
}
"""What is told above the list, by what a form before has done."""


@require_safe
@account_page
def factors_page(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """List the ways in which the holder signs in, each with a link to change it."""
    context = {
        "passkeys": list_passkeys(session.account),
        "has_app": has_app(session.account),
        "recovery_codes": count_recovery_codes(session.account),
        "sheet_codes": count_sheet_codes(session.account),
        "done": DONE.get(request.GET.get("done", "")),
    }
    return render(request, "identity/account/factors.html", context)
