"""When and where tests of sign-ins take place, and what they ask for."""

from datetime import UTC, datetime, timedelta

from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.pkce import challenge_of
from hukumati.identity.tests.browser import CALLBACK, VERIFIER
from hukumati.identity.use_cases.throttle import Origin

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SOMEWHERE = Origin("10.0.0.0/24", device=None)
ELSEWHERE = Origin("10.0.1.0/24", device=None)
REQUEST = AuthorizationRequest(
    client_id="portal",
    redirect_uri=CALLBACK,
    scopes=("openid", "identity"),
    state="s",
    nonce="n",
    challenge=challenge_of(VERIFIER),
    prompts=frozenset(),
    max_age=None,
    language="ar",
)
