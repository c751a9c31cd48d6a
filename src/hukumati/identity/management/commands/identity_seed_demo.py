from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hukumati.core import clock
from hukumati.core.bilingual import Bilingual
from hukumati.identity import wiring
from hukumati.identity.api import NewAccount, Staff, create_account, suspend_account
from hukumati.identity.domain.fictional_people import OfficialEntry, PersonEntry, full_name
from hukumati.identity.use_cases.sample_site import register_sample_site


class Command(BaseCommand):
    """Opens the accounts of the fictional people, and registers the sample site of a ministry.

    Safe to repeat; refused outside the demonstration.
    """

    help = "Open accounts for the fictional people and officials of the demonstration; safe to repeat."

    def handle(self, *_arguments: object, **_options: object) -> None:
        """Open the accounts, suspend those of people who died, and register the sample site."""
        if not settings.HUKUMATI.is_fictional_world:
            raise CommandError("Fictional people exist in the demonstration and in a sandbox only.")
        people = wiring.fictional_people()
        for person in people["people"]:
            if person["account"]:
                _open_person(person)
        for official in people["staff"]:
            create_account(account=_official(official))
        register_sample_site(now=clock.now())


def _open_person(person: PersonEntry) -> None:
    create_account(account=_citizen(person))
    if not person["alive"]:
        suspend_account(login=person["id_number"], actor="system:seed", reason="deceased")


def _citizen(person: PersonEntry) -> NewAccount:
    return NewAccount(
        login=person["id_number"],
        id_number=person["id_number"],
        password=person["password"],
        name=Bilingual(ar=full_name(person["name"]["ar"]), en=full_name(person["name"]["en"])),
        phone=person["phone"],
        email=person["email"],
        born_on=person["born_on"],
        is_fictional=True,
    )


def _official(official: OfficialEntry) -> NewAccount:
    return NewAccount(
        login=official["number"],
        id_number=official["id_number"],
        password=official["password"],
        name=Bilingual(**official["name"]),
        phone=official["phone"],
        email=official["email"],
        born_on=None,
        staff=Staff(official["number"], official["provider"], official["office"], frozenset(official["roles"])),
        is_fictional=True,
    )
