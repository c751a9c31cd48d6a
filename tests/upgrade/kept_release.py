"""A release's data, kept small: its database as SQL, its data folder, and what its own code read of it.

`make keep-release` writes `releases/VERSION.tar.xz`. What is in it belongs to nobody: fictional people, and keys that
were made for this one folder and thrown away with it.
"""

import json
import lzma
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any, Final

from hukumati.core.clock import now
from hukumati.project.config import REPOSITORY
from hukumati.project.embedded_postgres import EmbeddedPostgres
from hukumati.project.run.platform import Platform

NOT_KEPT: Final = ("postgres", "log", "static", "bundles", "failpoints")
"""The database goes as SQL; the others are made again at the next start, or are of no use to anybody."""
DUMP, EXPECTED = "database.sql", "expected.json"
LIES_AHEAD: Final = """
SET session_replication_role = replica;
DO $$
DECLARE
    kept_at CONSTANT timestamptz := '{kept_at}';
    each record;
BEGIN
    FOR each IN
        SELECT table_name, column_name
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
        WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND is_generated = 'NEVER'
            AND data_type IN ('date', 'timestamp with time zone')
            AND (table_name, column_name) NOT IN (
                SELECT table_name, column_name FROM information_schema.key_column_usage)
    LOOP
        EXECUTE format('UPDATE public.%1$I SET %2$I = %2$I + ($1 - $2) WHERE %2$I > $2 AND %2$I < $3',
            each.table_name, each.column_name) USING now(), kept_at, timestamptz '9000-01-01';
    END LOOP;
END $$;
"""
"""Deadlines, appointments and validity that lay ahead when a release was kept lie as far ahead when it is read."""


def pack(platform: Platform, archive: Path, *, owners: dict[str, str], workplace: Path) -> None:
    """Write the data of a running platform, whose work is done, as one archive."""
    kept = {"owners": owners, "kept_at": now().isoformat(), "cases": read(platform, list(owners))}
    (workplace / EXPECTED).write_text(json.dumps(kept, indent=1, sort_keys=True))
    (workplace / DUMP).write_text(_run_tool(platform, "pg_dump", "--no-owner", "--no-privileges"))
    platform.stop()
    shutil.copytree(platform.data_dir, workplace / "data", ignore=shutil.ignore_patterns(*NOT_KEPT))
    with lzma.open(archive, "wb", preset=9) as stream, tarfile.open(fileobj=stream, mode="w") as tar:
        for name in (EXPECTED, DUMP, "data"):
            tar.add(workplace / name, arcname=name)


def unpack(archive: Path, folder: Path) -> dict[str, Any]:
    """Lay a kept release out as the data folder that it was; return what its own code read of it."""
    with lzma.open(archive) as stream, tarfile.open(fileobj=stream) as tar:
        tar.extractall(folder, filter="data")
    for each in (folder / "data").iterdir():
        each.rename(folder / each.name)
    postgres = EmbeddedPostgres(folder, durable=False)
    found: dict[str, Any] = json.loads((folder / EXPECTED).read_text())
    sql = (folder / DUMP).read_text() + LIES_AHEAD.format(kept_at=found.pop("kept_at"))
    with postgres.running(folder / "restore.log"):
        _tool(postgres, "psql", "--quiet", "--set=ON_ERROR_STOP=1", text=sql)
    return found


def read(platform: Platform, references: list[str]) -> dict[str, Any]:
    """Read the facts of cases with the code of this version, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.upgrade.reading", *references],
        env={**platform.base_environment, **platform.environment(), "PYTHONPATH": _path()},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _path() -> str:
    return os.pathsep.join([str(REPOSITORY / "src"), str(REPOSITORY)])


def _run_tool(platform: Platform, program: str, *arguments: str) -> str:
    return _tool(EmbeddedPostgres(platform.data_dir), program, *arguments)


def _tool(postgres: EmbeddedPostgres, program: str, *arguments: str, text: str | None = None) -> str:
    done = subprocess.run(
        [postgres.programs / program, *arguments, postgres.migration_url],
        input=text, capture_output=True, text=True, check=False,
        user=postgres.uid, group=postgres.gid, extra_groups=postgres.groups, cwd="/",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
