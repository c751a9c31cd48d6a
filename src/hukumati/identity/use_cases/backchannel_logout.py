"""Back-Channel Logout 1.0: sites are told when a login session ends (requirement 18)."""

from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode
from uuid import UUID, uuid4

import structlog
from django.conf import settings

from hukumati.core.transactions import refuse_in_transaction
from hukumati.identity import wiring
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.web_addresses import AddressRefused
from hukumati.identity.models import Client, ClientState, Grant, LoginSession
from hukumati.identity.use_cases.subjects import subject_in

METADATA: Final = {"backchannel_logout_supported": True, "backchannel_logout_session_supported": True}
EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
KIND: Final = "logout+jwt"
LIFETIME: Final = timedelta(minutes=2)
DONE: Final = frozenset({200, 204})
log = structlog.get_logger("hukumati.identity.backchannel_logout")


class NotTold(RuntimeError):
    """The site did not take the logout token; it is tried again."""


def sites_to_tell(*, sid: str) -> list[str]:
    """Return the sites that signed the person in within a session and want to be told of its end."""
    granted = Grant.objects.filter(login_session=UUID(sid)).values("client_id")
    sites = Client.objects.filter(client_id__in=granted, state=ClientState.ACTIVE).order_by("client_id")
    return [site.client_id for site in sites if ClientSettings.from_json(site.settings).backchannel_logout_uri]


def tell_site(*, sid: str, client_id: str, now: datetime) -> None:
    """Post a logout token to a site. Raises NotTold and WebUnavailable: both are worth another try."""
    refuse_in_transaction("a site is called outside of transactions")
    client, session = Client.objects.get(client_id=client_id), LoginSession.objects.filter(id=sid).first()
    chosen = ClientSettings.from_json(client.settings)
    if session is None or not chosen.backchannel_logout_uri:
        return
    body = urlencode({"logout_token": _logout_token(session, client, chosen, now)}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        answer = wiring.outside_web().request("POST", chosen.backchannel_logout_uri, content=body, headers=headers)
    except AddressRefused:  # another try would lead to the same inner network
        log.warning("backchannel_logout.address_refused", client=client_id)
        return
    if answer.status not in DONE:
        raise NotTold(f"{client_id} answered {answer.status}")


def _logout_token(session: LoginSession, client: Client, chosen: ClientSettings, now: datetime) -> str:
    """Return a logout token (§2.4): with `sid`, and without a nonce, so that it is never taken for an ID token."""
    claims = {
        "iss": settings.HUKUMATI.identity_url,
        "aud": client.client_id,
        "iat": int(now.timestamp()),
        "exp": int((now + LIFETIME).timestamp()),
        "jti": str(uuid4()),
        "sub": subject_in(sector=client.sector, account_id=session.account_id),
        "sid": str(session.id),
        "events": {EVENT: {}},
    }
    return wiring.token_signer().sign(claims=claims, now=now, algorithm=chosen.id_token_signed_response_alg, kind=KIND)
