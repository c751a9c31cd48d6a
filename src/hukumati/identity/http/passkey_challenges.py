"""What a page that signs in with a passkey asks for by its script: a challenge of its sign-in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from hukumati.core import clock
from hukumati.core.network import client_network
from hukumati.identity.http import cookies
from hukumati.identity.http.oidc.responses import never_stored
from hukumati.identity.use_cases.attempts import find_attempt
from hukumati.identity.use_cases.passkeys import begin_use
from hukumati.identity.use_cases.throttle import Origin, may_begin_passkey


@require_POST
def passkey_challenge(request: HttpRequest, attempt_id: UUID) -> HttpResponse:
    """Return the options for using a passkey in a sign-in of this browser: the same for whoever asks."""
    now = clock.now()
    attempt = find_attempt(attempt_id=attempt_id, browser=cookies.read_attempt(request, attempt_id), now=now)
    if attempt is None:
        return never_stored(HttpResponse(status=410))
    if not may_begin_passkey(origin=Origin(client_network(request), device=None)):
        return never_stored(HttpResponse(status=429))
    return never_stored(JsonResponse(dict(begin_use(attempt=attempt, now=now))))
