import hashlib
from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.protocol.digests import UnsupportedAlgorithm, request_hash
from exchange.protocol.errors import ExchangeError
from exchange.protocol.messages import HOP_HEADERS, Headers, RestRequest, RestResponse, find_header

TARGET = "/r1/PS/GOV/MOI/POPULATION/persons"
CLIENT = ("X-Road-Client", "PS/GOV/MTDE/HUKUMATI")

names = st.from_regex(r"[A-Za-z][A-Za-z0-9\-]{0,12}", fullmatch=True)
values = st.text(st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_categories=["Cc"]), max_size=30).map(
    lambda text: text.strip(" \t")
)
header_lists = st.lists(st.tuples(names, values), max_size=8).map(tuple)


def a_request(*, verb: str = "GET", target: str = TARGET, headers: Headers = (CLIENT,)) -> RestRequest:
    return RestRequest.from_client(
        verb=verb, target=target, headers=headers, request_id="the-request", new_query_id="PS-new"
    )


def test_the_canonical_bytes_of_a_request_are_these() -> None:
    request = a_request(
        target=TARGET + "/current?a=%20b&c",
        headers=(CLIENT, ("Uxp-Subject-Id", "1"), ("Host", "h"), ("X-Road-Id", "q1"), ("Accept", "*/*")),
    )
    assert request.message == (
        b"GET\r\n/r1/PS/GOV/MOI/POPULATION/persons/current?a=%20b&c\r\n"
        b"X-Road-Client:PS/GOV/MTDE/HUKUMATI\r\nUxp-Subject-Id:1\r\nX-Road-Id:q1\r\nAccept:*/*\r\n"
        b"x-road-request-id:the-request\r\n"
    )


def test_headers_that_the_consumer_adds_come_last_and_in_order() -> None:
    assert a_request().headers == (
        CLIENT,
        ("Accept", "application/json"),
        ("x-road-request-id", "the-request"),
        ("x-road-id", "PS-new"),
    )


def test_the_canonical_bytes_of_a_response_are_these() -> None:
    request = a_request()
    response = RestResponse.from_service(
        code=404,
        reason="Not Found",
        headers=(("Content-Type", "text/plain"), ("X-Road-Id", "forged"), ("Server", "s"), ("Connection", "close")),
        request=request,
        request_hash="HASH",
    )
    assert response.message == (
        b"404\r\nNot Found\r\nContent-Type:text/plain\r\nx-road-id:PS-new\r\nx-road-client:PS/GOV/MTDE/HUKUMATI\r\n"
        b"x-road-service:PS/GOV/MOI/POPULATION/persons\r\nx-road-request-id:the-request\r\nx-road-request-hash:HASH\r\n"
    )


@given(header_lists)
def test_a_request_reads_back_its_own_bytes(headers: Headers) -> None:
    try:
        request = a_request(headers=(*headers, CLIENT))
    except ExchangeError:
        return
    assert RestRequest.from_bytes(request.message) == request


@given(st.binary(max_size=200))
def test_any_bytes_raise_only_the_error_of_the_protocol(data: bytes) -> None:
    for kind in (RestRequest, RestResponse):
        try:
            message = kind.from_bytes(data)
        except ExchangeError:
            continue
        assert message.message == data


@given(header_lists)
def test_headers_of_the_connection_are_never_carried(headers: Headers) -> None:
    hop = tuple((name.upper(), "x") for name in sorted(HOP_HEADERS))
    request = a_request(headers=(*hop, CLIENT))
    assert not {name.lower() for name, _ in request.headers} & HOP_HEADERS


def test_a_client_cannot_set_the_request_id_or_hash() -> None:
    request = a_request(headers=(CLIENT, ("X-Road-Request-Id", "forged"), ("x-road-request-hash", "forged")))
    assert request.request_id == "the-request"
    assert find_header(request.headers, "x-road-request-hash") is None


def test_the_last_duplicate_of_the_client_wins() -> None:
    request = a_request(headers=(("x-road-client", "PS/GOV/MOJ/OTHER"), CLIENT))
    assert str(request.client) == "PS/GOV/MTDE/HUKUMATI"


def test_the_path_after_the_service_code_stays_raw() -> None:
    request = a_request(target=TARGET + "/a%2Fb/?q=%41")
    assert request.service_path == "/a%2Fb/"
    assert request.raw_query == "q=%41"
    assert a_request().service_path == ""
    assert a_request().raw_query is None


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("/r1/PS/GOV/MOI/POPULATION", "bad_request"),
        ("/r2/PS/GOV/MOI/POPULATION/persons", "invalid_protocol_version"),
        ("/r1/PS/GOV/MOI//persons", "bad_request"),
        ("/r1/PS/GOV/MOI/POP%ZZ/persons", "bad_request"),
        ("/r1/PS/GOV/MOI/../persons", "bad_request"),
        (TARGET + "#fragment", "bad_request"),
        (TARGET + "/\u0627", "bad_request"),
        ("http://host" + TARGET, "bad_request"),
    ],
)
def test_a_malformed_target_is_refused(target: str, code: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        a_request(target=target)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ((), "missing_header_field"),
        ((("X-Road-Client", "PS/GOV"),), "invalid_client_identifier"),
        ((("X-Road-Client", "PS/GOV/MOI/A/B"),), "invalid_client_identifier"),
        ((CLIENT, ("X-Evil", "a\r\nX-Road-Client:PS/GOV/MOJ/OTHER")), "invalid_message"),
        ((CLIENT, ("X Evil", "a")), "invalid_message"),
        ((CLIENT, ("X-Evil:b", "a")), "invalid_message"),
    ],
)
def test_malformed_headers_are_refused(headers: Headers, code: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        a_request(headers=headers)
    assert caught.value.code == code


def test_an_unknown_verb_is_refused() -> None:
    with pytest.raises(ExchangeError) as caught:
        a_request(verb="CONNECT")
    assert caught.value.code == "invalid_http_method"


def test_the_request_hash_is_of_digests_when_there_is_a_body_even_an_empty_one() -> None:
    def h(data: bytes) -> bytes:
        return hashlib.sha512(data).digest()

    assert request_hash(message=b"m", body=None) == b64encode(h(b"m")).decode()
    assert request_hash(message=b"m", body=b"") == b64encode(h(h(b"m") + h(b""))).decode()
    assert request_hash(message=b"m", body=b"b") == b64encode(h(h(b"m") + h(b"b"))).decode()
    with pytest.raises(UnsupportedAlgorithm):
        request_hash(message=b"m", body=None, algorithm="MD5")


@pytest.mark.parametrize(
    "name", ["x-road-id", "x-road-client", "x-road-service", "x-road-request-id", "x-road-request-hash"]
)
def test_a_response_to_another_request_is_inconsistent(name: str) -> None:
    request = a_request()
    response = RestResponse.from_service(code=200, reason="OK", headers=(), request=request, request_hash="HASH")
    response.check_answers(request, request_hash="HASH")
    altered = tuple((key, "PS/GOV/MOI/A/B" if key == name else value) for key, value in response.headers)
    with pytest.raises(ExchangeError) as caught:
        RestResponse(200, "OK", altered).check_answers(request, request_hash="HASH")
    assert caught.value.code == "inconsistent_response"


def test_a_response_reads_back_its_own_bytes() -> None:
    response = RestResponse(299, "Fine", (("X-A", "1"), ("x-a", "")))
    assert RestResponse.from_bytes(response.message) == response


@pytest.mark.parametrize(
    "message",
    [
        b"200\r\n",
        b"099\r\nOK\r\n",
        b"20\r\nOK\r\n",
        b"200\r\n OK\r\n",
        b"200\r\nOK",
        b"200\r\nOK\r\nx\r\n",
        b"200\r\nOK\r\n\xff\r\n",
    ],
)
def test_a_malformed_response_is_refused(message: bytes) -> None:
    with pytest.raises(ExchangeError) as caught:
        RestResponse.from_bytes(message)
    assert caught.value.code == "invalid_rest"


def test_a_response_may_have_no_headers_and_no_reason() -> None:
    assert RestResponse.from_bytes(b"200\r\n\r\n") == RestResponse(200, "", ())


def test_a_query_id_is_kept_up_to_255_characters() -> None:
    assert a_request(headers=(CLIENT, ("X-Road-Id", "q" * 255))).query_id == "q" * 255
    with pytest.raises(ExchangeError) as caught:
        a_request(headers=(CLIENT, ("X-Road-Id", "q" * 256)))
    assert caught.value.code == "missing_header_field"


def test_an_empty_query_id_is_replaced() -> None:
    request = a_request(headers=(CLIENT, ("X-Road-Id", "")))
    assert request.query_id == "PS-new"
    assert [name for name, _ in request.headers].count("X-Road-Id") == 0


def test_a_request_names_its_server_and_its_represented_party() -> None:
    request = a_request(
        headers=(CLIENT, ("X-Road-Security-Server", "PS/GOV/MOI/SS2"), ("X-Road-Represented-Party", "COM/12"))
    )
    assert (str(request.security_server), str(request.represented_party)) == ("PS/GOV/MOI/SS2", "COM/12")
    assert (a_request().security_server, a_request().represented_party) == (None, None)


@pytest.mark.parametrize(
    ("name", "code"),
    [("X-Road-Security-Server", "invalid_security_server"), ("X-Road-Represented-Party", "bad_request")],
)
def test_a_malformed_server_or_party_is_refused_when_it_is_read(name: str, code: str) -> None:
    request = a_request(headers=(CLIENT, (name, "a/b/c/d/e")))
    with pytest.raises(ExchangeError) as caught:
        _ = request.security_server, request.represented_party
    assert caught.value.code == code


@pytest.mark.parametrize(
    "message",
    [
        b"GET\r\n/r1/PS/GOV/MOI/POPULATION/persons\r\n",
        b"GET\r\n/r1/PS/GOV/MOI/POPULATION/persons\r\nX-Road-Client:PS/GOV/MTDE/HUKUMATI",
    ],
)
def test_an_incomplete_request_is_refused(message: bytes) -> None:
    with pytest.raises(ExchangeError) as caught:
        RestRequest.from_bytes(message)
    assert caught.value.code == "invalid_rest"


def test_the_response_of_a_service_is_carried_without_unprintable_characters_in_its_reason() -> None:
    response = RestResponse.from_service(
        code=200, reason=" O\x00K\r\n ", headers=(("X-A", "1"),), request=a_request(), request_hash="HASH"
    )
    assert response.reason == "OK"
    assert response.headers[0] == ("X-A", "1")
    with pytest.raises(ExchangeError):
        RestResponse.from_service(
            code=200, reason="", headers=(("X A", "1"),), request=a_request(), request_hash="HASH"
        )
