import gzip

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from hukumati.project.middleware.compression import CompressionMiddleware

TEXT = "شهادة عدم محكومية " * 100


def answer(content_type: str, **headers: str) -> HttpResponse:
    middleware = CompressionMiddleware(lambda _request: HttpResponse(TEXT, content_type=content_type))
    response = middleware(RequestFactory().get("/", headers=headers))
    assert isinstance(response, HttpResponse)
    return response


def test_a_page_is_compressed_for_who_understands_it() -> None:
    response = answer("text/html; charset=utf-8", **{"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(response.content).decode() == TEXT
    assert response["Vary"] == "Accept-Encoding"
    assert answer("text/html").content.decode() == TEXT


def test_the_length_of_a_compressed_page_tells_little() -> None:
    lengths = {len(answer("text/html", **{"Accept-Encoding": "gzip"}).content) for _ in range(20)}
    assert len(lengths) > 1


@pytest.mark.parametrize("content_type", ["application/pdf", "font/woff2", "image/png"])
def test_what_is_compressed_in_itself_is_left_alone(content_type: str) -> None:
    assert answer(content_type, **{"Accept-Encoding": "gzip"}).content.decode() == TEXT
