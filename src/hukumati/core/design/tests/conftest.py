import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler


class _Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def gallery_url(settings: Any, tmp_path: Path) -> Iterator[str]:
    """The gallery of components behind the platform's own middleware, on a real socket."""
    settings.SITES = {"portal": ("http://localhost", "hukumati.core.design.tests.gallery")}
    settings.STATIC_ROOT = tmp_path
    settings.ROOT_URLCONF = "hukumati.core.design.tests.gallery"
    with make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), handler_class=_Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()
        thread.join()
