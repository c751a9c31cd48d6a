"""An endpoint that clients call and not browsers: parameters in the body alone, and proof of which client it is."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from hukumati.identity.http.oidc.client_authentication.registry import authenticate
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.http.oidc.responses import never_stored
from hukumati.identity.models import Client

REPEATABLE: Final = frozenset({"resource", "audience"})
"""Parameters that may come several times (RFC 8707 §2, RFC 8693 §2.1)."""

ClientView = Callable[[HttpRequest, Client], HttpResponse]


def client_endpoint(view: ClientView) -> Callable[[HttpRequest], HttpResponse]:
    """Call a view with the client that sent the request; what it raises as Refused becomes an OAuth error."""

    @csrf_exempt  # RFC 6749 §3.2: clients post here without a session of ours, and prove themselves otherwise
    @require_POST
    @wraps(view)
    def endpoint(request: HttpRequest) -> HttpResponse:
        try:
            return never_stored(view(request, _client_of(request)))
        except Refused as refusal:
            return refusal.as_response()

    return endpoint


def _client_of(request: HttpRequest) -> Client:
    if request.META.get("QUERY_STRING"):
        raise Refused("invalid_request", "parameters in the query string are not allowed")
    client = authenticate(request)
    if client is None:
        raise Refused("invalid_client", status=401, headers={"WWW-Authenticate": 'Basic realm="token"'})
    for name, values in request.POST.lists():
        if len(values) > 1 and name not in REPEATABLE:
            raise Refused("invalid_request", "a parameter is repeated")
        if any("\x00" in str(value) for value in values):
            raise Refused("invalid_request", "a parameter contains a NUL character")
    return client
