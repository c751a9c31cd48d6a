import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.protocol import multipart
from exchange.protocol.errors import ExchangeError
from exchange.protocol.multipart import Part

BOUNDARY = "xtopABCDEF"
TYPE = multipart.content_type(BOUNDARY)


def test_the_bytes_on_the_wire_are_these() -> None:
    parts = [Part(multipart.REST_REQUEST, b"GET\r\n/r1\r\n"), Part(multipart.REST_BODY, b"\x00\r\n")]
    assert multipart.encode(parts, boundary=BOUNDARY) == (
        b"--xtopABCDEF\r\ncontent-type: application/x-road-rest-request\r\n\r\nGET\r\n/r1\r\n\r\n"
        b"--xtopABCDEF\r\ncontent-type: application/x-road-rest-body\r\n\r\n\x00\r\n\r\n"
        b"--xtopABCDEF--\r\n"
    )


@given(st.lists(st.binary(max_size=100), min_size=1, max_size=5))
def test_parts_survive_byte_for_byte(bodies: list[bytes]) -> None:
    parts = [Part("application/octet-stream", body) for body in bodies]
    wire = multipart.encode(parts, boundary=BOUNDARY)
    assert multipart.decode(wire, content_type=TYPE) == parts


@given(st.binary(max_size=300))
def test_any_bytes_raise_only_the_error_of_the_protocol(data: bytes) -> None:
    with pytest.raises(ExchangeError):
        multipart.decode(data, content_type=TYPE)


@pytest.mark.parametrize("content_type", ["", "text/xml", "multipart/mixed", "multipart/related; boundary=xtopABCDEF"])
def test_another_content_type_is_refused(content_type: str) -> None:
    with pytest.raises(ExchangeError) as caught:
        multipart.decode(b"--xtopABCDEF--", content_type=content_type)
    assert caught.value.code == "invalid_content_type"


@pytest.mark.parametrize(
    "data",
    [
        b"--xtopABCDEF--",
        b"--xtopABCDEF\r\ncontent-type: a/b\r\n\r\nhalf",
        b"--xtopABCDEF\r\nno-type: a/b\r\n\r\nx\r\n--xtopABCDEF--",
        b"--xtopABCDEF\r\ncontent-type: a/b\r\nx\r\n--xtopABCDEF--",
        b"--xtopABCDEF\r\nx: " + b"y" * 5000 + b"\r\ncontent-type: a/b\r\n\r\nx\r\n--xtopABCDEF--",
        b"--xtopABCDEF\r\ncontent-type: a/b\r\n\r\nx\r\n" * 40 + b"--xtopABCDEF--",
    ],
)
def test_an_incomplete_or_swollen_message_is_refused(data: bytes) -> None:
    with pytest.raises(ExchangeError) as caught:
        multipart.decode(data, content_type=TYPE)
    assert caught.value.code == "mime_parsing_failed"


def test_as_many_and_as_large_parts_as_allowed_are_decoded() -> None:
    parts = [Part("a/b", b"x")] * multipart.MAX_PARTS
    assert multipart.decode(multipart.encode(parts, boundary=BOUNDARY), content_type=TYPE) == parts
    with pytest.raises(ExchangeError):
        multipart.decode(multipart.encode([*parts, parts[0]], boundary=BOUNDARY), content_type=TYPE)
    padding = multipart.MAX_PART_HEADER_BYTES - len("\r\nx: \r\ncontent-type: a/b")
    for size, is_allowed in ((padding, True), (padding + 1, False)):
        data = b"--xtopABCDEF\r\nx: " + b"y" * size + b"\r\ncontent-type: a/b\r\n\r\nz\r\n--xtopABCDEF--"
        if is_allowed:
            assert multipart.decode(data, content_type=TYPE) == [Part("a/b", b"z")]
        else:
            with pytest.raises(ExchangeError):
                multipart.decode(data, content_type=TYPE)


def test_a_content_type_is_read_without_its_parameters_and_in_lower_case() -> None:
    data = b"--xtopABCDEF\r\nContent-Type: Text/XML; charset=UTF-8\r\n\r\nx\r\n--xtopABCDEF--\r\n\r\n"
    assert multipart.decode(data, content_type='Multipart/Mixed; a=b; boundary="xtopABCDEF"; c=d') == [
        Part("text/xml", b"x")
    ]
