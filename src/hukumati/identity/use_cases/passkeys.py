"""Passkeys of an account: adding one, signing in with it, naming and removing it (requirement 27).

A challenge belongs to one sign-in or one login session and is used up before anything else of an answer is looked at.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from hukumati.core import audit
from hukumati.core.security_events import note
from hukumati.identity import wiring
from hukumati.identity.domain.fraud_signals import Kind
from hukumati.identity.domain.passkeys import (
    CHALLENGE_LIFETIME,
    MOST_PASSKEYS,
    Owner,
    is_copied,
    new_challenge,
)
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import (
    Account,
    AccountState,
    LoginAttempt,
    LoginSession,
    Passkey,
    PasskeyChallenge,
)
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.attempts import REPEATABLE_FOR
from hukumati.identity.use_cases.fraud_signals import raise_signal
from hukumati.identity.use_cases.key_policy import is_usable, needs_key
from hukumati.identity.use_cases.notices import Notice, tell


class PasskeyRefusal(Enum):
    """UNUSABLE, whatever is wrong; COPIED when its counter went back; TOO_MANY when the account has ten.

    COPYABLE when its account's holder must use one that stays in its hardware; LAST when it is the only one of those.
    """

    UNUSABLE = "unusable"
    COPIED = "copied"
    TOO_MANY = "too_many"
    COPYABLE = "copyable"
    LAST = "last"


def begin_creation(*, session: LoginSession, now: datetime) -> Mapping[str, object]:
    """Return the options by which a browser makes a passkey for the holder of a session."""
    account = session.account
    return creation_options(account, challenge=_challenge(now=now, session=session), attested=account.is_staff)


def creation_options(account: Account, *, challenge: bytes, attested: bool) -> Mapping[str, object]:
    """Return the options for making a passkey of an account; keys that have one of it are left out."""
    return wiring.passkey_reader().creation_options(
        challenge=challenge,
        owner=Owner(account.id.bytes, account.login, account.name_ar),
        known=[bytes(each) for each in account.passkeys.values_list("credential_id", flat=True)],
        attested=attested,
    )


def begin_use(*, attempt: LoginAttempt, now: datetime) -> Mapping[str, object]:
    """Return the options by which a browser uses any passkey of this site for a sign-in."""
    return wiring.passkey_reader().request_options(challenge=_challenge(now=now, attempt=attempt))


def add_passkey(*, session: LoginSession, name: str, answer: str, now: datetime) -> Passkey | PasskeyRefusal:
    """Add the passkey that a browser made for the holder of a session, tell them, and return it."""
    challenge = wiring.passkey_reader().challenge_of(answer)
    if challenge is None or not _use_up(challenge, now=now, session=session):
        return PasskeyRefusal.UNUSABLE
    return store_passkey(session.account, name=name, answer=answer, challenge=challenge, now=now)


def store_passkey(
    account: Account, *, name: str, answer: str, challenge: bytes, now: datetime
) -> Passkey | PasskeyRefusal:
    """Add a passkey whose challenge the caller used up; tell the holder."""
    made = wiring.passkey_reader().read_creation(answer=answer, challenge=challenge)
    if made is None:
        return PasskeyRefusal.UNUSABLE
    if account.passkeys.count() >= MOST_PASSKEYS:
        return PasskeyRefusal.TOO_MANY
    passkey = Passkey(
        account=account,
        name=name,
        credential_id=made.credential_id,
        public_key=made.public_key,
        sign_count=made.sign_count,
        aaguid=made.aaguid,
        transports=list(made.transports),
        is_backup_eligible=made.is_backup_eligible,
        is_backed_up=made.is_backed_up,
        is_attested=made.is_attested,
        created_at=now,
    )
    return _store(passkey, now=now) if is_usable(passkey, now=now) else PasskeyRefusal.COPYABLE


def use_passkey(*, attempt: LoginAttempt, answer: str, now: datetime) -> Passkey | PasskeyRefusal:
    """Return the passkey that signed the challenge of an attempt; one whose counter went back is suspended.

    An unknown passkey, a removed or suspended one and a wrong signature are refused alike.
    """
    reader = wiring.passkey_reader()
    challenge, credential = reader.challenge_of(answer), reader.credential_of(answer)
    if challenge is None or credential is None or not _use_up(challenge, now=now, attempt=attempt):
        return PasskeyRefusal.UNUSABLE
    passkey = _find_usable(*credential)
    used = passkey and reader.read_use(answer=answer, challenge=challenge, public_key=bytes(passkey.public_key))
    if passkey is None or used is None or used.is_backup_eligible != passkey.is_backup_eligible:
        return PasskeyRefusal.UNUSABLE
    if not is_usable(passkey, now=now):
        return PasskeyRefusal.COPYABLE
    if not _count(passkey, told=used.sign_count, is_backed_up=used.is_backed_up, now=now):
        suspend_passkey(passkey, now=now)
        return PasskeyRefusal.COPIED
    PasskeyChallenge.objects.filter(digest=challenge_digest(challenge)).update(passkey=passkey)
    return passkey


def was_used(*, attempt: LoginAttempt, answer: str, now: datetime) -> bool:
    """Return whether this very answer completed this attempt a moment ago."""
    challenge = wiring.passkey_reader().challenge_of(answer)
    if challenge is None:
        return False
    used = PasskeyChallenge.objects.filter(digest=challenge_digest(challenge), attempt=attempt, passkey__isnull=False)
    return used.filter(used_at__gt=now - REPEATABLE_FOR).exists()


def list_passkeys(account: Account) -> QuerySet[Passkey]:
    """List the passkeys of an account, oldest first."""
    return account.passkeys.order_by("created_at", "id")


def find_passkey(account: Account, passkey_id: UUID) -> Passkey | None:
    """Return a passkey of an account; None for another's."""
    return account.passkeys.filter(id=passkey_id).first()


def rename_passkey(passkey: Passkey, *, name: str) -> None:
    """Give a passkey another name."""
    passkey.name = name
    passkey.save(update_fields=["name"])


@transaction.atomic
def remove_passkey(passkey: Passkey, *, keep: LoginSession | None, now: datetime) -> PasskeyRefusal | None:
    """Remove a passkey, end the sessions that were opened with it but the one to `keep`, and tell the holder.

    The last one of an official who signs in with nothing else stays.
    """
    account, key = passkey.account, str(passkey.id)
    if needs_key(account, now=now) and not account.passkeys.exclude(id=passkey.id).filter(suspended_at=None).exists():
        return PasskeyRefusal.LAST
    opened = passkey.sessions.filter(ended_at=None)
    (opened.exclude(id=keep.id) if keep else opened).update(ended_at=now)
    passkey.delete()
    _record(account, "identity.passkey_removed", passkey=key)
    tell(account, Notice.PASSKEY_REMOVED, key=key, now=now)
    return None


@transaction.atomic
def suspend_passkey(passkey: Passkey, *, now: datetime) -> None:
    """Suspend a passkey of which there is a copy, end the sessions opened with it, and tell the holder."""
    if Passkey.objects.filter(id=passkey.id, suspended_at=None).update(suspended_at=now) == 0:
        return
    passkey.sessions.filter(ended_at=None).update(ended_at=now)
    _record(passkey.account, "identity.passkey_suspended", passkey=str(passkey.id))
    note("passkey.copied", subject=str(passkey.account_id))
    raise_signal(passkey.account, Kind.COPIED_PASSKEY, now=now)
    tell(passkey.account, Notice.PASSKEY_COPIED, key=str(passkey.id), now=now)


def challenge_digest(challenge: bytes) -> bytes:
    """Return what is stored of a challenge."""
    return token_digest(challenge.hex())


def _challenge(*, now: datetime, attempt: LoginAttempt | None = None, session: LoginSession | None = None) -> bytes:
    challenge = new_challenge()
    PasskeyChallenge.objects.create(
        digest=challenge_digest(challenge), attempt=attempt, session=session, expires_at=now + CHALLENGE_LIFETIME
    )
    return challenge


def _use_up(
    challenge: bytes, *, now: datetime, attempt: LoginAttempt | None = None, session: LoginSession | None = None
) -> bool:
    """Use up a challenge in one statement; return False if it is another's, over, or was used before."""
    open_ones = PasskeyChallenge.objects.filter(used_at=None, expires_at__gt=now, attempt=attempt, session=session)
    return open_ones.filter(digest=challenge_digest(challenge)).update(used_at=now) == 1


def _find_usable(credential_id: bytes, handle: bytes) -> Passkey | None:
    passkey = Passkey.objects.select_related("account").filter(credential_id=credential_id, suspended_at=None).first()
    if passkey is None or passkey.account.state != AccountState.ACTIVE or passkey.account.id.bytes != handle:
        return None
    return passkey


def _count(passkey: Passkey, *, told: int, is_backed_up: bool, now: datetime) -> bool:
    """Store the counter in one statement, so that of two uses of one count the second is found; False if it is."""
    if is_copied(stored=passkey.sign_count, told=told):
        return False
    grown = Q(sign_count__lt=told) if told else Q(sign_count=0)
    usable = Passkey.objects.filter(grown, id=passkey.id, suspended_at=None)
    return usable.update(sign_count=told, is_backed_up=is_backed_up, used_at=now) == 1


def _store(passkey: Passkey, *, now: datetime) -> Passkey | PasskeyRefusal:
    try:
        with transaction.atomic():
            passkey.save(force_insert=True)
            _record(passkey.account, "identity.passkey_added", passkey=str(passkey.id))
            tell(passkey.account, Notice.PASSKEY_ADDED, key=str(passkey.id), now=now)
    except IntegrityError:  # somebody has a credential of this id (§7.1, step 26)
        return PasskeyRefusal.UNUSABLE
    return passkey


def _record(account: Account, action: str, **details: str) -> None:
    audit.record(subject=audit_subject(account), actor=f"account:{account.id}", action=action, details=details)
