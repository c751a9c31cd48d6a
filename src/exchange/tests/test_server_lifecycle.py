"""A server starts, stops, is killed, and starts again."""

import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
import yaml

from exchange import message_log
from exchange.testing import CLIENT, POPULATION, HostedFile, Pair, StubResponse, StubService, hosted, running_pair

PERSONS = "/r1/PS/GOV/MOI/POPULATION/persons/current"


def call(pair: Pair) -> httpx.Response:
    return httpx.get(pair.consumer.client_url + PERSONS, headers={"X-Road-Client": CLIENT}, trust_env=False, timeout=10)


def services(stub: StubService) -> list[HostedFile]:
    return [hosted(f"{POPULATION}/persons", stub.url)]


def test_a_running_request_is_answered_before_the_server_stops(tmp_path: Path, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(body=b"response", delay_seconds=0.5)
    with running_pair(tmp_path, services=services(stub)) as pair, ThreadPoolExecutor() as pool:
        answer = pool.submit(call, pair)
        time.sleep(0.25)
        started = time.perf_counter()
        assert pair.consumer.stop() == 0
        assert time.perf_counter() - started < 3
        assert answer.result().content == b"response"
        assert answer.result().headers["connection"] == "close"
        assert pair.provider.stop() == 0
        assert message_log.verify(pair.consumer.log_dir) == 2


def test_a_stopping_server_does_not_wait_for_ever(tmp_path: Path, stub: StubService) -> None:
    stub.respond = lambda _request: StubResponse(delay_seconds=3)
    with running_pair(tmp_path, services=services(stub), grace_seconds=0.3) as pair, ThreadPoolExecutor() as pool:
        answer = pool.submit(call, pair)
        time.sleep(0.2)
        started = time.perf_counter()
        assert pair.consumer.stop() == 0
        assert time.perf_counter() - started < 1.5
        with pytest.raises(httpx.TransportError):
            answer.result()


def test_the_log_continues_where_a_killed_server_left_it(tmp_path: Path, stub: StubService) -> None:
    with running_pair(tmp_path, services=services(stub)) as pair:
        assert call(pair).status_code == 200
        for server in (pair.consumer, pair.provider):
            server.kill()
            with message_log.segments(server.log_dir)[-1].open("ab") as file:
                file.write(b'{"number":3,"torn')
            server.start()
        assert call(pair).status_code == 200
        assert message_log.verify(pair.consumer.log_dir) == message_log.verify(pair.provider.log_dir) == 4


def test_a_provider_that_is_down_is_a_network_error_and_is_found_again(tmp_path: Path, stub: StubService) -> None:
    with running_pair(tmp_path, services=services(stub)) as pair:
        assert call(pair).status_code == 200
        pair.provider.kill()
        assert call(pair).headers["x-road-error"] == "server.clientproxy.network_error"
        pair.provider.start()
        assert call(pair).status_code == 200


def test_a_taken_port_is_named_in_the_error(tmp_path: Path, stub: StubService) -> None:
    with running_pair(tmp_path, services=services(stub)) as pair:
        pair.provider.kill()
        with socket.create_server(("127.0.0.1", int(pair.provider.peer_url.rpartition(":")[2]))):
            status, stderr = run(tmp_path / "ss2.yaml")
        assert status == 2
        assert "cannot listen on 127.0.0.1:" in stderr


def test_two_servers_do_not_share_a_log(tmp_path: Path, stub: StubService) -> None:
    with running_pair(tmp_path, services=services(stub)):
        status, stderr = run(tmp_path / "ss2.yaml")
        assert status == 2
        assert "another server writes to" in stderr


def run(config: Path, *options: str) -> tuple[int, str]:
    command = [sys.executable, "-m", "exchange.server", "--config", str(config), *options]
    source = str(Path(message_log.__file__).parents[1])
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False, env={"PYTHONPATH": source})
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"server": "PS/GOV/MTDE"}, "server"),
        ({"server": "PS/GOV/MTDE/SS9"}, "PS/GOV/MTDE/SS9 is not a server of the registry"),
        ({"surprise": 1}, "surprise"),
        ({"client_edge": {"host": "127.0.0.1", "port": 99999}}, "client_edge.port"),
        ({"registry": "missing.yaml"}, "missing.yaml"),
        (
            {"services": [hosted("PS/GOV/MOI/POPULATION/persons", "http://x")]},
            "does not say that PS/GOV/MTDE/SS1 hosts",
        ),
        ({"services": [hosted("PS/GOV/MTDE/HUKUMATI/listMethods", "http://x")]}, "is reserved"),
        ({"services": [hosted("PS/GOV/MTDE/HUKUMATI/x_y", "http://x")]}, "may be registered"),
        ({"services": [hosted("PS/GOV/MTDE/HUKUMATI/x", "ftp://x")]}, "must be http://"),
        ({"services": [hosted("PS/GOV/MTDE/HUKUMATI/x", "http://x")] * 2}, "declared twice"),
    ],
)
def test_a_configuration_that_cannot_work_says_why(
    tmp_path: Path, pair: Pair, changes: dict[str, object], reason: str
) -> None:
    (tmp_path / "registry.yaml").write_text((pair.consumer.folder / "registry.yaml").read_text())
    content = yaml.safe_load((pair.consumer.folder / "ss1.yaml").read_text()) | changes
    (tmp_path / "ss1.yaml").write_text(yaml.safe_dump(content))
    status, stderr = run(tmp_path / "ss1.yaml", "--check")
    assert status == 2
    assert reason in stderr


def test_a_configuration_that_works_is_checked_in_silence(pair: Pair) -> None:
    assert run(pair.provider.folder / "ss2.yaml", "--check") == (0, "")
