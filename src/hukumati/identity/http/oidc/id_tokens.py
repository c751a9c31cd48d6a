"""ID tokens, OIDC Core §2: made with the access token they come with."""

from datetime import datetime

from django.conf import settings

from hukumati.identity import wiring
from hukumati.identity.domain.claims import Claims, id_token_claims
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.http.oidc.encrypted_objects import encrypt_for
from hukumati.identity.models import Client
from hukumati.identity.use_cases.acting import acting_claims
from hukumati.identity.use_cases.grants import sign_in_of
from hukumati.identity.use_cases.subjects import subject_of_grant
from hukumati.identity.use_cases.tokens import IssuedTokens


def id_token_for(
    issued: IssuedTokens, *, client: Client, chosen: ClientSettings, now: datetime, more: Claims | None = None
) -> str:
    """Return the ID token of new tokens, signed and encrypted by the algorithms that the client chose."""
    grant = issued.grant
    claims = id_token_claims(
        issuer=settings.HUKUMATI.identity_url,
        subject=subject_of_grant(grant, sector=client.sector),
        client=client.client_id,
        nonce=issued.nonce,
        access_token=issued.access_token,
        authentication=sign_in_of(grant, sid=_sid(issued, client, chosen)),
        now=now,
    )
    claims |= acting_claims(grant, sector=client.sector)
    algorithm = chosen.id_token_signed_response_alg
    signed = wiring.token_signer().sign(claims=claims | (more or {}), now=now, algorithm=algorithm)
    return encrypt_for(
        client,
        signed,
        algorithm=chosen.id_token_encrypted_response_alg,
        encryption=chosen.id_token_encrypted_response_enc,
        kind="JWT",
        now=now,
    )


def _sid(issued: IssuedTokens, client: Client, chosen: ClientSettings) -> str:
    """Return the login session's identifier for a client that hears of its end, or leads people here to end it."""
    needs_it = bool(chosen.backchannel_logout_uri or client.post_logout_redirect_uris)
    return str(issued.grant.login_session_id) if needs_it else ""
