"""ID tokens, OIDC Core §2: made with the access token they come with."""

from datetime import datetime

from django.conf import settings

from hukumati.identity import wiring
from hukumati.identity.domain.claims import Authentication, id_token_claims
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.models import Client
from hukumati.identity.use_cases.acting import acting_claims
from hukumati.identity.use_cases.subjects import subject_of_grant
from hukumati.identity.use_cases.tokens import IssuedTokens


def id_token_for(issued: IssuedTokens, *, client: Client, chosen: ClientSettings, now: datetime) -> str:
    """Return the ID token of new tokens, signed by the algorithm that the client chose."""
    grant, session = issued.grant, issued.grant.login_session
    claims = id_token_claims(
        issuer=settings.HUKUMATI.identity_url,
        subject=subject_of_grant(grant, sector=client.sector),
        client=client.client_id,
        nonce=issued.nonce,
        authentication=Authentication(session.auth_time, session.acr, tuple(session.amr), str(session.id)),
        now=now,
    )
    return wiring.token_signer().sign(claims=claims | acting_claims(grant, sector=client.sector), now=now)
