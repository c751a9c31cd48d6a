"""What is kept for a while: encrypted, and gone when its time is over."""

from datetime import timedelta

import pytest

from hukumati.core import clock, keeping
from hukumati.core.digests import subject_digest
from hukumati.core.models import Kept

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_what_is_kept_is_found_by_its_key_and_purpose_alone() -> None:
    now = clock.now()
    keeping.keep(purpose="form", key="k", value={"reason": "مرض"}, lifetime=HOUR, now=now)
    assert keeping.find(purpose="form", key="k", now=now) == {"reason": "مرض"}
    assert keeping.find(purpose="form", key="other", now=now) is None
    assert keeping.find(purpose="other", key="k", now=now) is None


def test_neither_the_value_nor_the_key_rests_in_clear() -> None:
    keeping.keep(purpose="form", key="the-key", value="a secret", lifetime=HOUR, now=clock.now())
    (row,) = Kept.objects.values()
    assert "secret" not in str(row)
    assert "the-key" not in str(row)
    assert row["key"] == subject_digest(record="kept.form", subject="the-key")


def test_its_time_ends_and_the_purge_removes_it() -> None:
    now = clock.now()
    keeping.keep(purpose="form", key="k", value=1, lifetime=HOUR, now=now)
    keeping.keep(purpose="form", key="k", value=2, lifetime=2 * HOUR, now=now)
    assert keeping.find(purpose="form", key="k", now=now + 1.5 * HOUR) == 2
    keeping.purge(moment=now + HOUR)
    assert Kept.objects.exists()
    assert keeping.find(purpose="form", key="k", now=now + 2 * HOUR) is None
    keeping.purge(moment=now + 2 * HOUR)
    assert not Kept.objects.exists()


def test_what_is_forgotten_is_gone_and_what_another_secret_wrote_is_not_read(settings: object) -> None:
    now = clock.now()
    for key in ("a", "b"):
        keeping.keep(purpose="form", key=key, value=key, lifetime=HOUR, now=now)
    keeping.forget(purpose="form", key="a")
    assert keeping.find(purpose="form", key="a", now=now) is None
    settings.SECRET_KEY = "another secret of the installation"  # type: ignore[attr-defined]
    assert keeping.find(purpose="form", key="b", now=now) is None
