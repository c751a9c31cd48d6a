"""The operators' signal, over a real socket: yes, no, and everything that is neither."""

from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from django.conf import settings
from pydantic import SecretStr

from hukumati.core import clock, security_events
from hukumati.identity.adapters.camara_sim_swap import CamaraSimSwap
from hukumati.identity.models import Account
from hukumati.identity.tests.browser import Browser
from hukumati.identity.tests.moments import MINUTE
from hukumati.identity.use_cases.sms_caution import may_be_stolen
from simulators.base.testing import Running, started

PHONE, WEEK = "+970599000112", timedelta(days=7)


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started("sim_swap", tmp_path_factory.mktemp("operator"), "--client-secret", "s") as running:
        yield running


@pytest.fixture
def signal(operator: Running) -> CamaraSimSwap:
    httpx.post(f"{operator.url}/_sim/reset").raise_for_status()
    return CamaraSimSwap(f"{operator.url}/sim-swap/v2", f"{operator.url}/oauth2/token", "hukumati", "s")


def swap(operator: Running, hours_ago: float) -> None:
    httpx.post(f"{operator.url}/_sim/swaps", json={"number": PHONE, "hours_ago": hours_ago}).raise_for_status()


def test_a_card_that_was_swapped_within_the_time_is_told(operator: Running, signal: CamaraSimSwap) -> None:
    assert signal.was_swapped(PHONE, within=WEEK) is False
    swap(operator, 167)
    assert signal.was_swapped(PHONE, within=WEEK) is True
    swap(operator, 169)
    assert signal.was_swapped(PHONE, within=WEEK) is False
    assert signal.was_swapped("+970599000994", within=WEEK) is True


@pytest.mark.parametrize("mode", ["down", "error", "malformed", "drop", "expired"])
def test_whatever_is_no_clear_answer_is_none(operator: Running, signal: CamaraSimSwap, mode: str) -> None:
    httpx.post(f"{operator.url}/_sim/faults", json={"mode": mode, "times": 1}).raise_for_status()
    assert signal.was_swapped(PHONE, within=WEEK) is None
    assert signal.was_swapped(PHONE, within=WEEK) is False, "the next question is answered"


@pytest.mark.parametrize("number", ["+970599000995", "0599000112", "", "x"])
def test_of_a_number_that_the_operator_does_not_know_nothing_is_known(signal: CamaraSimSwap, number: str) -> None:
    assert signal.was_swapped(number, within=WEEK) is None


def test_wrong_credentials_and_an_operator_that_is_away_tell_nothing(signal: CamaraSimSwap) -> None:
    wrong = CamaraSimSwap(signal.url, signal.token_url, "hukumati", "wrong")
    away = CamaraSimSwap("http://127.0.0.1:9", "http://127.0.0.1:9/token", "hukumati", "s")
    for each in (wrong, away):
        assert each.was_swapped(PHONE, within=WEEK) is None
    assert "wrong" not in repr(wrong)


@pytest.fixture
def connected(operator: Running, signal: CamaraSimSwap, monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator is connected."""
    values = {"sim_swap_url": signal.url, "sim_swap_token_url": signal.token_url}
    config = settings.HUKUMATI.model_copy(update={**values, "sim_swap_client_secret": SecretStr("s")})
    monkeypatch.setattr(settings, "HUKUMATI", config)


@pytest.mark.django_db
def test_a_swapped_card_and_a_silent_operator_make_cautious(
    operator: Running, connected: None, browser: Browser
) -> None:
    browser.sign_in()
    account, now = Account.objects.get(), clock.now()
    assert not may_be_stolen(account, sent_at=now, now=now)
    assert browser.http.get("/en/account/factors/passkeys/new").status_code == 200
    swap(operator, 1)
    assert browser.http.get("/en/account/factors/passkeys/new").status_code == 303
    assert browser.http.get("/en/account").status_code == 200
    httpx.post(f"{operator.url}/_sim/faults", json={"mode": "down", "times": 1}).raise_for_status()
    assert may_be_stolen(account, sent_at=now, now=now)
    events = security_events.count_by_kind(since=clock.now() - MINUTE)
    assert (events["sim_swap.swapped"], events["sim_swap.unknown"]) == (1, 1)
