"""JARM, JWT Secured Authorization Response Mode §2.1: the response as one signed token for the client."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from hukumati.identity import wiring
from hukumati.identity.domain.signing_keys import ALGORITHM

LIFETIME: Final = timedelta(minutes=5)
METADATA: Final = {"authorization_signing_alg_values_supported": [ALGORITHM]}


def signed_response(values: Mapping[str, str], *, client_id: str, now: datetime) -> str:
    """Return the token that holds a response's parameters; only that client, and only for minutes, may take it."""
    claims: dict[str, object] = {
        **values,
        "iss": settings.HUKUMATI.identity_url,
        "aud": client_id,
        "exp": int((now + LIFETIME).timestamp()),
    }
    return wiring.token_signer().sign(claims=claims, now=now)
