"""What the endpoints of shared signals have in common: the token of a site, JSON in and out, one form of refusal."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hukumati.core import clock
from hukumati.core.json import NotJson, parse_json
from hukumati.identity.domain.signal_streams import MANAGE, READ, InvalidStream, read_members
from hukumati.identity.http.oidc.protected_resource import require_found
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.http.oidc.responses import never_stored
from hukumati.identity.models import Client
from hukumati.identity.use_cases.service_tokens import find_service_token
from hukumati.identity.use_cases.signal_streams import NoSuchStream, StreamExists

LARGEST: Final = 64 * 1024
NO_CONTENT: Final = 204
SignalView = Callable[..., HttpResponse]
"""Takes the request, the site, and what was read from the address."""


def signal_endpoint(*methods: str, reads: bool = False) -> Callable[[SignalView], SignalView]:
    """Call a view with the site whose token a request shows; GET, and what only `reads`, is content with READ."""

    def decorate(view: SignalView) -> SignalView:
        @csrf_exempt  # sites call here without a session of ours, and show a token
        @require_http_methods(list(methods))
        @wraps(view)
        def endpoint(request: HttpRequest, **captured: object) -> HttpResponse:
            try:
                client = _client_of(request, scope=READ if reads or request.method == "GET" else MANAGE)
                return never_stored(_answer(view, request, client, captured))
            except Refused as refusal:
                return refusal.as_response()

        return endpoint

    return decorate


def body_of(request: HttpRequest) -> Mapping[str, object]:
    """Return the JSON object that was sent. Raises InvalidStream."""
    try:
        return read_members(parse_json(request.body, largest=LARGEST, unique_members=True))
    except NotJson:
        raise InvalidStream("the body is no JSON object") from None


def answer(content: object, *, status: int = 200) -> HttpResponse:
    """Return JSON."""
    return JsonResponse(content, status=status, safe=False)


def nothing() -> HttpResponse:
    """Return an answer without content."""
    return HttpResponse(status=NO_CONTENT)


def _answer(view: SignalView, request: HttpRequest, client: Client, captured: Mapping[str, object]) -> HttpResponse:
    try:
        return view(request, client, **captured)
    except InvalidStream as fault:
        raise Refused("invalid_request", str(fault)) from None
    except NoSuchStream:
        raise Refused("not_found", "there is no such stream", status=404) from None
    except StreamExists:
        raise Refused("conflict", "a site has one stream", status=409) from None


def _client_of(request: HttpRequest, *, scope: str) -> Client:
    """Return the site of the token; whoever may manage may also read. Raises Refused."""
    now = clock.now()
    token = require_found(
        request,
        find=lambda text: find_service_token(token=text, now=now),
        bound=lambda found: found,
        scopes=lambda found: {*found.scopes, READ} if MANAGE in found.scopes else found.scopes,
        scope=scope,
        now=now,
    )
    return token.client
