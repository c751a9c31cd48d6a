"""Sign-ins unlike those before: one more code and a notice, and nobody abroad or on a VPN is locked out."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client as HttpClient
from hypothesis import given
from hypothesis import strategies as st

from hukumati.core import clock, security_events
from hukumati.identity.adapters.network_places import PlacesOfFile
from hukumati.identity.domain.unusual_sign_ins import (
    FAR_KM,
    FASTEST_KM_AN_HOUR,
    Place,
    Sign,
    SignIn,
    distance_km,
    is_doubted,
    signs_of,
)
from hukumati.identity.models import Account, LoginSession
from hukumati.identity.tests import account_visits
from hukumati.identity.tests.account_visits import code_to, texts_to
from hukumati.identity.tests.browser import HOST, Browser, query_of, sent_code
from hukumati.identity.tests.moments import MINUTE

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
RAMALLAH, AMMAN, SANTIAGO = Place(31.9, 35.2), Place(31.95, 35.93), Place(-33.45, -70.67)
HOME, VPN = "10.0.0.0/16", "198.51.0.0/16"
places = st.builds(Place, st.floats(-90, 90), st.floats(-180, 180))
networks = st.sampled_from([HOME, VPN, "203.0.0.0/16", ""])
moments = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
sign_ins = st.builds(SignIn, moments, networks, st.none() | places)


def at_home(hours_ago: float = 24, *, place: Place | None = RAMALLAH) -> SignIn:
    return SignIn(NOON - hours_ago * HOUR, HOME, place)


# The rules


@given(now=sign_ins, before=st.lists(sign_ins, max_size=12))
def test_a_known_device_is_never_doubted_and_neither_is_a_first_sign_in(now: SignIn, before: list[SignIn]) -> None:
    assert signs_of(now, before=before, is_known_device=True) == frozenset()
    assert signs_of(now, before=[], is_known_device=False) == frozenset()


@given(now=sign_ins, before=st.lists(sign_ins, max_size=12))
def test_one_thing_out_of_the_ordinary_is_ordinary(now: SignIn, before: list[SignIn]) -> None:
    signs = signs_of(now, before=before, is_known_device=False)
    if len(signs) < 2 and Sign.TOO_FAST not in signs:
        assert not is_doubted(signs)


@given(now=sign_ins, before=st.lists(sign_ins, min_size=1, max_size=12))
def test_the_network_at_home_is_doubted_by_no_place_and_no_hour(now: SignIn, before: list[SignIn]) -> None:
    here = SignIn(now.at, before[0].network, before[0].place)
    signs = signs_of(here, before=[before[0]], is_known_device=False)
    assert not is_doubted(signs)


@given(one=places, other=places)
def test_distances_are_those_of_a_globe(one: Place, other: Place) -> None:
    assert distance_km(one, other) == pytest.approx(distance_km(other, one), abs=1e-6)
    assert 0 <= distance_km(one, other) <= 20_016
    assert distance_km(one, one) == pytest.approx(0, abs=1e-3)


@given(hours=st.floats(0.01, 1000), there=places)
def test_only_who_would_have_flown_faster_than_airliners_is_too_fast(hours: float, there: Place) -> None:
    now = SignIn(NOON, VPN, there)
    distance = distance_km(RAMALLAH, there)
    is_too_fast = Sign.TOO_FAST in signs_of(now, before=[at_home(hours)], is_known_device=False)
    if is_too_fast:
        assert distance > FAR_KM
        assert distance / hours > FASTEST_KM_AN_HOUR * 0.999
    elif distance > FAR_KM:
        assert distance / hours <= FASTEST_KM_AN_HOUR * 1.001


@pytest.mark.parametrize(
    ("now", "before", "is_asked"),
    [
        (SignIn(NOON, VPN, SANTIAGO), [at_home(1)], True),
        (SignIn(NOON, VPN, SANTIAGO), [at_home(48)], True),
        (SignIn(NOON, VPN, AMMAN), [at_home(1)], False),
        (SignIn(NOON, VPN), [at_home(1)], False),
        (SignIn(NOON, VPN), [at_home(24.0 * day) for day in range(1, 12)], False),
        (SignIn(NOON + 14 * HOUR, VPN), [at_home(24.0 * day) for day in range(1, 12)], True),
        (SignIn(NOON + 14 * HOUR, HOME), [at_home(24.0 * day) for day in range(1, 12)], False),
        (SignIn(NOON + 14 * HOUR, VPN), [at_home(24.0 * day) for day in range(1, 9)], False),
    ],
)
def test_what_is_doubted(now: SignIn, before: list[SignIn], is_asked: bool) -> None:
    assert is_doubted(signs_of(now, before=before, is_known_device=False)) is is_asked


def test_places_are_read_from_the_narrowest_network_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / "places.csv"
    file.write_text("10.0.0.0/8,1,2\n10.1.0.0/16,3,4\n2001:db8::/32,5,6\n")
    found = PlacesOfFile(file)
    assert found.find("10.1.0.0/16") == Place(3, 4)
    assert found.find("10.2.0.0/16") == Place(1, 2)
    assert found.find("2001:db8:1::/48") == Place(5, 6)
    for text in ("192.0.2.0/24", "", "x", "10.1.0.0/16/1"):
        assert found.find(text) is None
    assert PlacesOfFile(None).find("10.1.0.0/16") is None


# The pages


@pytest.fixture
def abroad(browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """A browser far away, a moment after Layla signed in at home."""
    account_visits.read_along(monkeypatch)
    file = tmp_path / "places.csv"
    file.write_text("127.0.0.0/8,31.9,35.2\n203.0.0.0/16,-33.45,-70.67\n")
    config = settings.HUKUMATI.model_copy(update={"network_places_file": file})
    monkeypatch.setattr(settings, "HUKUMATI", config)
    Account.objects.update(language="en")
    browser.sign_in()
    return Browser(HttpClient(headers={"host": HOST}, REMOTE_ADDR="203.0.113.9"))


def at_the_email(abroad: Browser, **changed: Any) -> str:
    """Give the password and the code of the SMS, and return the page that asks for more."""
    page = abroad.begin(ui_locales="en")
    abroad.give_password(page)
    answer = abroad.give_code(page)
    assert answer["Location"].endswith("/e-mail"), answer["Location"]
    return str(answer["Location"])


@pytest.mark.django_db
def test_a_sign_in_from_too_far_away_takes_one_more_code_and_is_told(abroad: Browser) -> None:
    page = at_the_email(abroad)
    assert LoginSession.objects.count() == 1, "nobody is signed in yet"
    assert "one more code" in abroad.http.get(page).content.decode()
    assert abroad.http.post(page, {"code": "000000"}).status_code == 422
    answer = abroad.http.post(page, {"code": code_to("layla@example.test")})
    assert "code" in query_of(answer)
    assert "from another place" in texts_to("+970599000112")[-1]
    session = LoginSession.objects.latest("auth_time")
    assert (session.acr, session.amr) == ("urn:hukumati:acr:substantial", ["pwd", "sms"])
    assert security_events.count_by_kind(since=clock.now() - MINUTE)["sign_in.doubted"] == 1
    assert "code" in query_of(abroad.authorize(prompt="none"))


@pytest.mark.django_db
def test_the_same_device_is_not_asked_again(abroad: Browser) -> None:
    page = at_the_email(abroad)
    abroad.http.post(page, {"code": code_to("layla@example.test")})
    again = abroad.begin(prompt="login")
    abroad.give_password(again)
    assert "code" in query_of(abroad.give_code(again))


@pytest.mark.django_db
def test_a_second_click_on_the_sms_code_leads_to_the_e_mail_too(abroad: Browser) -> None:
    page = abroad.begin()
    abroad.give_password(page)
    cookies = dict(abroad.http.cookies)
    assert abroad.give_code(page)["Location"].endswith("/e-mail")
    for name, morsel in cookies.items():
        abroad.http.cookies[name] = morsel.value
    assert abroad.give_code(page, sent_code(page))["Location"].endswith("/e-mail")


@pytest.mark.django_db
def test_the_e_mail_alone_or_before_the_sms_signs_nobody_in(abroad: Browser) -> None:
    page = abroad.begin()
    abroad.give_password(page)
    assert abroad.http.post(f"{page}/e-mail", {"code": "000000"}).status_code == 422
    abroad.http.post(f"{page}/e-mail/again")
    answer = abroad.http.post(f"{page}/e-mail", {"code": code_to("layla@example.test")})
    assert answer["Location"].endswith("/code"), "the SMS is still wanted"
    assert LoginSession.objects.count() == 1


@pytest.mark.django_db
def test_who_has_no_e_mail_address_is_not_locked_out_and_told(abroad: Browser) -> None:
    Account.objects.update(email="")
    page = abroad.begin()
    abroad.give_password(page)
    assert "code" in query_of(abroad.give_code(page))
    assert "from another place" in texts_to("+970599000112")[-1]
