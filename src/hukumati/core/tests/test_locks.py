"""One at a time: what holds a key keeps others out until it is done, also when it fails."""

import threading

import pytest
from django.db import connection

from hukumati.core.locks import one_at_a_time

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_waits_for_the_first() -> None:
    order: list[str] = []
    is_held = threading.Event()

    def second() -> None:
        is_held.wait()
        with one_at_a_time("a case"):
            order.append("second")
        connection.close()

    thread = threading.Thread(target=second)
    with one_at_a_time("a case"):
        thread.start()
        is_held.set()
        with one_at_a_time("another case"):
            order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_a_failure_inside_frees_the_key() -> None:
    with pytest.raises(ValueError, match="inside"), one_at_a_time("a case"):
        raise ValueError("inside")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        assert cursor.fetchone() == (0,)
