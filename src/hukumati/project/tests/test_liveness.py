"""A connection whose server is gone is noticed without asking, and another is taken."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection

from hukumati.project.postgresql.base import DatabaseWrapper
from hukumati.project.postgresql.liveness import is_quiet

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def pooled() -> Iterator[DatabaseWrapper]:
    settings = {**connection.settings_dict, "CONN_HEALTH_CHECKS": False}
    settings["OPTIONS"] = {**settings["OPTIONS"], "pool": {"min_size": 1, "max_size": 1, "timeout": 10}}
    wrapper = DatabaseWrapper(settings, alias="default")
    yield wrapper
    wrapper.close()
    wrapper.close_pool()


def _own_process(wrapper: DatabaseWrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def _end(process: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


def test_an_idle_connection_is_quiet_until_its_server_ends(pooled: DatabaseWrapper) -> None:
    process = _own_process(pooled)
    raw: psycopg.Connection[object] = pooled.connection
    assert is_quiet(raw)
    _end(process)
    assert not is_quiet(raw)
    raw.close()
    assert not is_quiet(raw)


def test_a_connection_that_ended_in_the_pool_is_replaced_before_anybody_meets_it(pooled: DatabaseWrapper) -> None:
    process = _own_process(pooled)
    pooled.close()  # back into the pool
    _end(process)
    assert _own_process(pooled) != process


def test_a_notice_that_came_meanwhile_is_no_end(pooled: DatabaseWrapper) -> None:
    with pooled.cursor() as cursor:
        cursor.execute("LISTEN something")
    process = _own_process(pooled)
    pooled.close()
    with connection.cursor() as cursor:
        cursor.execute("NOTIFY something")
    assert _own_process(pooled) == process
