"""Production refuses weakness, and tells browsers to be strict, on errors too."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.test import Client, override_settings
from pydantic import SecretStr, ValidationError

from hukumati.project.config import PUBLIC_ADDRESSES, Config
from hukumati.project.serving.refusals import FAILED, REFUSALS, Refusal
from hukumati.project.unsafe_data import FictionalAccounts, refuse_fictional_accounts

SECRETS = {name: f"{name}-{'x' * 40}" for name, field in Config.model_fields.items() if field.annotation is SecretStr}
SOUND: dict[str, Any] = {
    "demo": False, **SECRETS, **{name: f"https://{name.removesuffix('_url')}.example.ps" for name in PUBLIC_ADDRESSES}
}  # fmt: skip

OTHER_ADDRESSES = [
    name
    for name in Config.model_fields
    if name.endswith("_url") and name not in PUBLIC_ADDRESSES and "database" not in name
]


@pytest.fixture(autouse=True)
def _only_what_the_test_says(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HUKUMATI_DEMO", "HUKUMATI_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


def test_a_sound_configuration_starts() -> None:
    assert Config(**SOUND).is_secure


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"secret_key": "short"}, "fewer than 32 characters: HUKUMATI_SECRET_KEY"),
        ({"secret_key": "x" * 31}, "fewer than 32 characters: HUKUMATI_SECRET_KEY"),
        ({"secret_key": ""}, "must be set outside the demonstration: HUKUMATI_SECRET_KEY"),
        ({"sms_password": SECRETS["secret_key"]}, "equal, and each must be its own: HUKUMATI_SECRET_KEY"),
        ({"debug": True}, "HUKUMATI_DEBUG"),
        ({"client_certificate_header": True}, "HUKUMATI_CLIENT_CERTIFICATE_HEADER"),
        *(({name: "http://10.0.0.7"}, f"stay on this machine: HUKUMATI_{name.upper()}") for name in OTHER_ADDRESSES),
        ({"sms_url": "http://127.0.0.1.example.ps"}, "stay on this machine: HUKUMATI_SMS_URL"),
        ({"sms_url": "ftp://127.0.0.1"}, "stay on this machine: HUKUMATI_SMS_URL"),
        *(({name: "http://x.example.ps"}, f"https://: HUKUMATI_{name.upper()}") for name in PUBLIC_ADDRESSES),
    ],
)
def test_weakness_is_refused_and_named(change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Config(**SOUND | change)


@pytest.mark.django_db
def test_production_does_not_serve_from_a_database_with_the_accounts_of_the_demonstration(settings: Any) -> None:
    demonstration = settings.HUKUMATI
    settings.HUKUMATI = demonstration.model_copy(update={"demo": False})
    refuse_fictional_accounts()
    settings.HUKUMATI = demonstration
    call_command("identity_seed_demo")
    refuse_fictional_accounts()
    settings.HUKUMATI = demonstration.model_copy(update={"demo": False})
    with pytest.raises(FictionalAccounts, match="passwords are public"):
        refuse_fictional_accounts()
    settings.HUKUMATI = demonstration.model_copy(update={"demo": False, "sandbox": True})
    refuse_fictional_accounts()


def test_a_sandbox_is_held_to_what_production_is_held_to() -> None:
    with pytest.raises(ValidationError, match="SECRET_KEY"):
        Config(**SOUND | {"sandbox": True, "secret_key": "short"})


@pytest.mark.parametrize("url", ["https://sms.example.ps", "http://localhost:8305", "http://[::1]:8305"])
def test_what_is_sent_by_https_or_stays_on_the_machine_is_sound(url: str) -> None:
    assert len(OTHER_ADDRESSES) == 10
    assert Config(**SOUND | dict.fromkeys(OTHER_ADDRESSES, url)).sms_url == url


def test_every_weakness_is_told_at_once() -> None:
    with pytest.raises(ValidationError) as refused:
        Config(**SOUND | {"secret_key": "short", "debug": True, "portal_url": "http://x"})
    assert all(word in str(refused.value) for word in ("SECRET_KEY", "DEBUG", "PORTAL_URL"))


SECURITY: Final = {
    "content-security-policy", "x-content-type-options", "x-frame-options", "referrer-policy", "permissions-policy",
    "cross-origin-opener-policy", "strict-transport-security",
}  # fmt: skip


@pytest.fixture
def _by_https() -> Iterator[None]:
    secure = django_settings.HUKUMATI.model_copy(update={"portal_url": "https://portal.localhost:8000"})
    with override_settings(HUKUMATI=secure):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("site", django_settings.SITES)
@pytest.mark.parametrize("path", ["/", "/services/", "/nosuch/", "/v", "/healthz", "/token", "/static/nosuch.css"])
@pytest.mark.usefixtures("_by_https")
def test_every_answer_has_the_headers_of_security(site: str, path: str) -> None:
    answer = Client(headers={"host": urlsplit(django_settings.SITES[site][0]).netloc}).get(path)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert {name.lower() for name in answer.headers} >= SECURITY


@pytest.mark.usefixtures("_by_https")
def test_a_static_file_has_them_too(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text("a{}")
    with override_settings(STATIC_ROOT=tmp_path):
        answer = Client(headers={"host": "portal.localhost:8000"}).get("/static/a.css")
    assert answer.getvalue() == b"a{}"
    assert {name.lower() for name in answer.headers} >= SECURITY


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"host": "bad host"}])
def test_an_answer_to_another_host_has_them_too(headers: dict[str, str]) -> None:
    answer = Client(headers=headers).get("/")
    assert answer.status_code == 400
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("refusal", [*REFUSALS.values(), FAILED])
@pytest.mark.usefixtures("_by_https")
def test_what_is_answered_without_django_has_them_too(refusal: Refusal) -> None:
    assert {name.decode() for name, _ in refusal.headers} >= SECURITY


@pytest.mark.parametrize("program", ["hukumati.project.wsgi", "hukumati.project.run.worker"])
def test_programs_are_read_before_any_model_is_ready(program: str) -> None:
    environment = {**os.environ, "HUKUMATI_DEMO": "1", "DJANGO_SETTINGS_MODULE": "hukumati.project.settings"}
    reading = [sys.executable, "-c", f"import {program}"]
    started = subprocess.run(reading, capture_output=True, text=True, check=False, env=environment)
    assert (started.returncode, started.stderr) == (0, "")
