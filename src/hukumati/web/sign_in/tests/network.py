"""The platform on a real socket, and a browser that follows redirects between its hosts."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from hukumati.web.sign_in.tests.people import PASSWORD


class _Server(ThreadedWSGIServer):
    daemon_threads = True

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        super().process_request_thread(request, client_address)
        connections.close_all()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[tuple[int, _Server]]:
    """Serve the platform on a free port of 127.0.0.1; set the application once settings are known."""
    server = _Server(("127.0.0.1", 0), _Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.server_port, server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def start_application(server: _Server) -> None:
    """Load the platform with the settings of this moment."""
    server.set_app(get_wsgi_application())


@dataclass
class Visitor:
    """A browser whose cookies are apart by host, as in a real one, and whose owner reads SMS."""

    port: int
    sms_gateway: str
    run_jobs: Callable[[], list[Exception]]
    clients: dict[str, httpx.Client] = field(default_factory=dict)

    def open(self, address: str, *, data: dict[str, str] | None = None) -> httpx.Response:
        """Send one request, a POST if there is a form, and not follow the answer."""
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        method = "GET" if data is None else "POST"
        return self._at(parts.netloc).request(method, path, data=data)

    def follow(self, address: str, *, data: dict[str, str] | None = None) -> tuple[str, httpx.Response]:
        """Follow redirects and return the last address with its page."""
        response = self.open(address, data=data)
        for _ in range(10):
            if not response.is_redirect:
                return address, response
            address = urljoin(address, response.headers["Location"])
            response = self.open(address)
        raise AssertionError("too many redirects")

    def send_form(self, address: str, page: httpx.Response, **fields: str) -> tuple[str, httpx.Response]:
        """Send a form of a page with its CSRF token."""
        return self.follow(address, data={"csrfmiddlewaretoken": csrf_of(page), **fields})

    def sign_in(self, address: str, *, login: str) -> tuple[str, httpx.Response]:
        """Open a page that demands a person, and sign in."""
        there, page = self.follow(address)
        there, page = self.send_form(there, page, login=login, password=PASSWORD)
        return self.send_form(there, page, code=self.read_code())

    def read_code(self) -> str:
        """Let the platform do its jobs, and read the last SMS that the gateway received."""
        assert self.run_jobs() == []
        messages = httpx.get(f"{self.sms_gateway}/_sim/messages", trust_env=False).json()["messages"]
        found = re.search(r"\b\d{6}\b", messages[-1]["text"])
        assert found
        return found[0]

    def close(self) -> None:
        """Close its connections."""
        for client in self.clients.values():
            client.close()

    def _at(self, netloc: str) -> httpx.Client:
        if netloc not in self.clients:
            base = f"http://127.0.0.1:{self.port}"
            self.clients[netloc] = httpx.Client(base_url=base, headers={"Host": netloc}, timeout=20, trust_env=False)
        return self.clients[netloc]


def csrf_of(page: httpx.Response) -> str:
    """Return the CSRF token of a page."""
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text) or re.search(
        r'"csrf": "([^"]+)"', page.text
    )
    assert found, page.text[:500]
    return found[1]
