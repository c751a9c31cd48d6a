"""Where a browser goes once its person is signed in well enough: back to the client, or on to a page of ours."""

from datetime import datetime

from django.http import HttpResponse

from hukumati.identity.domain.authorization import OWN_PAGES, AuthorizationRequest
from hukumati.identity.http.oidc.parameters import Target
from hukumati.identity.http.oidc.responses import SeeOther, never_stored, send_code_back
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.grants import issue_code


def send_on(*, session: LoginSession, authorization: AuthorizationRequest, now: datetime) -> HttpResponse:
    """Send the browser on with what it came for: a code for the client; nothing for a page of the provider's own."""
    if authorization.client_id == OWN_PAGES:
        return never_stored(SeeOther(authorization.redirect_uri))
    code = issue_code(session=session, request=authorization, now=now)
    return send_code_back(Target(authorization.redirect_uri, authorization.state), code)
