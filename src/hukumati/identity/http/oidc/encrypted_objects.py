"""ID tokens and UserInfo encrypted to the client, where it chose that (OIDC Core §16.14, RFC 7516)."""

from datetime import datetime

from hukumati.identity import wiring
from hukumati.identity.domain.encryption_algorithms import DEFAULT_ENCRYPTION, fits
from hukumati.identity.http.oidc.refusals import Refused
from hukumati.identity.models import Client
from hukumati.identity.ports import CannotEncrypt
from hukumati.identity.use_cases.client_keys import keys_of


def encrypt_for(client: Client, text: str, *, algorithm: str, encryption: str, kind: str, now: datetime) -> str:
    """Return a text encrypted to a key of the client, or as it is if the algorithm is empty. Raises Refused."""
    if not algorithm:
        return text
    key = next((key for key in keys_of(client, now=now) if fits(key, algorithm=algorithm)), None)
    if key is None:
        raise Refused("invalid_request", "the client has no key to encrypt to")
    try:
        return wiring.token_encrypter().encrypt(
            text, key=key, algorithm=algorithm, encryption=encryption or DEFAULT_ENCRYPTION, kind=kind
        )
    except CannotEncrypt:
        raise Refused("invalid_request", "the client's key cannot be encrypted to") from None
