"""Challenges of work: made by us, done by a browser, good for one account."""

from datetime import datetime

from hukumati.identity import wiring
from hukumati.identity.domain import proof_of_work as domain
from hukumati.identity.domain.proof_of_work import LIFETIME, Work
from hukumati.identity.ports import SecretUse
from hukumati.identity.use_cases.replay import use_once


def new_challenge(*, now: datetime) -> str:
    """Return a challenge for one page."""
    return domain.new_challenge(key=_key(), now=now)


def use_work(work: Work, *, now: datetime) -> bool:
    """Return whether a browser has worked, once for each challenge."""
    if not domain.is_done(work, key=_key(), now=now):
        return False
    return use_once(kind="work", issuer="", identifier=work.challenge, expires_at=now + LIFETIME, now=now)


def _key() -> bytes:
    return wiring.derived_secrets().key(SecretUse.WORK)
