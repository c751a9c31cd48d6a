"""Whether a connection still leads somewhere, without asking the server: a round trip less at every request and job."""

import select
from typing import Any

import psycopg
from psycopg_pool import AsyncConnectionPool


def is_quiet(connection: psycopg.BaseConnection[Any]) -> bool:
    """Return whether nothing has come since the last answer.

    A server that ended, or closed the connection, is something that has come: the end of the stream.
    """
    if connection.closed:
        return False
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN | select.POLLERR | select.POLLHUP)
    return not watch.poll(0)


async def look_at(connection: psycopg.AsyncConnection[Any]) -> None:
    """Ask the server when something has come; raises what psycopg raises when there is none any more."""
    if not is_quiet(connection):
        await AsyncConnectionPool.check_connection(connection)
