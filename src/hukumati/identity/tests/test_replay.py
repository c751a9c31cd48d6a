import threading

import pytest
from django.db import connection

from hukumati.identity.models import UsedIdentifier
from hukumati.identity.tests.moments import MINUTE, NOON, SECOND
from hukumati.identity.use_cases.replay import use_once
from hukumati.identity.use_cases.retention import remove_old_rows

pytestmark = pytest.mark.django_db


def _use(identifier: str = "jti-1", *, kind: str = "dpop", issuer: str = "key", after: int = 0) -> bool:
    now = NOON + after * SECOND
    return use_once(kind=kind, issuer=issuer, identifier=identifier, expires_at=NOON + MINUTE, now=now)


def test_an_identifier_is_used_once_until_it_expires() -> None:
    assert _use()
    assert not _use()
    assert not _use(after=59)
    assert use_once(kind="dpop", issuer="key", identifier="jti-1", expires_at=NOON + 2 * MINUTE, now=NOON + MINUTE)


def test_identifiers_of_another_kind_or_issuer_are_others() -> None:
    assert _use()
    assert _use(kind="client_assertion")
    assert _use(issuer="another key")
    assert _use("jti-1", kind="dp", issuer="opkey")


@pytest.mark.django_db(transaction=True)
def test_of_twenty_parallel_uses_exactly_one_succeeds() -> None:
    start, answers = threading.Barrier(20), []

    def use() -> None:
        start.wait()
        try:
            answers.append(_use())
        finally:
            connection.close()

    threads = [threading.Thread(target=use) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False] * 19 + [True]


def test_expired_identifiers_are_swept() -> None:
    assert _use()
    remove_old_rows(now=NOON + 59 * SECOND)
    assert UsedIdentifier.objects.count() == 1
    remove_old_rows(now=NOON + MINUTE)
    assert UsedIdentifier.objects.count() == 0
