"""What clients post to is called at once; everything else passes all of the middleware."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from hukumati.identity.http.urls import direct
from hukumati.project.middleware.direct_endpoints import DirectEndpointMiddleware

pytestmark = pytest.mark.django_db
HOST = {"host": "id.localhost:8001"}


def _passed(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("passed on")


def _call(path: str, *, method: str = "post", site: str = "identity") -> HttpResponse:
    request: Any = getattr(RequestFactory(), method)(path)
    request.site_code, request.urlconf = site, "hukumati.project.urls.identity"
    return DirectEndpointMiddleware(_passed)(request)


def test_what_clients_post_to_is_called_at_once() -> None:
    assert set(direct) == {
        *("/token", "/introspect", "/revoke", "/device_authorization", "/par"),
        "/backchannel_authentication",
    }
    for path in direct:
        assert _call(path).status_code == 401


def test_everything_else_is_passed_on() -> None:
    for path, method, site in (
        ("/token", "get", "identity"), ("/token", "post", "portal"), ("/token/", "post", "identity"),
        ("/authorize", "post", "identity"), ("/sign-out", "post", "identity"), ("/", "post", "identity"),
    ):  # fmt: skip
        assert _call(path, method=method, site=site).content == b"passed on"


def test_a_direct_answer_has_the_headers_of_every_answer_and_is_logged_by_route() -> None:
    answer = Client(headers=HOST).post("/token")
    assert answer.status_code == 401
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Request-Id"]
    assert "Set-Cookie" not in answer


def test_a_malformed_body_is_a_bad_request_and_no_fault_of_ours() -> None:
    answer = Client(headers=HOST).post("/token", data=b"x", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400
