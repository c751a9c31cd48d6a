"""Codes on paper: letters to the registered address, and codes handed over where a person was seen."""

import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F

from hukumati.core import audit
from hukumati.identity import wiring
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.posted_codes import (
    BETWEEN_LETTERS,
    HANDED_LIFETIME,
    LETTER_LIFETIME,
    TRIES,
    new_paper_code,
    paper_code_digest,
)
from hukumati.identity.domain.registration import CONFIRMED
from hukumati.identity.models import Account, PaperCode, PaperPurpose, Registration
from hukumati.identity.ports import SecretUse
from hukumati.identity.use_cases.accounts import audit_subject
from hukumati.identity.use_cases.verification import AlreadyVerified, Person, verify_account

LIFETIMES: Final[dict[str, timedelta]] = {
    PaperPurpose.LETTER: LETTER_LIFETIME,
    PaperPurpose.RECOVERY: HANDED_LIFETIME,
    PaperPurpose.BINDING: HANDED_LIFETIME,
}
REPEATABLE_FOR: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be printed and posted: the address is the one that the register has for the ID number."""

    id: UUID
    id_number: str = field(repr=False)
    code: str = field(repr=False)
    language: str
    requested_at: datetime


def issue_paper_code(account: Account, *, purpose: PaperPurpose, id_number: str = "", now: datetime) -> str:
    """Return a new code for an account; earlier ones of the same purpose no longer work."""
    PaperCode.objects.filter(account=account, purpose=purpose, used_at=None, expires_at__gt=now).update(expires_at=now)
    code = new_paper_code()
    PaperCode.objects.create(
        account=account,
        purpose=purpose,
        digest=_digest(account, purpose, code),
        code=code if purpose == PaperPurpose.LETTER else "",
        id_number=id_number,
        created_at=now,
        expires_at=now + LIFETIMES[purpose],
    )
    return code


def redeem_paper_code(account: Account, *, purpose: PaperPurpose, typed: str, now: datetime) -> bool:
    """Use up a code, or see the same once more within a minute; return False for a wrong one, which counts as a try."""
    codes, digest = PaperCode.objects.filter(account=account, purpose=purpose), _digest(account, purpose, typed)
    if any(_is(each, digest) for each in codes.filter(used_at__gt=now - REPEATABLE_FOR)):
        return True
    valid = codes.filter(used_at=None, expires_at__gt=now)
    if valid.filter(tries__lt=TRIES).update(tries=F("tries") + 1) == 0:
        return False
    right = next((each for each in valid if _is(each, digest)), None)
    return right is not None and codes.filter(id=right.id, used_at=None).update(used_at=now) == 1


@transaction.atomic
def request_letter(account: Account, *, now: datetime) -> None:
    """Have a code posted if the register confirmed the claim, once a month; nobody learns whether it did."""
    Account.objects.select_for_update().get(id=account.id)
    earlier = PaperCode.objects.filter(account=account, purpose=PaperPurpose.LETTER)
    confirmed = _confirmed(account)
    if confirmed is None or earlier.filter(created_at__gt=now - BETWEEN_LETTERS).exists():
        return
    issue_paper_code(account, purpose=PaperPurpose.LETTER, id_number=confirmed.id_number, now=now)
    audit.record(subject=audit_subject(account), actor=f"account:{account.id}", action="identity.letter_requested")


def list_letters() -> tuple[Letter, ...]:
    """List the letters that are to be posted, the oldest first."""
    waiting = PaperCode.objects.filter(purpose=PaperPurpose.LETTER, posted_at=None, used_at=None)
    rows = waiting.select_related("account").order_by("created_at", "id")
    return tuple(Letter(each.id, each.id_number, each.code, each.account.language, each.created_at) for each in rows)


def mark_posted(letter_id: UUID, *, actor: str, now: datetime) -> bool:
    """Record that a letter is on its way, and erase its code; return False if that was done before."""
    waiting = PaperCode.objects.filter(id=letter_id, purpose=PaperPurpose.LETTER, posted_at=None)
    account = Account.objects.filter(paper_codes=letter_id).first()
    if account is None or waiting.update(posted_at=now, code="") == 0:
        return False
    audit.record(subject=audit_subject(account), actor=actor, action="identity.letter_posted")
    return True


def verify_by_letter(account: Account, *, typed: str, now: datetime) -> bool:
    """Verify the account by the code of a letter; return False for a wrong one, or for somebody verified elsewhere."""
    confirmed = _confirmed(account)
    with transaction.atomic():
        if not redeem_paper_code(account, purpose=PaperPurpose.LETTER, typed=typed, now=now) or confirmed is None:
            return False
        person = Person(confirmed.id_number, datetime.fromisoformat(confirmed.born_on).date())
        try:
            verify_account(account, person, proofing=Proofing.MATCHED, actor="letter", now=now)
        except AlreadyVerified:
            return False
    return True


def _confirmed(account: Account) -> Registration | None:
    found = Registration.objects.filter(account=account, check_state__in=[each.value for each in CONFIRMED])
    return found.order_by("-created_at").first()


def _is(code: PaperCode, digest: bytes) -> bool:
    return hmac.compare_digest(bytes(code.digest), digest)


def _digest(account: Account, purpose: str, typed: str) -> bytes:
    key = wiring.derived_secrets().key(SecretUse.SMS_CODES)
    return paper_code_digest(key=key, account=str(account.id), purpose=purpose, typed=typed)
