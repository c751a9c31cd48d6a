from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import RequestFactory

from hukumati.core import clock
from hukumati.core.bilingual import Bilingual
from hukumati.core.network import client_address, client_network
from hukumati.identity.api import (
    NewAccount,
    NoSuchAccount,
    PasswordRefused,
    Reachable,
    Staff,
    TooYoung,
    create_account,
    find_reachable,
    subject_of,
    suspend_account,
)
from hukumati.identity.models import Account, Client, Grant, LoginAttempt, LoginSession
from hukumati.identity.tests.browser import LAYLA, OFFICER, Browser, open_account, redeem, userinfo
from hukumati.identity.use_cases.retention import remove_old_rows

pytestmark = pytest.mark.django_db


def _new(**changed: object) -> NewAccount:
    values: dict[str, object] = {
        "login": LAYLA,
        "id_number": LAYLA,
        "password": "zaytoun-2026",
        "name": Bilingual(ar="ليلى", en="Layla"),
        "phone": "+970599000112",
        "email": "layla@example.test",
        "born_on": date(1990, 5, 12),
        **changed,
    }
    return NewAccount(**values)  # type: ignore[arg-type]


def test_an_account_is_opened_once_and_its_subject_stays() -> None:
    subject = create_account(account=_new())
    assert create_account(account=_new(password="another-password")) == subject == subject_of(login="٤٠٠ ٠٠٠ ٠٠٦")
    assert Account.objects.count() == 1


def test_a_person_is_reached_by_their_own_active_account_alone() -> None:
    assert find_reachable(id_number=LAYLA) is None
    create_account(account=_new())
    assert find_reachable(id_number=LAYLA) == Reachable("+970599000112", "layla@example.test")
    assert find_reachable(id_number="") is None
    suspend_account(login=LAYLA, actor="staff:ADM-1", reason="died")
    assert find_reachable(id_number=LAYLA) is None


def test_an_official_is_not_reached_by_the_account_of_their_office() -> None:
    staff = Staff("MOJ-0001", "moj", "", frozenset({"officer"}))
    create_account(account=_new(login="MOJ-0001", staff=staff))
    assert find_reachable(id_number=LAYLA) is None
    assert find_reachable(id_number="MOJ-0001") is None


def test_nobody_under_sixteen_gets_an_account() -> None:
    with pytest.raises(TooYoung):
        create_account(account=_new(born_on=clock.local_date(clock.now()) - timedelta(days=15 * 365)))
    with pytest.raises(NoSuchAccount):
        subject_of(login=LAYLA)


@pytest.mark.parametrize("password", ["short", "password1", LAYLA])
def test_req_21_a_weak_password_opens_no_account(password: str) -> None:
    with pytest.raises(PasswordRefused):
        create_account(account=_new(password=password))


def test_personal_texts_are_not_readable_in_the_database() -> None:
    create_account(account=_new())
    with connection.cursor() as cursor:
        cursor.execute("SELECT identity_account::text FROM identity_account")
        row = str(cursor.fetchall())
    for text in (LAYLA, "ليلى", "Layla", "970599", "layla@"):
        assert text not in row
    assert repr(_new()).count("zaytoun") == 0


def test_setup_may_be_repeated_and_brings_clients_up_to_date(data_folder: Path) -> None:
    call_command("identity_setup")
    Client.objects.update(redirect_uris=[])
    call_command("identity_setup")
    assert Client.objects.count() == 3
    assert "http://portal.localhost:8000/sign-in/callback" in Client.objects.get(client_id="portal").redirect_uris
    assert len(list((data_folder / "trust").glob("tokens-*.key.pem"))) == 1
    call_command("identity_setup", rotate_key=True)
    assert len(list((data_folder / "trust").glob("tokens-*.key.pem"))) == 2


def test_the_demonstrations_people_get_accounts_and_the_dead_cannot_sign_in(browser: Browser) -> None:
    call_command("identity_seed_demo")
    count = Account.objects.count()
    call_command("identity_seed_demo")
    assert Account.objects.count() == count > 12
    assert browser.give_password(browser.begin(), login="923456784").status_code == 422
    assert browser.give_password(browser.begin(), login=OFFICER).status_code == 303
    with pytest.raises(NoSuchAccount):
        subject_of(login="401234562")


def test_fictional_people_are_refused_outside_the_demonstration(settings: Any) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"demo": False})
    with pytest.raises(CommandError):
        call_command("identity_seed_demo")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "9.9.9.9"),
        (1, "6.6.6.6, 7.7.7.7", "7.7.7.7"),
        (2, "6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (1, "", "9.9.9.9"),
    ],
)
def test_req_34_a_forwarded_address_counts_only_behind_configured_proxies(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"proxy_count": proxies})
    request = RequestFactory().get("/", REMOTE_ADDR="9.9.9.9", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address
    assert client_network(request) == address.rsplit(".", 1)[0] + ".0/24"


def test_rows_that_no_one_can_use_are_removed_and_living_ones_stay(browser: Browser) -> None:
    token = redeem(browser.sign_in()).json()["access_token"]
    remove_old_rows(now=clock.now())
    assert userinfo(token).status_code == 200
    remove_old_rows(now=clock.now() + timedelta(days=3))
    for model in (LoginAttempt, Grant, LoginSession):
        assert model._default_manager.count() == 0
    assert open_account()
