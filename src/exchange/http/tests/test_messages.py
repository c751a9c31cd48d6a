import pytest

from exchange.http.messages import HttpRequest, HttpResponse, reason_phrase, write_request, write_response


def test_a_request_is_written_with_its_host_first() -> None:
    request = HttpRequest("GET", "/a?b", (("X-A", "1"), ("Accept", "é")))
    wire = write_request(request, host="a.test:1")
    assert wire == b"GET /a?b HTTP/1.1\r\nHost: a.test:1\r\nX-A: 1\r\nAccept: \xe9\r\n\r\n"
    assert request.path == "/a"


@pytest.mark.parametrize(
    ("method", "body", "length"),
    [
        ("GET", None, None),
        ("GET", b"ab", b"2"),
        ("DELETE", b"", b"0"),
        ("POST", None, b"0"),
        ("PUT", None, b"0"),
        ("PATCH", None, b"0"),
        ("POST", b"abc", b"3"),
    ],
)
def test_a_length_is_written_with_a_body_and_with_methods_that_have_one(
    method: str, body: bytes | None, length: bytes | None
) -> None:
    head, _, rest = write_request(HttpRequest(method, "/", (), body), host="h").partition(b"\r\n\r\n")
    assert (b"Content-Length" in head) is (length is not None)
    assert length is None or head.endswith(b"Content-Length: " + length)
    assert rest == (body or b"")


def test_a_response_is_written_with_its_length() -> None:
    wire = write_response(HttpResponse(200, (("X-A", "1"),), b"ab"), to_head=False, close=False)
    assert wire == b"HTTP/1.1 200 OK\r\nX-A: 1\r\nContent-Length: 2\r\n\r\nab"
    wire = write_response(HttpResponse(200, (), b"", "Fine"), to_head=False, close=True)
    assert wire == b"HTTP/1.1 200 Fine\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize(("status", "to_head"), [(200, True), (204, False), (304, False)])
def test_a_response_that_cannot_have_a_body_has_no_length(status: int, to_head: bool) -> None:
    wire = write_response(HttpResponse(status, (), b"ab"), to_head=to_head, close=False)
    assert wire.endswith(b"\r\n\r\n")
    assert b"Content-Length" not in wire


def test_an_unknown_status_has_no_reason() -> None:
    assert (reason_phrase(404), reason_phrase(799)) == ("Not Found", "")
