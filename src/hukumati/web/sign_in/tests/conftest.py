import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pydantic import SecretStr

from hukumati.web.sign_in import id_token
from hukumati.web.sign_in.tests.network import Visitor, serving, start_application
from hukumati.web.sign_in.tests.people import open_accounts

SOURCE = Path(__file__).parents[4]
HOSTS = {"portal": "portal", "workplace": "workplace", "identity": "id"}


@pytest.fixture(scope="session")
def sms_gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The SMS gateway's simulator as a process; gives its address."""
    data = str(tmp_path_factory.mktemp("sms"))
    command = [
        sys.executable,
        "-m",
        "simulators.sms",
        "--data",
        data,
        "--username",
        "u",
        "--password",
        "p",
        "--port",
        "0",
    ]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
        process.terminate()


@pytest.fixture
def platform(
    transactional_db: None,
    data_folder: Path,
    sms_gateway: str,
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[int]:
    """The portal, the workplace and the provider on one real socket; gives the port."""
    with serving() as (port, server):
        urls = {site: f"http://{host}.localhost:{port}" for site, host in HOSTS.items()}
        changed = {f"{site}_url": url for site, url in urls.items()} | {
            "identity_internal_url": f"http://127.0.0.1:{port}",
            "sms_url": sms_gateway,
            "sms_username": "u",
            "sms_password": SecretStr("p"),
        }
        settings.HUKUMATI = settings.HUKUMATI.model_copy(update=changed)
        sites = {site: (url, settings.SITES[site][1]) for site, url in urls.items()}
        for site in ("portal", "workplace"):
            sites[site] = (urls[site], "hukumati.web.sign_in.tests.sites")
        settings.SITES = settings.SITES | sites
        monkeypatch.setattr(id_token, "_keys", id_token._Keys())
        start_application(server)
        call_command("identity_setup")
        open_accounts()
        yield port


@pytest.fixture
def visitor(platform: int, sms_gateway: str, run_jobs: Callable[[], list[Exception]]) -> Iterator[Visitor]:
    """A browser that has never been here, with a telephone beside it."""
    browser = Visitor(platform, sms_gateway, run_jobs)
    yield browser
    browser.close()
