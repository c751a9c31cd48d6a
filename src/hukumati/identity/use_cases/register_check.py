"""Asking the population register, through the exchange, whether a claim is true; it answers yes or no and no more.

Without the number on file a match and a mismatch look the same to the applicant, and questions about one number and
from one country are limited: the register is no tool for guessing.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from hukumati.core.bilingual import Bilingual
from hukumati.core.jobs import app
from hukumati.core.limits import allow
from hukumati.core.security_events import note
from hukumati.identity.domain.assurance import Proofing
from hukumati.identity.domain.registration import Check
from hukumati.identity.models import Account, Registration
from hukumati.identity.use_cases.accounts import login_digest
from hukumati.identity.use_cases.verification import AlreadyVerified, Person, tell_of_claim, verify_account
from hukumati.interoperability.api import (
    Grounds,
    NoSuchRecord,
    ParameterRefused,
    query_register,
)

CONTRACT: Final = "interior.identity_check"
PERSON: Final = "interior.person"
PROVIDER, PURPOSE = "moi", "IDENTITY"
_PER_NUMBER_A_DAY, _NATIONWIDE_AN_HOUR = 3, 10_000
_DAY, _HOUR = 24 * 3600, 3600
_PARTS: Final = ("first", "father", "grandfather", "family")


def check_registration(registration_id: UUID, *, now: datetime) -> None:
    """Ask the register about a claim and act on the answer; nothing happens once it was answered.

    Raises RegisterUnavailable and AnswerMalformed, after which it is asked again.
    """
    registration = Registration.objects.select_related("account").get(id=registration_id)
    if registration.check_state == Check.WAITING:
        tell_of_claim(id_number=registration.id_number, claim=str(registration.id), now=now)
        _conclude(registration, _check(registration, now), now)
    if registration.check_state == Check.MATCH_AND_PHONE and registration.account is not None:
        _verify(registration, registration.account, now)


def compare_with_register(*, id_number: str, born_on: date, document: str, phone: str, issue: str) -> Check:
    """Return what the register says to a claim. Raises RegisterUnavailable, AnswerMalformed."""
    try:
        answer = query_register(
            contract=CONTRACT,
            subject_id=id_number,
            grounds=_grounds(id_number),
            user="identity",
            issue=issue,
            parameters={"born_on": born_on.isoformat(), "document": document, "phone": phone},
        )
    except (NoSuchRecord, ParameterRefused):
        return Check.NO_MATCH
    return Check(answer.values["result"])


def may_ask(*, id_number: str) -> bool:
    """Count one question about a number and return whether it may be asked."""
    number = login_digest(id_number).hex()
    return allow(key=f"identity.check:{number}", at_most=_PER_NUMBER_A_DAY, per_seconds=_DAY) and allow(
        key="identity.check", at_most=_NATIONWIDE_AN_HOUR, per_seconds=_HOUR
    )


def fill_name(account: Account) -> None:
    """Take the verified person's name from the register. Raises RegisterUnavailable, AnswerMalformed."""
    if account.name_ar or not account.id_number:
        return
    name = whole_name(ask_for_person(account.id_number, issue=str(account.id))["name"])
    Account.objects.filter(id=account.id).update(name_ar=name.ar, name_en=name.en)


def ask_for_person(id_number: str, *, issue: str) -> Mapping[str, Any]:
    """Return what the register has of a person. Raises RegisterUnavailable, AnswerMalformed, NoSuchRecord."""
    grounds = _grounds(id_number)
    answer = query_register(contract=PERSON, subject_id=id_number, grounds=grounds, user="identity", issue=issue)
    return answer.values


def whole_name(name: Mapping[str, Mapping[str, str]]) -> Bilingual:
    """Return the names of the register as one name in each language."""
    ar, en = (" ".join(name[each][part] for part in _PARTS if name[each].get(part)) for each in ("ar", "en"))
    return Bilingual(ar=ar, en=en)


def is_alive(account: Account) -> bool:
    """Return whether the register has a person among the living. Raises RegisterUnavailable, AnswerMalformed."""
    answer = query_register(
        contract=PERSON,
        subject_id=account.id_number,
        grounds=_grounds(account.id_number),
        user="identity",
        issue=str(account.id),
    )
    return bool(answer.values["alive"])


def _check(registration: Registration, now: datetime) -> Check:
    if registration.asked_at is None:
        if not may_ask(id_number=registration.id_number):
            note("registration.limited", subject=registration.id_number, origin=registration.network)
            return Check.LIMITED
        Registration.objects.filter(id=registration.id).update(asked_at=now)
    return compare_with_register(
        id_number=registration.id_number,
        born_on=date.fromisoformat(registration.born_on),
        document=registration.document,
        phone=registration.phone,
        issue=str(registration.id),
    )


def _conclude(registration: Registration, check: Check, now: datetime) -> None:
    waiting = Registration.objects.filter(id=registration.id, check_state=Check.WAITING)
    waiting.update(check_state=check, checked_at=now)
    registration.check_state = check
    if check is Check.NO_MATCH:
        note("registration.no_match", subject=registration.id_number, origin=registration.network)


def _verify(registration: Registration, account: Account, now: datetime) -> None:
    person = Person(registration.id_number, date.fromisoformat(registration.born_on))
    try:
        verify_account(account, person, proofing=Proofing.MATCHED, actor="register:interior", now=now)
    except AlreadyVerified:
        note("registration.already_verified", subject=registration.id_number, origin=registration.network)
        return
    app.configure_task("identity.fetch_name").defer(account_id=str(account.id))


def _grounds(id_number: str) -> Grounds:
    return Grounds(provider=PROVIDER, purpose=PURPOSE, applicant_id=id_number)
