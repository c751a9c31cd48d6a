import json
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.protocol.errors import (
    CODES,
    JSON_TYPE,
    ExchangeError,
    Fault,
    current_spelling,
    error_content_type,
    legacy_spelling,
    parse_soap_fault,
)

FAULT = Fault(type="server.serverproxy.access_denied", message="No: <a> & “b”", detail="uuid")


@pytest.mark.parametrize(
    ("current", "legacy"),
    [
        ("server.serverproxy.access_denied", "Server.ServerProxy.AccessDenied"),
        ("server.clientproxy.service_failed.io_error", "Server.ClientProxy.ServiceFailed.IOError"),
        ("client.invalid_client_identifier", "Client.InvalidClientIdentifier"),
        ("server.clientproxy.global_conf_outdated", "Server.ClientProxy.OutdatedGlobalConf"),
        ("signer.token_readonly", "Signer.TokenReadOnly"),
        ("server.serverproxy.service_failed.hsm_non_operational", "Server.ServerProxy.ServiceFailed.HSMNonOperational"),
    ],
)
def test_a_type_has_two_spellings(current: str, legacy: str) -> None:
    assert legacy_spelling(current) == legacy
    assert current_spelling(legacy) == current
    assert current_spelling(current) == current


def test_no_two_codes_share_a_legacy_spelling() -> None:
    assert len({legacy_spelling(code) for code in CODES}) == len(CODES)


def test_the_json_body_is_this() -> None:
    assert FAULT.body(content_type=JSON_TYPE) == (
        '{"type":"server.serverproxy.access_denied","message":"No: <a> & “b”","detail":"uuid"}'.encode()
    )
    assert json.loads(FAULT.body(content_type=JSON_TYPE, legacy=True))["type"] == "Server.ServerProxy.AccessDenied"


def test_the_xml_body_is_this() -> None:
    body = FAULT.body(content_type="text/xml;charset=utf-8").decode()
    assert body.endswith(
        "<error><type>server.serverproxy.access_denied</type><message>No: &lt;a&gt; &amp; “b”</message>"
        "<detail>uuid</detail></error>"
    )
    assert Xml.fromstring(body.encode()).findtext("message") == FAULT.message  # noqa: S314 - our own text


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", JSON_TYPE),
        ("*/*", JSON_TYPE),
        ("application/json, text/html", JSON_TYPE),
        ("text/xml", "text/xml;charset=utf-8"),
        ("text/*;q=0.5", "text/xml;charset=utf-8"),
        ("image/png, APPLICATION/XML", "application/xml;charset=utf-8"),
    ],
)
def test_xml_is_answered_to_those_who_accept_it(accept: str, expected: str) -> None:
    assert error_content_type(accept) == expected


def test_the_server_s_errors_are_500_and_the_client_s_400() -> None:
    assert FAULT.status == 500
    assert Fault(type="client.bad_request", message="", detail="").status == 400
    assert Fault(type="Server.ServerProxy.IOError", message="", detail="").status == 500


@pytest.mark.parametrize("legacy", [True, False])
def test_a_fault_survives_encoding_and_parsing(legacy: bool) -> None:
    assert parse_soap_fault(FAULT.soap(legacy=legacy)) == FAULT


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a>",
        b"<a/>",
        b"<faultcode>a\r\nX-Evil: 1</faultcode>",
        b"<faultcode>" + b"a" * 70000 + b"</faultcode>",
        b'<!DOCTYPE a [<!ENTITY e "x">]><faultcode>&e;</faultcode>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    ],
)
def test_anything_but_a_fault_is_refused(data: bytes) -> None:
    with pytest.raises(ExchangeError) as caught:
        parse_soap_fault(data)
    assert caught.value.code == "invalid_soap"


@given(st.binary(max_size=200))
def test_any_bytes_raise_only_the_error_of_the_protocol(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        parse_soap_fault(data)
