"""Sites ask a person who is elsewhere (CIBA): finding whom they name, letting the person know, and her decision.

A site that may name people by ID number or telephone learns nothing of who has an account: a request about nobody, or
about who does not want to be asked by it, waits and expires like one that was not answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from hukumati.core import audit
from hukumati.core.outbox import publish
from hukumati.core.security_events import note
from hukumati.identity.domain.backchannel import MOST_OPEN
from hukumati.identity.domain.client_settings import ClientSettings
from hukumati.identity.domain.consents import Receipt
from hukumati.identity.domain.polling import INTERVAL
from hukumati.identity.domain.requested_levels import is_reached, lowest
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.events import BackchannelRequestDecided
from hukumati.identity.models import Account, AccountState, BackchannelRequest, Client, LoginSession, SilencedSite
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login, phone_digest
from hukumati.identity.use_cases.backchannel_notices import tell_person
from hukumati.identity.use_cases.backchannel_secrets import request_id_of
from hukumati.identity.use_cases.consents import give_consent, one_answer_at_a_time
from hukumati.identity.use_cases.grants import new_grant
from hukumati.identity.use_cases.known_subjects import find_by_subject
from hukumati.identity.use_cases.sandbox import may_use


class UnknownPerson(ValueError):
    """The `sub` is none by which the site knows anybody."""


class LevelNotReached(ValueError):
    """The sign-in is not of the level that the site wants."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a site asks of whom: by a `sub` of ours, or by a hint of its own, which is a `sub` or a number."""

    client: Client
    scopes: tuple[str, ...]
    levels: tuple[str, ...]
    message: str
    lifetime: timedelta
    notification_token: str
    subject: str
    login_hint: str


@transaction.atomic
def begin(asking: Asking, *, now: datetime) -> str:
    """Store a request, let the person know of it, and return its `auth_req_id`. Raises UnknownPerson."""
    client, account = asking.client, _person(asking)
    request = BackchannelRequest(
        client=client,
        account=account,
        scopes=list(asking.scopes),
        levels=list(asking.levels),
        message=asking.message,
        notification_token=asking.notification_token,
        created_at=now,
        expires_at=now + asking.lifetime,
        interval=INTERVAL,
    )
    auth_req_id = request_id_of(request)
    request.digest = token_digest(auth_req_id)
    request.save(force_insert=True)
    if account is not None:
        _end_surplus(account, client, now)
        tell_person(account, request, now=now)
    return auth_req_id


def list_waiting(account: Account, *, now: datetime) -> Sequence[BackchannelRequest]:
    """List what sites ask of a person now, the newest first."""
    return list(_open(now).filter(account=account).order_by("-created_at"))


def find_request(*, request_id: UUID, account: Account, now: datetime) -> BackchannelRequest | None:
    """Return a request to a person that has not expired, decided or not."""
    mine = BackchannelRequest.objects.select_related("client").filter(account=account, expires_at__gt=now)
    return mine.filter(id=request_id).first()


def suffices(request: BackchannelRequest, session: LoginSession) -> bool:
    """Return whether a sign-in is of the level that the site wants."""
    return is_reached(session.acr, wanted=lowest(request.levels))


def approve(request: BackchannelRequest, *, session: LoginSession, now: datetime) -> bool:
    """Approve a request, once, which keeps the consent; return False if it was decided before, or is over.

    Raises LevelNotReached.
    """
    if not suffices(request, session):
        raise LevelNotReached
    with one_answer_at_a_time(session.account, request.client_id), transaction.atomic():
        return _approve(request, session, now)


def _approve(request: BackchannelRequest, session: LoginSession, now: datetime) -> bool:
    grant = new_grant(session=session, client_id=request.client_id, scopes=request.scopes, now=now)
    grant.save(force_insert=True)
    if _open(now).filter(id=request.id, account_id=session.account_id).update(grant=grant) == 0:
        grant.delete()
        return False
    if request.client.needs_consent:
        receipt = Receipt.of(request.scopes, {})
        give_consent(account=session.account, client_id=request.client_id, receipt=receipt, now=now)
    _decided(request, session.account, "identity.backchannel_approved", now)
    return True


@transaction.atomic
def refuse(request: BackchannelRequest, *, account: Account, silences: bool, now: datetime) -> bool:
    """Refuse a request, once; who `silences` its site is not asked by it any more. Return False if it was decided."""
    if silences:
        silence(account, request.client_id, now=now)
    if _open(now).filter(id=request.id, account=account).update(denied_at=now) == 0:
        return False
    _decided(request, account, "identity.backchannel_refused", now)
    note("backchannel.refused", subject=str(account.id), origin=request.client_id)
    return True


@transaction.atomic
def silence(account: Account, client_id: str, *, now: datetime) -> None:
    """Let a site's requests reach a person no more; those that wait are over. Idempotent."""
    _, is_new = SilencedSite.objects.get_or_create(account=account, client_id=client_id, defaults={"silenced_at": now})
    waiting = _open(now).filter(account=account, client_id=client_id)
    for request in waiting if is_new else ():
        refuse(request, account=account, silences=False, now=now)


def hear_again(account: Account, client_id: str) -> None:
    """Let a site ask a person again."""
    SilencedSite.objects.filter(account=account, client_id=client_id).delete()


def list_silenced(account: Account) -> Sequence[Client]:
    """List the sites that a person does not want to be asked by."""
    rows = SilencedSite.objects.select_related("client").filter(account=account).order_by("silenced_at")
    return [row.client for row in rows]


def _open(now: datetime) -> QuerySet[BackchannelRequest]:
    rows = BackchannelRequest.objects.select_related("client")
    return rows.filter(grant=None, denied_at=None, used_at=None, expires_at__gt=now)


def _person(asking: Asking) -> Account | None:
    """Return whom a request is for; None where nobody is to be asked, which the site does not learn."""
    account = _named(asking)
    if account is None or account.state != AccountState.ACTIVE:
        return None
    if not may_use(asking.client, account):
        return None
    return None if SilencedSite.objects.filter(account=account, client=asking.client).exists() else account


def _named(asking: Asking) -> Account | None:
    sub = asking.subject or asking.login_hint
    account = find_by_subject(sub, sector=asking.client.sector)
    if account is not None:
        return account
    if asking.subject or not ClientSettings.from_json(asking.client.settings).may_name_people:
        raise UnknownPerson
    return find_by_login(asking.login_hint) or _of_telephone(asking.login_hint)


def _of_telephone(number: str) -> Account | None:
    """Return the one account with a telephone; nobody where several share it."""
    found = Account.objects.filter(phone_digest=phone_digest(number), state=AccountState.ACTIVE)[:2]
    return found[0] if len(found) == 1 else None


def _end_surplus(account: Account, client: Client, now: datetime) -> None:
    """End the oldest requests of a site that asks the same person again and again."""
    waiting = _open(now).filter(account=account, client=client).order_by("-created_at")
    surplus = [request.id for request in waiting[MOST_OPEN:]]
    BackchannelRequest.objects.filter(id__in=surplus).update(expires_at=now)


def _decided(request: BackchannelRequest, account: Account, action: str, now: datetime) -> None:
    publish(BackchannelRequestDecided(request=str(request.id), at=now))
    audit.record(
        subject=audit_subject(account),
        actor=f"account:{account.id}",
        action=action,
        details={"client": request.client_id, "scopes": request.scopes},
    )
