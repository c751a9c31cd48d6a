from typing import Any

import psycopg
from django.db.backends.postgresql import base

from hukumati.project.postgresql.liveness import is_quiet


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper that checks a pooled connection before use, and takes another when its server is gone."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> psycopg.Connection[Any]:
        """Return a connection whose server is there."""
        while True:
            connection: psycopg.Connection[Any] = super().get_new_connection(conn_params)
            if self.pool is None or is_quiet(connection) or self._answers(connection):
                return connection
            connection.close()
            self.pool.putconn(connection)

    @staticmethod
    def _answers(connection: psycopg.Connection[Any]) -> bool:
        try:
            connection.execute("")
        except psycopg.Error:
            return False
        return True
