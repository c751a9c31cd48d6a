"""An address has one form, however proxies and sockets write it, so that its limits are one."""

from typing import Any

import pytest
from django.test import RequestFactory

from hukumati.core.network import client_address, client_line, client_network


@pytest.mark.parametrize(
    ("written", "address", "line", "network"),
    [
        ("1.2.3.4", "1.2.3.4", "1.2.3.4/32", "1.2.3.0/24"),
        (" 1.2.3.4:5678 ", "1.2.3.4", "1.2.3.4/32", "1.2.3.0/24"),
        ("::ffff:1.2.3.4", "1.2.3.4", "1.2.3.4/32", "1.2.3.0/24"),
        ("::FFFF:0102:0304", "1.2.3.4", "1.2.3.4/32", "1.2.3.0/24"),
        ("[::ffff:1.2.3.4]:80", "1.2.3.4", "1.2.3.4/32", "1.2.3.0/24"),
        ("[2001:DB8::1]:443", "2001:db8::1", "2001:db8::/64", "2001:db8::/64"),
        ("2001:db8:0:0:9:0:0:1", "2001:db8::9:0:0:1", "2001:db8::/64", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::1", "fe80::/64", "fe80::/64"),
        ("", "unknown", "unknown", "unknown"),
        ("unix:", "unknown", "unknown", "unknown"),
        ("1.2.3.4, 5.6.7.8", "unknown", "unknown", "unknown"),
    ],
)
def test_an_address_has_one_form(written: str, address: str, line: str, network: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR=written)
    assert (client_address(request), client_line(request), client_network(request)) == (address, line, network)


def test_a_forwarded_address_has_it_too(settings: Any) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"proxy_count": 1})
    forwarded = "6.6.6.6, ::ffff:7.7.7.7"
    request = RequestFactory().get("/", REMOTE_ADDR="::1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == "7.7.7.7"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "6.6.6.6", "1.1.1.1"),
        (1, "6.6.6.6", "6.6.6.6"),
        (1, "", "1.1.1.1"),
        (2, "5.5.5.5, 6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (2, "6.6.6.6, 7.7.7.7", "6.6.6.6"),
        (2, "6.6.6.6,, ,", "1.1.1.1"),
    ],
)
def test_a_forwarded_address_counts_behind_as_many_proxies_as_there_are(
    settings: Any, proxies: int, forwarded: str, address: str
) -> None:
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"proxy_count": proxies})
    request = RequestFactory().get("/", REMOTE_ADDR="1.1.1.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address
