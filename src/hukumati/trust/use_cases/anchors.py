"""Anchoring the hash chains outside the database, and holding the database against the anchors."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction

from hukumati.core.chains import Head, all_chains
from hukumati.core.outbox import list_published, publish
from hukumati.trust import wiring
from hukumati.trust.domain.anchors import NO_ANCHOR, Anchor, AnchorInvalid, digest_of, read_anchor, write_anchor
from hukumati.trust.domain.keys import CURVES, KeyPurpose, key_id_of
from hukumati.trust.errors import KeyMissing
from hukumati.trust.events import ChainsAnchored

OVERLAP: Final = timedelta(minutes=30)
"""No transaction that writes to a chain takes so long: what was under way at one anchor is in the next."""
_KEY: Final = key_id_of(purpose=KeyPurpose.ANCHORS, name="chains")
_BEGINNING: Final = timedelta(days=36_500)


def anchor_chains(*, now: datetime) -> Anchor | None:
    """Sign the heads that are new since the last anchor and write them down; None where nothing is new.

    Two workers at once write one anchor: a file is never replaced.
    """
    files = wiring.anchor_files()
    last = files.last()
    before = read_anchor(last) if last else None
    since = before.at - OVERLAP if before else now - _BEGINNING
    known = {(head.chain, head.subject): head for head in before.heads} if before else {}
    heads = [head for kind in all_chains() for head in kind.heads_since(since)]
    if all(known.get((head.chain, head.subject)) == head for head in heads):
        return None
    number, previous = (before.number + 1, digest_of(last)) if before and last else (1, NO_ANCHOR)
    content = write_anchor(number=number, at=now, previous=previous, heads=heads, sign=_sign)
    if not files.keep(number=number, content=content):
        return None
    with transaction.atomic():
        publish(ChainsAnchored(number=number, digest=digest_of(content)))
    return read_anchor(content)


def _sign(data: bytes) -> bytes:
    keys = wiring.key_store()
    keys.create(key_id=_KEY, curve=CURVES[KeyPurpose.ANCHORS])
    return keys.sign(key_id=_KEY, data=data, digest=hashes.SHA256())


def verify_chains() -> Iterator[str]:
    """Yield what is wrong: chains that do not hold, and anchors that the database does not keep to."""
    for kind in all_chains():
        yield from (f"{kind.name}: {what}" for what in kind.broken())
    yield from verify_anchors()


def verify_anchors() -> Iterator[str]:
    """Yield where the anchors' own chain is broken, and which anchored records are missing or another."""
    heads: dict[tuple[str, str, int], Head] = {}
    digests: dict[int, str] = {}
    expected, previous = 1, NO_ANCHOR
    for number, content in wiring.anchor_files().all():
        yield from _faults_of(number, content, expected, previous)
        expected, previous = number + 1, digest_of(content)
        digests[number] = previous
        for head in _heads_of(content):
            heads[head.chain, head.subject, head.number] = head
    yield from _faults_of_announced(digests)
    kinds = {kind.name: kind for kind in all_chains()}
    for head in heads.values():
        found = kinds[head.chain].hash_at(head.subject, head.number) if head.chain in kinds else None
        if found != head.hash:
            what = "is missing" if found is None else "was written anew"
            yield f"{head.chain}: record {head.number} of {head.subject[:24]} {what}"


def _faults_of_announced(digests: Mapping[int, str]) -> Iterator[str]:
    """Each anchor was announced by its digest: the newest files cannot be taken away, or all, and none replaced."""
    for told in list_published(ChainsAnchored):
        if told.number not in digests:
            yield f"anchor {told.number} was announced and is missing"
        elif digests[told.number] != told.digest:
            yield f"anchor {told.number} is not the one that was announced"


def _heads_of(content: bytes) -> tuple[Head, ...]:
    try:
        return read_anchor(content).heads
    except AnchorInvalid:
        return ()


def _faults_of(number: int, content: bytes, expected: int, previous: str) -> Iterator[str]:
    if number != expected:
        yield f"anchor {expected} is missing"
    try:
        anchor = read_anchor(content)
        if anchor.number != number or (number == expected and anchor.previous != previous):
            yield f"anchor {number} does not follow the one before it"
        key = wiring.key_store().public_key(key_id=_KEY)
        key.verify(anchor.signature, anchor.signed, ec.ECDSA(hashes.SHA256()))
    except AnchorInvalid:
        yield f"anchor {number} cannot be read"
    except InvalidSignature:
        yield f"anchor {number} was not signed by this installation"
    except KeyMissing:
        yield f"anchor {number} cannot be verified: the key of anchors is missing"
