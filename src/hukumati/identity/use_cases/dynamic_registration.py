"""Sites that ask for registration over the network (RFC 7591, RFC 7592); operators approve them in their console."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.core.json import NotJson, parse_json
from hukumati.core.rows import add
from hukumati.identity import wiring
from hukumati.identity.domain.client_registration import REQUIRED_SCOPE, SiteMetadata
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.registration_metadata import (
    METHODS_WITH_SECRET,
    ClientRequest,
    InvalidMetadata,
    Offers,
    check_request,
    sector_of,
)
from hukumati.identity.domain.tokens import is_token, new_token, token_digest
from hukumati.identity.domain.web_addresses import AddressRefused
from hukumati.identity.models import Client, ClientRegistration, ClientState, Grant, RegistrationToken
from hukumati.identity.ports import WebUnavailable
from hukumati.identity.use_cases.client_registration import sector_in

TOKEN_LIFETIME: Final = timedelta(days=14)
GRANT_TYPES: Final = (
    "authorization_code",
    "refresh_token",
    "urn:ietf:params:oauth:grant-type:device_code",
    "urn:openid:params:grant-type:ciba",
    "urn:ietf:params:oauth:grant-type:token-exchange",
)
_REDEEM: Final = """
    UPDATE identity_registration_token SET used_at = %s
    WHERE digest = %s AND used_at IS NULL AND expires_at > %s RETURNING owner
"""


class NoSuchClient(ValueError):
    """No site is registered by this identifier."""


@dataclass(frozen=True, slots=True)
class NewClient:
    """A site that was requested, with what is shown once: its secret, if it has one, and the token to manage it."""

    client_id: str
    secret: str = field(repr=False)
    registration_token: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ClientDetails:
    """A registered site as its operators see it."""

    client_id: str
    state: str
    request: ClientRequest
    sector: str
    needs_consent: bool
    legal_basis: str
    version: int
    created_at: datetime | None


def issue_registration_token(*, owner: str, actor: str, now: datetime) -> str:
    """Return a token by which a government body may request one site within two weeks."""
    token = new_token()
    add(RegistrationToken(digest=token_digest(token), owner=owner, issued_by=actor, expires_at=now + TOKEN_LIFETIME))
    audit.record(subject=f"owner:{owner}", actor=actor, action="identity.registration_token_issued")
    return token


def find_token_owner(*, token: str, now: datetime) -> str | None:
    """Return whom an initial access token was issued to, if it can still be used; None for any other text."""
    rows = RegistrationToken.objects.filter(digest=token_digest(token), used_at=None, expires_at__gt=now)
    return rows.values_list("owner", flat=True).first()


def request_client(*, request: ClientRequest, actor: str, now: datetime, token: str | None = None) -> NewClient:
    """Store a site that waits for approval. Raises InvalidMetadata, also where the token was used meanwhile.

    `token` is the initial access token of a request that came over the network; operators need none.
    """
    check(request)
    row, secret = Client(client_id=secrets.token_urlsafe(16), created_at=now), ""
    if request.authentication in METHODS_WITH_SECRET:
        secret = new_token()
        row.secret_digest = token_digest(secret)
    management = new_token()
    row.state, row.registration_digest = ClientState.REQUESTED, token_digest(management)
    _fill(row, request)
    with transaction.atomic():
        if token is not None and _use_token(token, now) != request.owner:
            raise InvalidMetadata("invalid_client_metadata", "the initial access token was used")
        row.save(force_insert=True)
        papers = {"metadata": _as_site(request).as_json(), "requested_by": request.owner, "requested_at": now}
        ClientRegistration.objects.create(client=row, **papers)
        _record(row, actor, "identity.client_requested")
    return NewClient(row.client_id, secret, management)


def check(request: ClientRequest) -> None:
    """Raise InvalidMetadata if a site cannot be registered as it asks; its list of sector addresses is fetched."""
    algorithms = wiring.token_signer().algorithms()
    offers = Offers(grants=GRANT_TYPES, signing_algorithms=algorithms, is_demo=settings.HUKUMATI.demo)
    check_request(request, offers)
    sector_of(request)
    if request.settings.sector_identifier_uri:
        _check_sector(request)


def change_client(*, client_id: str, request: ClientRequest, actor: str, now: datetime) -> ClientDetails:
    """Change what a site registered, at its own request; once it is approved, only how it signs and whom to call.

    Raises NoSuchClient and InvalidMetadata.
    """
    check(request)
    with transaction.atomic():
        row = _lock(client_id)
        if row.state == ClientState.ACTIVE and not _is_technical(details_of(row).request, request):
            raise InvalidMetadata(
                "invalid_client_metadata", "of an approved site only keys, algorithms and contacts may be changed here"
            )
        return _change(row, request, actor)


def _change(row: Client, request: ClientRequest, actor: str) -> ClientDetails:
    _fill(row, request)
    row.version += 1
    row.save()
    ClientRegistration.objects.filter(client=row).update(metadata=_as_site(request).as_json())
    _record(row, actor, "identity.client_changed")
    return details_of(row)


def _as_site(request: ClientRequest) -> SiteMetadata:
    """Return a request as operators read it in their console, where they approve it."""
    return SiteMetadata(
        client_name=request.name,
        purpose=request.settings.purpose_en,
        redirect_uris=request.redirect_uris,
        post_logout_redirect_uris=request.post_logout_redirect_uris,
        backchannel_logout_uri=request.settings.backchannel_logout_uri,
        scopes={scope: "" for scope in request.scopes if scope != REQUIRED_SCOPE},
        jwks_uri=request.settings.jwks_uri,
        jwks=request.jwks,
    )


def withdraw_client(*, client_id: str, now: datetime) -> None:
    """Shut a site out at its own request: its tokens end at once (RFC 7592 §2.3). Raises NoSuchClient; idempotent."""
    with transaction.atomic():
        row = _lock(client_id)
        row.state, row.version, row.registration_digest = ClientState.SUSPENDED, row.version + 1, None
        row.save()
        Grant.objects.filter(client=row, revoked_at=None).update(revoked_at=now)
        _record(row, f"client:{client_id}", "identity.client_withdrawn")


def get_client(client_id: str) -> ClientDetails:
    """Return a registered site, whatever its state. Raises NoSuchClient."""
    row = Client.objects.filter(client_id=client_id).first()
    if row is None:
        raise NoSuchClient
    return details_of(row)


def find_managed(*, client_id: str, token: str) -> Client | None:
    """Return the site that a registration access token manages; None if it is another's, or has ended."""
    row = Client.objects.filter(client_id=client_id).first()
    stored = None if row is None else row.registration_digest
    return row if stored is not None and is_token(presented=token, stored=bytes(stored)) else None


def details_of(row: Client) -> ClientDetails:
    """Return a site's row as its operators see it."""
    return ClientDetails(
        client_id=row.client_id,
        state=row.state,
        request=_request_of(row),
        sector=row.sector,
        needs_consent=row.needs_consent,
        legal_basis=row.legal_basis,
        version=row.version,
        created_at=row.created_at,
    )


def _request_of(row: Client) -> ClientRequest:
    return ClientRequest(
        name=Bilingual(ar=row.name_ar, en=row.name_en),
        owner=row.owner,
        redirect_uris=tuple(row.redirect_uris),
        scopes=tuple(row.scopes),
        authentication=row.token_endpoint_auth_method,
        jwks=row.jwks,
        post_logout_redirect_uris=tuple(row.post_logout_redirect_uris),
        initiate_login_uri=row.initiate_login_uri,
        is_sandbox=row.is_sandbox,
        settings=ClientSettings.from_json(row.settings),
    )


def _fill(row: Client, request: ClientRequest) -> None:
    row.token_endpoint_auth_method = request.authentication
    row.jwks = None if request.jwks is None else dict(request.jwks)
    row.name_ar, row.name_en = request.name.ar, request.name.en
    row.owner, row.is_sandbox = request.owner, request.is_sandbox
    row.redirect_uris = list(request.redirect_uris)
    row.post_logout_redirect_uris = list(request.post_logout_redirect_uris)
    row.initiate_login_uri = request.initiate_login_uri
    row.scopes, row.sector = list(request.scopes), sector_in(request.owner, sector_of(request))
    row.settings = request.settings.as_json()


_TECHNICAL: Final = (
    "jwks_uri", "token_endpoint_auth_signing_alg", "request_object_signing_alg", "contacts", "policy_uri",
    "id_token_signed_response_alg", "userinfo_signed_response_alg", "authorization_signed_response_alg",
    "introspection_signed_response_alg", "backchannel_authentication_request_signing_alg",
)  # fmt: skip
"""What an approved site may change by itself: how it signs, and whom to call."""


def _is_technical(before: ClientRequest, after: ClientRequest) -> bool:
    """Return whether nothing changes but keys, algorithms and contacts."""
    kept = {name: getattr(after.settings, name) for name in _TECHNICAL}
    return replace(before, jwks=after.jwks, settings=replace(before.settings, **kept)) == after


def _check_sector(request: ClientRequest) -> None:
    """Raise InvalidMetadata unless the list of the sector names every address of the site (OIDC Registration §5)."""
    try:
        answer = wiring.outside_web().request("GET", request.settings.sector_identifier_uri)
        listed = parse_json(answer.body) if answer.status == 200 else None
    except (AddressRefused, WebUnavailable, NotJson):
        listed = None
    if not isinstance(listed, list) or not set(request.redirect_uris) <= {str(uri) for uri in listed}:
        raise InvalidMetadata("invalid_client_metadata", "sector_identifier_uri does not list the redirect_uris")


def _use_token(token: str, now: datetime) -> str | None:
    with connection.cursor() as cursor:
        cursor.execute(_REDEEM, [now, token_digest(token), now])
        used = cursor.fetchone()
    return None if used is None else str(used[0])


def _lock(client_id: str) -> Client:
    row = Client.objects.select_for_update().filter(client_id=client_id).first()
    if row is None:
        raise NoSuchClient
    return row


def _record(row: Client, actor: str, action: str, **details: object) -> None:
    audit.record(
        subject=f"client:{row.client_id}",
        actor=actor,
        action=action,
        details={"owner": row.owner, "version": row.version, **details},
    )
