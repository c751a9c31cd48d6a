"""Path globs of access rules, and which paths are safe to match (docs/reference/exchange.md, "Access")."""

import re
from functools import lru_cache
from re import Pattern
from urllib.parse import unquote_to_bytes

_TOKEN = re.compile(r"\\[*\\]|\*{2,}|\*|[^*]", re.DOTALL)
_MAX_DECODINGS = 4


class UnsafePath(ValueError):
    """A path is malformed, or holds dot segments or empty segments in some encoding."""


def decode_path(raw_path: str) -> str:
    """Return a raw path percent-decoded once; raises `UnsafePath` for what a service might resolve differently."""
    text = decoded = _percent_decode(raw_path)
    _refuse_unsafe(text)
    # A service behind a careless proxy may decode again: no further decoding may reveal a dot segment either.
    for _ in range(_MAX_DECODINGS):
        once_more = _percent_decode(decoded, strict=False)
        if once_more == decoded:
            return text
        _refuse_unsafe(once_more)
        decoded = once_more
    raise UnsafePath("a path is encoded many times over")


def matches(glob: str, path: str) -> bool:
    """Return whether a glob matches a whole decoded path: `*` within a segment (possessive), `**` across segments."""
    return _compiled(glob).fullmatch(path) is not None


@lru_cache(maxsize=4096)
def _compiled(glob: str) -> Pattern[str]:
    return re.compile("".join(_translate(token) for token in _TOKEN.findall(glob)), re.DOTALL)


def _translate(token: str) -> str:
    if token in {"\\*", "\\\\"}:
        return re.escape(token[1])
    if token.startswith("**"):
        return ".*"
    return "[^/]*+" if token == "*" else re.escape(token)  # noqa: S105


def _percent_decode(text: str, *, strict: bool = True) -> str:
    if strict and re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise UnsafePath("a path holds a malformed escape")
    try:
        return unquote_to_bytes(text.encode()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnsafePath("a path is not UTF-8") from error


def _refuse_unsafe(path: str) -> None:
    segments = path.replace("\\", "/").split("/")
    # Some servers drop parameters (`..;x=1`) before they resolve the path.
    names = [segment.split(";", 1)[0] for segment in segments]
    if any(name in {".", ".."} for name in names) or "" in segments[1:-1]:
        raise UnsafePath("a path holds a dot segment or an empty segment")
    if any(character < " " or character == "\x7f" for character in path):
        raise UnsafePath("a path holds a control character")
