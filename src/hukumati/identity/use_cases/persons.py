"""Persons and organisations as parties of mandates: with an account, or without one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hukumati.core.bilingual import Bilingual
from hukumati.identity.models import Account, Mandate, Organisation, Person
from hukumati.identity.use_cases.accounts import find_by_login, login_digest


@dataclass(frozen=True, slots=True)
class RegisteredOrganisation:
    """An organisation as the companies register describes it."""

    registration_number: str
    name: Bilingual
    legal_form: str


class NotAPerson(ValueError):
    """An account without an ID number, or an official's: it takes no part in mandates."""


def person_of(account: Account, *, now: datetime) -> Person:
    """Return the person record of an account, made when it is first needed. Raises NotAPerson."""
    if account.is_staff or not account.id_number:
        raise NotAPerson
    name = Bilingual(ar=account.name_ar, en=account.name_en)
    return ensure_person(account.id_number, name=name, born_on=account.born_on, now=now)


def find_person(id_number: str) -> Person | None:
    """Return the person record of an ID number."""
    return Person.objects.filter(digest=login_digest(id_number)).first()


def ensure_person(id_number: str, *, name: Bilingual | None, born_on: date | None, now: datetime) -> Person:
    """Return the person with an ID number, added where there is none; a name that was missing is filled in."""
    account = find_by_login(id_number)
    described = {"name_ar": name.ar, "name_en": name.en, "born_on": born_on} if name else {}
    fresh = {"id_number": id_number, "created_at": now} | ({"id": account.id} if account else {}) | described
    person, is_new = Person.objects.get_or_create(digest=login_digest(id_number), defaults=fresh)
    if not is_new and name and not person.name_ar:
        person.name_ar, person.name_en, person.born_on = name.ar, name.en, born_on
        person.save(update_fields=["name_ar", "name_en", "born_on"])
    return person


def ensure_organisation(found: RegisteredOrganisation, *, now: datetime) -> Organisation:
    """Return the organisation with a registration number, brought up to what the register says."""
    described = {"name_ar": found.name.ar, "name_en": found.name.en, "legal_form": found.legal_form}
    organisation, _ = Organisation.objects.update_or_create(
        registration_number=found.registration_number,
        defaults=described,
        create_defaults={**described, "created_at": now},
    )
    return organisation


def account_of(person: Person) -> Account | None:
    """Return the account with a person's ID number, whatever its state; None where there is none."""
    account = find_by_login(person.id_number)
    return account if account is not None and account.id_number == person.id_number else None


def subject_key(party: Person | Organisation) -> str:
    """Return what a party's `sub` is derived from: the account's id where there is one, so that both are the same."""
    account = account_of(party) if isinstance(party, Person) else None
    return str(account.id if account else party.id)


def represented_by(mandate: Mandate) -> Person | Organisation:
    """Return whom a mandate represents."""
    party = mandate.person or mandate.organisation
    if party is None:  # the table demands one of them
        raise Person.DoesNotExist
    return party


def find_party(key: UUID) -> Person | Organisation | None:
    """Return the person or organisation of a key."""
    return Person.objects.filter(id=key).first() or Organisation.objects.filter(id=key).first()


def name_of(party: Person | Organisation) -> Bilingual:
    """Return a party's name."""
    return Bilingual(ar=party.name_ar, en=party.name_en)


def ledger_subject(party: Person | Organisation) -> str:
    """Return whose chain of the audit trail tells a party what was done in its name."""
    if isinstance(party, Person):
        return f"person:{party.id_number}"
    return f"organisation:{party.registration_number}"
