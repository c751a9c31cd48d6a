from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from hukumati.core import clock
from hukumati.identity.adapters.key_files import token_signer
from hukumati.identity.tests.browser import open_account, open_officer
from hukumati.identity.tests.conftest import _sms_is_read  # noqa: F401 -- a fixture
from hukumati.identity.use_cases.clients import register_clients
from hukumati.web.sign_in import id_token
from hukumati.web.sign_in.tests.network import Visitor, serving, start_application


@pytest.fixture
def platform(
    transactional_db: None, data_folder: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[int]:
    """The portal, the workplace and the provider on one real socket; gives the port."""
    with serving() as (port, server):
        urls = {face: f"http://{host}.localhost:{port}" for face, host in HOSTS.items()}
        settings.HUKUMATI = settings.HUKUMATI.model_copy(
            update={f"{face}_url": url for face, url in urls.items()}
            | {"identity_internal_url": f"http://127.0.0.1:{port}"}
        )
        faces = {face: (url, settings.FACES[face][1]) for face, url in urls.items()}
        for face in ("portal", "workplace"):
            faces[face] = (urls[face], "hukumati.web.sign_in.tests.faces")
        settings.FACES = settings.FACES | faces
        monkeypatch.setattr(id_token, "_keys", id_token._Keys())
        start_application(server)
        register_clients()
        token_signer().ensure_key(now=clock.now())
        open_account()
        open_officer()
        yield port
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE procrastinate_jobs CASCADE")


HOSTS = {"portal": "portal", "workplace": "workplace", "identity": "id"}


@pytest.fixture
def visitor(platform: int) -> Iterator[Visitor]:
    """A browser that has never been here."""
    browser = Visitor(platform)
    yield browser
    browser.close()
