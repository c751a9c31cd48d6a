"""The public keys of clients: registered with the client, or fetched from its `jwks_uri`, cached and fetched again."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from hukumati.core.json import NotJson, parse_json
from hukumati.core.locks import one_at_a_time
from hukumati.core.transactions import refuse_in_transaction
from hukumati.identity import wiring
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.compact_jws import CompactJws
from hukumati.identity.domain.jwk_sets import Jwk, UnusableKeys, read_jwk_set, with_id
from hukumati.identity.domain.web_addresses import AddressRefused
from hukumati.identity.models import Client, FetchedKeys
from hukumati.identity.ports import WebUnavailable

FRESH_FOR: Final = timedelta(hours=1)
USABLE_FOR: Final = timedelta(hours=6)
"""How long the last keys count while the client's site gives no answer; a key that it withdrew is dead after that."""
BETWEEN_TRIES: Final = timedelta(seconds=15)
"""Whoever sends made-up key identifiers makes us call the client no more often than this."""


def is_signed_by(client: Client, token: CompactJws, *, now: datetime) -> bool:
    """Return whether one of the client's keys made the signature of a token."""
    verifier = wiring.signature_verifier()
    return any(verifier.verifies(token, key=key) for key in keys_of(client, key_id=token.key_id, now=now))


def keys_of(client: Client, *, key_id: str | None = None, now: datetime) -> Sequence[Jwk]:
    """Return the client's keys of an identifier, all where it is None; keys that are not known yet are fetched."""
    uri = ClientSettings.from_json(client.settings).jwks_uri
    if client.jwks is not None or not uri:
        return with_id(_registered(client), key_id)
    stored = FetchedKeys.objects.filter(uri=uri).first()
    if stored is None or not _suffices(stored, key_id, now):
        stored = _fetch_once(uri, key_id, now)
    return with_id(_usable(stored, now), key_id)


def _registered(client: Client) -> list[Jwk]:
    try:
        return read_jwk_set(client.jwks)
    except UnusableKeys:
        return []


def _suffices(stored: FetchedKeys, key_id: str | None, now: datetime) -> bool:
    """Return whether the stored keys need not be fetched again now, by requirement 15 for an unknown key."""
    is_fresh = stored.fetched_at is not None and now - stored.fetched_at < FRESH_FOR
    is_known = is_fresh and bool(with_id(stored.keys, key_id))
    return is_known or now - stored.tried_at < BETWEEN_TRIES


def _usable(stored: FetchedKeys, now: datetime) -> list[Jwk]:
    is_usable = stored.fetched_at is not None and now - stored.fetched_at < USABLE_FOR
    return list(stored.keys) if is_usable else []


def _fetch_once(uri: str, key_id: str | None, now: datetime) -> FetchedKeys:
    """Fetch the keys, one request at a time for each address; those that waited take what it brought."""
    refuse_in_transaction("a client's site is called outside of transactions")
    with one_at_a_time(f"identity.client_keys:{uri}"):
        stored = FetchedKeys.objects.filter(uri=uri).first()
        if stored is not None and _suffices(stored, key_id, now):
            return stored
        stored = stored or FetchedKeys(uri=uri)
        stored.tried_at = now
        keys = _fetch(uri)
        if keys is not None:
            stored.keys, stored.fetched_at = keys, now
        stored.save()
        return stored


def _fetch(uri: str) -> list[Jwk] | None:
    """Return the keys at an address; None if it is not to be called, gives no answer, or no set of keys."""
    try:
        answer = wiring.outside_web().request("GET", uri, headers={"Accept": "application/json"})
        return read_jwk_set(parse_json(answer.body, unique_members=True)) if answer.status == 200 else None
    except (AddressRefused, WebUnavailable, NotJson, UnusableKeys):
        return None
