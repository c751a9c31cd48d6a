"""One's own recovery codes: made and shown once, on a page to print (requirement 29)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.identity.http.account.guard import sensitive_page
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.written_codes import count_recovery_codes, make_recovery_codes


@require_http_methods(["GET", "POST"])
@sensitive_page
def recovery_codes(request: HttpRequest, session: LoginSession) -> HttpResponse:
    """Explain recovery codes, and make new ones: shown by the answer to the form alone, and never again."""
    account = session.account
    if request.method == "POST":
        codes = make_recovery_codes(account, now=clock.now())
        return render(request, "identity/account/new_recovery_codes.html", {"codes": codes})
    return render(request, "identity/account/recovery_codes.html", {"left": count_recovery_codes(account)})
