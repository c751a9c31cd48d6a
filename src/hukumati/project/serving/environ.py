"""A request as WSGI describes it (PEP 3333), from the same request as ASGI does."""

import sys
from typing import IO, Any, Final
from urllib.parse import unquote_to_bytes

ALWAYS: Final[dict[str, Any]] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
UNPREFIXED: Final = {"CONTENT_TYPE", "CONTENT_LENGTH"}


def wsgi_environ(scope: dict[str, Any], body: IO[bytes]) -> dict[str, Any]:
    """Return the environment of one request; `scope` is ASGI's description of it."""
    host, port = scope["server"]
    environ = {
        **ALWAYS,
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "REMOTE_ADDR": scope["client"][0],
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
    }
    for name, value in scope["headers"]:
        _add_header(environ, name.decode("latin-1").upper(), value.decode("latin-1"))
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    if "_" in name:  # X_Y and X-Y would be one: nobody passes a header off as a proxy's
        return
    key = name.replace("-", "_")
    key = key if key in UNPREFIXED else f"HTTP_{key}"
    known = environ.get(key)
    environ[key] = value if known is None else f"{known}{';' if key == 'HTTP_COOKIE' else ','}{value}"
