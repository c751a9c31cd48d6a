"""Forms and addresses are UTF-8, whatever a client says of them, and no address holds NUL."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotFound


class EncodingMiddleware:
    """Ignores the charset of a request, and knows no page whose address holds NUL: no column can be compared with it.

    Browsers send forms as the page is written (HTML, 4.10.21.6), and JSON is UTF-8 (RFC 8259 §8.1). Django takes every
    transformation that Python knows for one, and then cannot read or write an address by it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info:
            return HttpResponseNotFound(b"No such page.\n", content_type="text/plain")
        # what is set openly reads the address first, by the encoding that is wrong
        request._encoding = None  # type: ignore[attr-defined]
        return self.get_response(request)
