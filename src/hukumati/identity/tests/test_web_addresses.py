from typing import Any

import pytest

from hukumati.identity import wiring
from hukumati.identity.domain.web_addresses import AddressRefused, is_callable, read_address
from hukumati.identity.ports import WebUnavailable
from hukumati.identity.tests.relying_parties import key_for, web_server


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1",
        "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::", "2001:0:7f00:1::1", "2001:db8::1", "fe80::1%eth0", "", "localhost", "1",
    ],
)  # fmt: skip
def test_req_19_addresses_of_inner_networks_are_not_called(address: str) -> None:
    assert not is_callable(address, allows_loopback=False)


def test_req_19_public_addresses_are_called_and_this_machine_in_the_demonstration_alone() -> None:
    assert is_callable("93.184.215.14", allows_loopback=False)
    assert is_callable("2606:2800:21f:cb07:6820:80da:af6b:8b2c", allows_loopback=False)
    assert is_callable("127.0.0.1", allows_loopback=True)
    assert not is_callable("10.0.0.1", allows_loopback=True)
    assert not is_callable("169.254.169.254", allows_loopback=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://site.example.test/keys", "ftp://site.example.test/keys", "file:///etc/passwd", "//site.example.test/",
        "https://", "https:///keys", "https://user@site.example.test/", "https://user:pass@site.example.test/",
        "https://site.example.test/#keys", "https://site.example.test:99999/", "https://site.example.test:x/",
        "https://[::1/", "https://site.example.test/a b", "https://site.example.test/\nHost: x", "javascript:alert(1)",
        "https://site.example.test\\@127.0.0.1/", "https://مثال.example.test/",
        "https://site.example.test/" + "x" * 2000,
        "http://localhost/", "http://127.0.0.1/", "gopher://127.0.0.1:6379/_FLUSHALL", "",
    ],
)  # fmt: skip
def test_req_19_only_plain_https_addresses_are_read(url: str) -> None:
    with pytest.raises(AddressRefused):
        read_address(url, allows_loopback=False)


def test_req_19_the_demonstration_also_reads_http_on_this_machine() -> None:
    for host in ("localhost", "127.0.0.1", "ministry.localhost", "[::1]"):
        assert read_address(f"http://{host}:8080/keys", allows_loopback=True).port == 8080
    for host in ("localhost.example.test", "10.0.0.1", "127.0.0.1.example.test"):
        with pytest.raises(AddressRefused):
            read_address(f"http://{host}/keys", allows_loopback=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "127.1", "0177.0.0.1"])
def test_req_19_no_spelling_of_this_machine_is_called_outside_the_demonstration(settings: Any, host: str) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"demo": False})
    with pytest.raises((AddressRefused, WebUnavailable)):
        wiring.outside_web().request("GET", f"https://{host}/")


def test_names_of_this_machine_are_found_whatever_the_resolver_knows() -> None:
    with web_server() as web:
        web.publish(key_for("ES256"))
        url = web.url.replace("127.0.0.1", "ministry.localhost")
        assert wiring.outside_web().request("GET", url).status == 200


def test_req_19_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with web_server() as web:
        web.answer = (302, b"moved")
        answer = wiring.outside_web().request("GET", web.url)
    assert (answer.status, answer.body, web.asked) == (302, b"moved", 1)


def test_an_answer_that_is_too_large_or_a_site_that_is_down_is_unavailable() -> None:
    with web_server() as web:
        web.publish(key_for("ES256"))
        assert wiring.outside_web().request("GET", web.url).status == 200
        web.answer = (200, b"x" * 200_000)
        with pytest.raises(WebUnavailable):
            wiring.outside_web().request("GET", web.url)
    with pytest.raises(WebUnavailable):
        wiring.outside_web().request("GET", web.url)
