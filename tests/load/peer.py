"""The peer: npm `oidc-provider` with PostgreSQL, started beside the platform where Node and its packages are there.

`npm ci --prefix tests/load/peer` brings them.
"""

import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import httpx

from hukumati.project.processes import tree_seconds
from hukumati.project.run.ports import free_port
from tests.load.relying_party import RelyingParty
from tests.load.site import Site

FOLDER: Final = Path(__file__).parent / "peer"
REDIRECT: Final = "http://127.0.0.1:9/callback"
PATHS: Final = {"authorize": "/auth", "token": "/token", "introspection": "/token/introspection"}


@contextmanager
def running_peer(site: Site) -> Iterator[RelyingParty | None]:
    """Run the peer for the length of a `with` block; None where it is not installed."""
    node = shutil.which("node")
    if node is None or not (FOLDER / "node_modules").is_dir():
        yield None
        return
    port, secret = free_port(), secrets.token_urlsafe(32)
    environment = {
        "PATH": os.environ["PATH"],
        "NODE_ENV": "production",
        "PORT": str(port),
        "PEER_DATABASE": json.dumps(_database(site)),
        "PEER_SECRET": secret,
        "PEER_REDIRECT": REDIRECT,
    }
    command = [node, str(FOLDER / "provider.mjs")]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as peer:
        try:
            if peer.stdout is None or not any("ready" in line for line in peer.stdout):
                raise AssertionError("the peer does not start")
            yield RelyingParty(
                issuer=f"http://127.0.0.1:{port}",
                port=port,
                paths=PATHS,
                client_id="bench",
                secret=secret,
                redirect_uri=REDIRECT,
                scope="openid",
                browser=httpx.Client(timeout=20),
                seconds=lambda: tree_seconds([peer.pid])[peer.pid],
            )
        finally:
            peer.terminate()


def _database(site: Site) -> dict[str, str | int]:
    """Return where the platform's database is, as its owner reaches it: the peer makes a table there."""
    url = urlsplit(site.owner_environment()["HUKUMATI_DATABASE_URL"])
    found: dict[str, str | int | None] = {
        "host": parse_qs(url.query).get("host", [url.hostname or ""])[0],
        "port": url.port,
        "user": unquote(url.username or ""),
        "password": unquote(url.password or ""),
        "database": url.path.lstrip("/"),
    }
    return {name: value for name, value in found.items() if value}
