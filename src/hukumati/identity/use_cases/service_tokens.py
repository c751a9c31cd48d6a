"""Tokens of sites themselves, by the client credentials grant (RFC 6749 §4.4): what they manage is their own."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from hukumati.core.rows import PreparedQuery, add
from hukumati.identity.domain.sender_constraints import Possession
from hukumati.identity.domain.signal_streams import SCOPES
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.models import ClientState, ServiceToken, SignalReceiver

LIFETIME: Final = timedelta(minutes=10)
_USABLE: Final = PreparedQuery(
    ServiceToken,
    f"identity_service_token.digest = %s AND identity_service_token.expires_at > %s "
    f"AND client.state = '{ClientState.ACTIVE}' "
    "AND EXISTS (SELECT FROM identity_signal_receiver AS receiver WHERE receiver.client_id = client.client_id)",
    related=["client"],
)


@dataclass(frozen=True, slots=True)
class ServiceTokens:
    """A new token of a site itself; there is never a refresh token with it (§4.4.3)."""

    access_token: str = field(repr=False)
    possession: Possession
    scopes: tuple[str, ...]
    lifetime: timedelta = LIFETIME
    refresh_token: str = ""
    token_kind: str = ""


def issue_service_token(
    *, client_id: str, scopes: Collection[str], possession: Possession, now: datetime
) -> ServiceTokens | None:
    """Return a token for the scopes that are requested and known, or for all; None for a site that may have none."""
    granted = tuple(scope for scope in SCOPES if scope in (scopes or SCOPES))
    if not granted or not SignalReceiver.objects.filter(client_id=client_id).exists():
        return None
    token = new_token()
    row = ServiceToken(digest=token_digest(token), client_id=client_id, scopes=[*granted], expires_at=now + LIFETIME)
    row.jkt, row.x5t_s256 = possession.jkt, possession.x5t_s256
    add(row)
    return ServiceTokens(token, possession, granted)


def find_service_token(*, token: str, now: datetime) -> ServiceToken | None:
    """Return a token with its site if both may be used."""
    return _USABLE.first(token_digest(token), now)


def revoke_service_token(*, token: str, client_id: str) -> None:
    """Revoke a site's own token (RFC 7009 §2.1)."""
    ServiceToken.objects.filter(digest=token_digest(token), client_id=client_id).delete()
