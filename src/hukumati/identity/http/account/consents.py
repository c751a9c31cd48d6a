"""The page of consents: what each site may receive, and withdrawing it at once."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from hukumati.core import clock
from hukumati.identity.http.account.guard import account_page
from hukumati.identity.http.oidc.consent import received
from hukumati.identity.http.oidc.redirects import SeeOther
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.clients import find_client
from hukumati.identity.use_cases.consents import list_consents, withdraw_consent


@require_safe
@never_cache
@account_page
def consents(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """List which sites may receive what."""
    given = [(each, received(each.receipt)) for each in list_consents(account=session.account)]
    context = {"given": given, "withdrawn": "withdrawn" in request.GET}
    return render(request, "identity/account/consents.html", context)


@require_POST
@account_page
def withdraw(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Withdraw a consent: the site's tokens end at once; a second click changes nothing."""
    client = find_client(request.POST.get("site", ""))
    if client is not None:
        withdraw_consent(account=session.account, client_id=client.client_id, now=clock.now())
    return SeeOther(f"{reverse('identity_consents')}?withdrawn")
