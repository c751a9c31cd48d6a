from datetime import timedelta
from typing import Any

import pytest

from hukumati.core import clock
from hukumati.identity import jobs
from hukumati.identity.models import AccessToken, Account, Code, Grant, LoginSession
from hukumati.identity.tests.browser import Browser, open_account, query_of, redeem
from hukumati.identity.use_cases import retention
from hukumati.identity.use_cases.accounts import phone_digest

pytestmark = pytest.mark.django_db


def test_more_rows_than_one_batch_are_all_removed_with_what_hangs_on_them(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    redeem(browser.sign_in())
    for _ in range(4):
        redeem(query_of(browser.authorize())["code"])
    assert Grant.objects.count() == 5
    retention.remove_old_rows(now=clock.now() + timedelta(days=3))
    for model in (AccessToken, Code, Grant, LoginSession):
        assert not model._default_manager.exists()


def test_the_sweep_fills_the_digests_that_an_older_release_left_empty(browser: Any) -> None:
    open_account()
    Account.objects.update(phone_digest=None)
    jobs.sweep(timestamp=0)
    account = Account.objects.get()
    assert account.phone_digest is not None
    assert bytes(account.phone_digest) == phone_digest(account.phone)
