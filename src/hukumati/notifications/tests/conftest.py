"""The simulators that messages are sent to, as processes; each test begins with them empty and in order."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import SecretStr
from pytest_django.fixtures import Settings

SOURCE = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class Outside:
    """A simulator's addresses, and its control interface."""

    url: str
    smtp_port: int = 0

    def received(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx.get(f"{self.url}/_sim/messages").json()["messages"]
        return found

    def wait_for_message(self) -> dict[str, Any]:
        for _ in range(100):
            if messages := self.received():
                return messages[0]
            time.sleep(0.05)
        raise TimeoutError

    def order(self, mode: str, **more: Any) -> None:
        httpx.post(f"{self.url}/_sim/faults", json={"mode": mode, **more}).raise_for_status()

    def reset(self) -> None:
        httpx.post(f"{self.url}/_sim/reset").raise_for_status()


def _run(*arguments: str, lines: int) -> Iterator[list[str]]:
    command = [sys.executable, "-m", *arguments, "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        yield [process.stdout.readline().split()[-1] for _ in range(lines)]
        process.terminate()


@pytest.fixture(scope="session")
def sms_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    data = str(tmp_path_factory.mktemp("sms"))
    for (url,) in _run("simulators.sms", "--data", data, "--username", "u", "--password", "p", lines=1):
        yield Outside(url)


@pytest.fixture(scope="session")
def mail_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    data = str(tmp_path_factory.mktemp("mail"))
    for url, smtp in _run("simulators.mail", "--data", data, "--smtp-port", "0", lines=2):
        yield Outside(url, int(smtp.rpartition(":")[2]))


@pytest.fixture
def configure(settings: Settings) -> Callable[..., None]:
    def change(**values: Any) -> None:
        settings.HUKUMATI = settings.HUKUMATI.model_copy(update=values)

    return change


@pytest.fixture
def sms(sms_process: Outside, configure: Callable[..., None]) -> Outside:
    configure(sms_url=sms_process.url, sms_username="u", sms_password=SecretStr("p"))
    sms_process.reset()
    return sms_process


@pytest.fixture
def mail(mail_process: Outside, configure: Callable[..., None]) -> Outside:
    configure(smtp_host="127.0.0.1", smtp_port=mail_process.smtp_port)
    mail_process.reset()
    return mail_process
