"""Whether a person who is signed in is whom a client's request is about."""

from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.models import LoginSession
from hukumati.identity.use_cases.clients import find_client
from hukumati.identity.use_cases.subjects import subject_in


def is_about(request: AuthorizationRequest, session: LoginSession) -> bool:
    """Return whether a request is about whoever is signed in: it names this person, or nobody."""
    if not request.subject:
        return True
    client = find_client(request.client_id)
    return client is not None and subject_in(sector=client.sector, account_id=session.account_id) == request.subject
