"""Path globs of access rules, and which paths may be matched at all (PR-REST; exchange reference §3.6)."""

import re
from functools import lru_cache
from re import Pattern
from urllib.parse import unquote_to_bytes

_TOKEN = re.compile(r"\\[*\\]|\*{2,}|\*|[^*]", re.DOTALL)
_DECODINGS = 4


class UnsafePath(ValueError):
    """A path holds dot segments or empty segments, in whatever encoding."""


def decode_path(raw_path: str) -> str:
    """Decode a raw path for matching; raises `UnsafePath` for what a service might resolve differently."""
    text = decoded = _percent_decoded(raw_path)
    _refuse_unsafe(text)
    for _ in range(_DECODINGS):
        once_more = _percent_decoded(decoded, strict=False)
        if once_more == decoded:
            return text
        _refuse_unsafe(once_more)
        decoded = once_more
    raise UnsafePath("a path is encoded many times over")


def matches(glob: str, path: str) -> bool:
    """Match a whole decoded path: `*` within a segment (possessive), `**` across segments."""
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


def _percent_decoded(text: str, *, strict: bool = True) -> str:
    if strict and re.search(r"%(?![0-9A-Fa-f]{2})", text):
        raise UnsafePath("a path holds a malformed escape")
    try:
        return unquote_to_bytes(text.encode()).decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnsafePath("a path is not UTF-8") from error


def _refuse_unsafe(path: str) -> None:
    segments = path.replace("\\", "/").split("/")
    names = [segment.split(";", 1)[0] for segment in segments]
    if any(name in {".", ".."} for name in names) or "" in segments[1:-1]:
        raise UnsafePath("a path holds a dot segment or an empty segment")
    if any(character < " " or character == "\x7f" for character in path):
        raise UnsafePath("a path holds a control character")
