"""Sites that government bodies register: requested, approved by an operator, changed, suspended (RFC 7591)."""

import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.identity.domain.client_registration import (
    REQUIRED_SCOPE,
    TRANSITIONS,
    SiteAct,
    SiteMetadata,
    accept_metadata,
)
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.tokens import new_token, token_digest
from hukumati.identity.errors import NoSuchSite, NotInThisState
from hukumati.identity.models import Client, ClientAuthMethod, ClientRegistration, ClientState, Grant

SECTOR_BYTES: Final = 20


@dataclass(frozen=True, slots=True)
class Site:
    """A registered site as consoles show it; `pending` is a change that waits for an operator."""

    client_id: str
    owner: str
    state: str
    metadata: SiteMetadata
    pending: SiteMetadata | None
    requested_by: str
    requested_at: datetime
    decided_by: str
    decided_at: datetime | None
    note: str

    @property
    def name(self) -> Bilingual:
        """Return what people read as the site's name."""
        return self.metadata.client_name

    @property
    def waits(self) -> bool:
        """Return whether an operator has something to decide."""
        return not self.note and (self.state == ClientState.REQUESTED or self.pending is not None)


@dataclass(frozen=True, slots=True)
class RegisteredSite:
    """A new site, and its secret, which is never shown again; empty where the site has keys of its own."""

    client_id: str
    secret: str


@transaction.atomic
def request_client(*, metadata: SiteMetadata, owner: str, official: str, now: datetime) -> RegisteredSite:
    """Register a site: at once for trying with fictional people, otherwise once an operator approves it.

    Raises UnacceptableSite.
    """
    metadata = accept_metadata(metadata)
    secret = "" if metadata.signs else new_token()
    client = Client(
        client_id=f"{owner}-{secrets.token_hex(6)}",
        owner=owner,
        state=ClientState.ACTIVE if metadata.is_sandbox else ClientState.REQUESTED,
        secret_digest=token_digest(secret) if secret else None,
        created_at=now,
    )
    put_metadata(client, metadata)
    client.save(force_insert=True)
    ClientRegistration.objects.create(
        client=client, metadata=metadata.as_json(), requested_by=official, requested_at=now
    )
    _record(client, official, "identity.client_requested")
    return RegisteredSite(client.client_id, secret)


@transaction.atomic
def change_client(*, client_id: str, metadata: SiteMetadata, owner: str, official: str, now: datetime) -> str:
    """Change a site and return a new secret where it needs one; a site in use changes when an operator approves it.

    Raises NoSuchSite and UnacceptableSite.
    """
    row = _locked(client_id, owner)
    metadata = accept_metadata(metadata)
    if row.client.is_sandbox != metadata.is_sandbox:
        raise NotInThisState("a site for trying stays one")
    row.requested_by, row.requested_at, row.note = official, now, ""
    if row.client.state == ClientState.REQUESTED or metadata.is_sandbox:
        secret = _apply(row, metadata)
    else:
        row.pending, secret = metadata.as_json(), ""
    row.save()
    _record(row.client, official, "identity.client_change_requested")
    return secret


@transaction.atomic
def decide_client(*, client_id: str, act: SiteAct, operator: str, note: str = "", now: datetime) -> str:
    """Approve, send back, suspend or resume a site; return a new secret where an approved change needs one.

    Raises NoSuchSite and NotInThisState, also where operator and requester are one (requirement 42).
    """
    row = _locked(client_id)
    target = TRANSITIONS.get((row.client.state, act))
    if target is None or not _is_due(row, act) or (act is SiteAct.APPROVE and row.requested_by == operator):
        raise NotInThisState(act)
    secret = ""
    if act is SiteAct.APPROVE and row.pending is not None:
        secret = _apply(row, SiteMetadata.from_json(row.pending))
    Client.objects.filter(client_id=client_id).update(state=target)
    row.decided_by, row.decided_at, row.note = operator, now, note
    row.save()
    if act is SiteAct.SUSPEND:
        Grant.objects.filter(client_id=client_id, revoked_at=None).update(revoked_at=now)
    _record(row.client, operator, f"identity.client_{act}", note=note)
    return secret


@transaction.atomic
def rotate_secret(*, client_id: str, owner: str, official: str) -> str:
    """Give a site a new secret and return it; the one before is worth nothing from now on.

    Raises NoSuchSite, and NotInThisState where the site has keys of its own.
    """
    client = _locked(client_id, owner).client
    if client.secret_digest is None:
        raise NotInThisState("it has keys of its own")
    secret = new_token()
    client.secret_digest, client.version = token_digest(secret), client.version + 1
    client.save(update_fields=["secret_digest", "version"])
    _record(client, official, "identity.client_secret_rotated")
    return secret


def get_site(*, client_id: str, owner: str = "") -> Site:
    """Return a registered site, of this government body where one is named. Raises NoSuchSite."""
    found = _rows(owner).filter(client_id=client_id).first()
    if found is None:
        raise NoSuchSite
    return _site(found)


def list_sites(*, owner: str = "") -> tuple[Site, ...]:
    """List the registered sites, those that wait for an operator first; of one government body where one is named."""
    sites = map(_site, _rows(owner).order_by("-requested_at"))
    return tuple(sorted(sites, key=lambda site: not site.waits))


def _rows(owner: str) -> QuerySet[ClientRegistration]:
    rows = ClientRegistration.objects.select_related("client")
    return rows.filter(client__owner=owner) if owner else rows


def _locked(client_id: str, owner: str = "") -> ClientRegistration:
    rows = ClientRegistration.objects.select_related("client").select_for_update()
    row = (rows.filter(client__owner=owner) if owner else rows).filter(client_id=client_id).first()
    if row is None:
        raise NoSuchSite
    return row


def _is_due(row: ClientRegistration, act: SiteAct) -> bool:
    """Return whether there is anything to approve or send back."""
    waits = row.client.state == ClientState.REQUESTED or row.pending is not None
    return act in {SiteAct.SUSPEND, SiteAct.RESUME} or (waits and not row.note)


def _apply(row: ClientRegistration, metadata: SiteMetadata) -> str:
    client, secret = row.client, ""
    if metadata.signs:
        client.secret_digest = None
    elif client.secret_digest is None:
        secret = new_token()
        client.secret_digest = token_digest(secret)
    put_metadata(client, metadata)
    client.version += 1
    client.save()
    row.metadata, row.pending = metadata.as_json(), None
    return secret


def put_metadata(client: Client, metadata: SiteMetadata) -> None:
    """Write into a client's row what is registered of its site."""
    client.token_endpoint_auth_method = (
        ClientAuthMethod.PRIVATE_KEY_JWT if metadata.signs else ClientAuthMethod.CLIENT_SECRET_BASIC
    )
    client.jwks = dict(metadata.jwks) if metadata.jwks else None
    client.name_ar, client.name_en = metadata.client_name.ar, metadata.client_name.en
    client.redirect_uris = list(metadata.redirect_uris)
    client.post_logout_redirect_uris = list(metadata.post_logout_redirect_uris)
    client.initiate_login_uri = metadata.redirect_uris[0]
    client.scopes = [REQUIRED_SCOPE, *metadata.scopes]
    client.sector = sector_in(client.owner, metadata.host)
    client.needs_consent, client.legal_basis = not metadata.legal_basis, metadata.legal_basis
    client.is_sandbox = metadata.is_sandbox
    chosen = replace(
        ClientSettings.from_json(client.settings),
        jwks_uri=metadata.jwks_uri,
        backchannel_logout_uri=metadata.backchannel_logout_uri,
        purpose_ar=metadata.purpose,
        purpose_en=metadata.purpose_en or metadata.purpose,
    )
    client.settings = chosen.as_json()


def sector_in(owner: str, host: str) -> str:
    """Return the sector of a host: one body's, so that nobody shares it by naming the same host (OIDC Core §8.1)."""
    return hashlib.blake2b(f"{owner}:{host}".encode(), digest_size=SECTOR_BYTES).hexdigest()


def _site(row: ClientRegistration) -> Site:
    return Site(
        client_id=row.client_id,
        owner=row.client.owner,
        state=row.client.state,
        metadata=SiteMetadata.from_json(row.metadata),
        pending=SiteMetadata.from_json(row.pending) if row.pending else None,
        requested_by=row.requested_by,
        requested_at=row.requested_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        note=row.note,
    )


def _record(client: Client, official: str, action: str, **details: str) -> None:
    audit.record(subject=f"client:{client.client_id}", actor=f"staff:{official}", action=action, details=details)
