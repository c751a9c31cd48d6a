"""Consent: asked once for each site and what it receives, kept in versions, withdrawn at once (requirement 32)."""

from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from hukumati.core import audit
from hukumati.core.bilingual import Bilingual
from hukumati.core.locks import one_at_a_time
from hukumati.core.rows import add
from hukumati.identity.domain.authorization import AuthorizationRequest
from hukumati.identity.domain.client_registration import SiteMetadata
from hukumati.identity.domain.consents import Consent, Receipt
from hukumati.identity.models import Account, Client, ClientRegistration, ConsentGiven, ConsentQuestion, LoginSession
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.attempts import REPEATABLE_FOR
from hukumati.identity.use_cases.grants import revoke_grants

QUESTION_LIFETIME: Final = timedelta(minutes=30)


def is_consent_lacking(request: AuthorizationRequest, session: LoginSession, *, client: Client) -> bool:
    """Return whether the person must be asked: the site needs consent, and was not given it or wants it anew.

    Sites of the platform, and those that a law lets receive what they request, are never asked about.
    """
    if not client.needs_consent:
        return False
    given = _in_force(session.account, client.client_id)
    return "consent" in request.prompts or given is None or not receipt_of(request).is_covered_by(_receipt(given))


def receipt_of(request: AuthorizationRequest) -> Receipt:
    """Return what the site of a request would receive."""
    return Receipt.of(request.scopes, request.claims)


def reasons_of(client_id: str) -> dict[str, Bilingual]:
    """Return for each scope why a site says it needs it, as it was registered."""
    row = ClientRegistration.objects.filter(client_id=client_id).first()
    if row is None:
        return {}
    metadata = SiteMetadata.from_json(row.metadata)
    return {scope: metadata.reason(scope) for scope, reason in metadata.scopes.items() if reason.strip()}


def ask(*, session: LoginSession, request: AuthorizationRequest, now: datetime) -> UUID:
    """Store a request that waits for the person's consent, and return by which the page finds it."""
    question = ConsentQuestion(
        login_session=session, client_id=request.client_id, request=request.as_json(), asked_at=now
    )
    add(question)
    return question.id


def find_question(*, question_id: UUID, session: LoginSession, now: datetime) -> ConsentQuestion | None:
    """Return a question that was put to this session, open or answered a moment ago; None for any other."""
    rows = ConsentQuestion.objects.select_related("client").filter(login_session=session)
    question = rows.filter(id=question_id, asked_at__gt=now - QUESTION_LIFETIME).first()
    is_over = question and question.answered_at and now - question.answered_at >= REPEATABLE_FOR
    return None if is_over else question


def answer(*, question: ConsentQuestion, account: Account, is_given: bool, now: datetime) -> bool:
    """Record the answer and return it; a second one does not count, and the first is returned."""
    request = AuthorizationRequest.from_json(question.request)
    with one_answer_at_a_time(account, question.client_id), transaction.atomic():
        unanswered = ConsentQuestion.objects.filter(id=question.id, answered_at=None)
        if unanswered.update(answered_at=now, is_given=is_given) == 0:
            return ConsentQuestion.objects.values_list("is_given", flat=True).get(id=question.id)
        if is_given:
            _give(account, question.client_id, receipt_of(request), now)
    return is_given


def give_consent(*, account: Account, client_id: str, receipt: Receipt, now: datetime) -> None:
    """Allow a site to receive something, besides what it was allowed before; idempotent."""
    with one_answer_at_a_time(account, client_id), transaction.atomic():
        _give(account, client_id, receipt, now)


def one_answer_at_a_time(account: Account, client_id: str) -> AbstractContextManager[None]:
    """Let answers about one site wait for each other until the first is committed: versions are counted."""
    return one_at_a_time(f"identity.consent:{account.id}:{client_id}")


def _give(account: Account, client_id: str, receipt: Receipt, now: datetime) -> None:
    given = _in_force(account, client_id)
    before = _receipt(given) if given else None
    if before is not None and receipt.is_covered_by(before):
        return
    _add_version(account, client_id, receipt if before is None else receipt.with_more(before), now)


def _add_version(account: Account, client_id: str, whole: Receipt, now: datetime) -> None:
    last = ConsentGiven.objects.filter(account=account, client_id=client_id).order_by("-version").first()
    scopes, claims = sorted(whole.scopes), sorted(whole.claims)
    version = last.version + 1 if last else 1
    row = ConsentGiven(
        account=account, client_id=client_id, scopes=scopes, claims=claims, version=version, given_at=now
    )
    add(row)
    _record(account, client_id, "identity.consent_given", version=version, scopes=scopes, claims=claims)


def list_consents(*, account: Account) -> tuple[Consent, ...]:
    """Return what an account allows sites at present, the newest first."""
    rows = ConsentGiven.objects.select_related("client").filter(account=account)
    newest = rows.order_by("client_id", "-version").distinct("client_id")
    consents = (_consent(row) for row in newest if row.withdrawn_at is None)
    return tuple(sorted(consents, key=lambda consent: consent.given_at, reverse=True))


@transaction.atomic
def withdraw_consent(*, account: Account, client_id: str, now: datetime) -> bool:
    """Withdraw what a site was allowed: its tokens end at once. Return False if nothing was in force."""
    rows = ConsentGiven.objects.filter(account=account, client_id=client_id, withdrawn_at=None)
    if rows.update(withdrawn_at=now) == 0:
        return False
    revoke_grants(account_id=account.id, client_id=client_id, now=now)
    _record(account, client_id, "identity.consent_withdrawn")
    return True


def _in_force(account: Account, client_id: str) -> ConsentGiven | None:
    newest = ConsentGiven.objects.filter(account=account, client_id=client_id).order_by("-version").first()
    return None if newest is None or newest.withdrawn_at is not None else newest


def _receipt(given: ConsentGiven) -> Receipt:
    return Receipt(frozenset(given.scopes), frozenset(given.claims))


def _consent(row: ConsentGiven) -> Consent:
    client: Client = row.client
    name = Bilingual(ar=client.name_ar, en=client.name_en)
    return Consent(client.client_id, name, _receipt(row), row.version, row.given_at)


def _record(account: Account, client_id: str, action: str, **details: object) -> None:
    audit.record(
        subject=audit_subject(account),
        actor=f"account:{account.id}",
        action=action,
        details={"client": client_id, **details},
    )
