"""Opening an account by oneself (design §4.2, §4.5): every claim is answered alike, and checked afterwards.

The code goes to the number that was typed, whatever the register says; the register is asked by a job once the account
is open, so that neither answers nor times tell who exists. Nothing is lost while the register is silent: the job asks
again, and the account stays at the lowest level meanwhile.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction

from hukumati.core import audit, clock
from hukumati.core.jobs import app
from hukumati.core.limits import allow
from hukumati.core.security_events import note
from hukumati.identity import wiring
from hukumati.identity.domain.accounts import is_old_enough
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.one_time_codes import CodeCheck, Sending
from hukumati.identity.domain.registration import Check, Claim, ClaimKind
from hukumati.identity.domain.tokens import token_digest
from hukumati.identity.models import Account, Channel, CodePurpose, Registration
from hukumati.identity.use_cases.accounts import audit_subject, find_by_login, login_digest, phone_digest
from hukumati.identity.use_cases.contact_codes import Destination, check_contact_code, send_contact_code
from hukumati.identity.use_cases.fraud_signals import judge_telephone
from hukumati.identity.use_cases.profile import check_password_of

LIFETIME_HOURS: Final = 24
_PER_NETWORK, _PER_WORKING_NETWORK, _NATIONWIDE, _HOUR = 30, 600, 20_000, 3600


class TooYoung(ValueError):
    """The person is under 16; told only to whoever has proved the telephone."""


class PhoneTaken(ValueError):
    """An account that is not verified has this number as its login already."""


def may_register(*, network: str, has_worked: bool) -> bool:
    """Count one claim and return whether it may be made: limited for each network, and for the whole country.

    Thousands share the address of a carrier: of browsers that have worked for it, a network may send twenty times more.
    """
    own = (f"identity.register.worked:{network}", _PER_WORKING_NETWORK)
    limits = (own if has_worked else (f"identity.register:{network}", _PER_NETWORK), ("identity.register", _NATIONWIDE))
    return all(allow(key=key, at_most=most, per_seconds=_HOUR) for key, most in limits)


@transaction.atomic
def begin_registration(
    *, claim: Claim, browser: str, language: str, network: str, now: datetime
) -> tuple[Registration, Sending]:
    """Store a claim and send a code to the number that was typed; the same for everybody."""
    registration = Registration.objects.create(
        browser_digest=token_digest(browser),
        kind=claim.kind,
        id_number=claim.id_number,
        born_on=claim.born_on.isoformat(),
        document=claim.document,
        name=claim.name,
        country=claim.country,
        phone=claim.phone,
        email=claim.email,
        language=language,
        network=network,
        created_at=now,
        check_state=Check.WAITING if claim.kind == ClaimKind.RESIDENT else Check.NONE,
    )
    return registration, send_code_again(registration, now=now)


def send_code_again(registration: Registration, *, now: datetime) -> Sending:
    """Send a code to the number of a registration."""
    to = Destination(Channel.PHONE, registration.phone, registration.language, registration.network)
    return send_contact_code(purpose=CodePurpose.REGISTER, subject=registration.id, to=to, now=now)


def find_registration(*, registration_id: UUID, browser: str | None, now: datetime) -> Registration | None:
    """Return a registration of this browser that is not older than a day."""
    if browser is None:
        return None
    found = (
        Registration.objects.select_related("account")
        .filter(id=registration_id, browser_digest=token_digest(browser))
        .first()
    )
    is_recent = found is not None and (now - found.created_at).total_seconds() < LIFETIME_HOURS * _HOUR
    return found if is_recent else None


def prove_phone(registration: Registration, *, typed: str, now: datetime) -> CodeCheck:
    """Record that the person holds the telephone, if the code is right."""
    code = check_contact_code(purpose=CodePurpose.REGISTER, subject=registration.id, typed=typed, now=now)
    if isinstance(code, CodeCheck):
        return code
    Registration.objects.filter(id=registration.id, proved_at=None).update(proved_at=now)
    return CodeCheck.RIGHT


def open_claimed_account(registration: Registration, *, password: str, now: datetime) -> Account:
    """Open the account of a proved telephone at the lowest level, or return the one that was opened.

    Raises WeakPassword, TooYoung, PhoneTaken; ValueError before the telephone is proved.
    """
    if registration.proved_at is None:
        raise ValueError("the telephone is not proved")
    if registration.account is not None:
        return registration.account
    born_on = date.fromisoformat(registration.born_on)
    if not is_old_enough(born_on=born_on, today=clock.local_date(now)):
        raise TooYoung
    account = _new_account(registration, born_on, now)
    check_password_of(account, password)
    account.password_hash = wiring.password_hasher().hash(password)
    return _store(registration, account, now)


def _new_account(registration: Registration, born_on: date, now: datetime) -> Account:
    return Account(
        login_digest=login_digest(registration.phone),
        login=registration.phone,
        name_ar=registration.name,
        name_en=registration.name,
        phone=registration.phone,
        phone_digest=phone_digest(registration.phone),
        email=registration.email,
        born_on=born_on,
        language=registration.language,
        proofing=Proofing.CLAIMED,
        is_fictional=settings.HUKUMATI.is_fictional_world,
        created_at=now,
    )


@transaction.atomic
def _store(registration: Registration, account: Account, now: datetime) -> Account:
    kept = Registration.objects.select_for_update().get(id=registration.id)
    if kept.account is not None:
        return kept.account
    if find_by_login(account.login) is not None:
        raise PhoneTaken
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:  # another registration of the same number, at the same moment
        raise PhoneTaken from None
    kept.account = account
    kept.save(update_fields=["account"])
    audit.record(subject=audit_subject(account), actor=f"account:{account.id}", action="identity.account_opened")
    if kept.kind == ClaimKind.RESIDENT:
        app.configure_task("identity.check_register").defer(registration_id=str(kept.id))
    note("registration.opened", subject=str(account.id), origin=kept.network)
    judge_telephone(account, now=now)
    return account
