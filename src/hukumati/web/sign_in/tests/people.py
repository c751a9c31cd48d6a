"""The two fictional people who sign in here: a citizen, and an officer of the Ministry of Justice."""

from hukumati.core.bilingual import Bilingual
from hukumati.identity.api import NewAccount, Staff, create_account

PASSWORD = "zaytoun-2026"
LAYLA = "400000006"
OFFICER = "MOJ-0001"


def open_accounts() -> None:
    """Open both accounts."""
    create_account(
        account=NewAccount(
            login=LAYLA,
            id_number=LAYLA,
            password=PASSWORD,
            name=Bilingual(ar="ليلى الزيتوني", en="Layla Zaytouni"),
            phone="+970599000101",
            email="layla@example.test",
            born_on=None,
        )
    )
    create_account(
        account=NewAccount(
            login=OFFICER,
            id_number=None,
            password=PASSWORD,
            name=Bilingual(ar="سناء المحتسب", en="Sana Muhtasib"),
            phone="+970599000201",
            email="moj-0001@example.test",
            born_on=None,
            staff=Staff(OFFICER, "moj", "MOJ-RAM", frozenset({"officer"})),
        )
    )
