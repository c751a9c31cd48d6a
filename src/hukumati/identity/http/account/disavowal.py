"""The page of the link "this was not me": one button that ends everything and locks the account."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity.http.oidc.responses import SeeOther, never_stored
from hukumati.identity.use_cases import locks

GONE: Final = 410


@require_http_methods(["GET", "POST"])
def not_me(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether to lock, then lock and lead to recovery; scanners of mail that open the link change nothing."""
    now = clock.now()
    link = locks.find_disavowal(token=token, now=now)
    if link is None:
        return never_stored(render(request, "identity/account/not_me_gone.html", status=GONE))
    if request.method == "POST":
        locks.disavow(token=token, now=now)
        return never_stored(SeeOther(reverse("identity_locked")))
    return never_stored(render(request, "identity/account/not_me.html", {"is_done": link.used_at is not None}))
