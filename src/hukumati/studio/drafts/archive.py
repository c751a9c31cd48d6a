"""A folder as one zip file, in and out. What comes in is hostile until it was read: bounded, plain files only."""

import io
import stat
import zipfile
import zlib

from hukumati.catalogue.api import MAX_FILES
from hukumati.studio.drafts.files import check_files
from hukumati.studio.errors import FileRefused

MAX_ARCHIVE_BYTES = 2_000_000
MAX_FILE_BYTES = 512_000
MAX_WHOLE_BYTES = 4_000_000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_EPOCH = (2020, 1, 1, 0, 0, 0)


def write_zip(*, slug: str, texts: dict[str, str]) -> bytes:
    """Pack the files under one directory of the service's name; the same files make the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(texts.items()):
            info = zipfile.ZipInfo(f"{slug}/{path}", _EPOCH)
            info.external_attr, info.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return whole.getvalue()


def read_zip(*, data: bytes) -> dict[str, str]:
    """Read the texts of an uploaded archive by their paths. Raises FileRefused."""
    if len(data) > MAX_ARCHIVE_BYTES:
        raise FileRefused("too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return check_files(_texts(archive))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError):
        raise FileRefused("not_a_zip") from None


def _texts(archive: zipfile.ZipFile) -> dict[str, str]:
    entries = [entry for entry in archive.infolist() if not _is_ignored(entry)]
    if len(entries) > MAX_FILES:
        raise FileRefused("too_many")
    for entry in entries:
        _check(entry)
    top = _top([entry.filename for entry in entries])
    texts: dict[str, str] = {}
    left = MAX_WHOLE_BYTES
    for entry in entries:
        path = entry.filename.removeprefix(top)
        if path in texts:
            raise FileRefused("double", path)
        content = _content(archive, entry, left)
        left -= len(content)
        texts[path] = _text(path, content)
    return texts


def _is_ignored(entry: zipfile.ZipInfo) -> bool:
    return entry.is_dir() or entry.filename.startswith(IGNORED) or entry.filename.endswith(IGNORED[1:])


def _check(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG}:
        raise FileRefused("link", name[:80])
    if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
        raise FileRefused("path", name[:80])
    if entry.flag_bits & 0x1 or entry.compress_type not in METHODS:
        raise FileRefused("locked", name[:80])


def _top(names: list[str]) -> str:
    """An archive made from outside the folder holds one directory with everything in it."""
    tops = {name.split("/")[0] for name in names}
    inside = any(name.count("/") == 1 and name.endswith("/service.yaml") for name in names)
    return f"{tops.pop()}/" if inside and len(tops) == 1 else ""


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """What the entry says of its own size is not believed: reading stops one byte after what is allowed."""
    most = min(MAX_FILE_BYTES, left)
    with archive.open(entry) as opened:
        content = opened.read(most + 1)
    if len(content) > most:
        raise FileRefused("too_large", entry.filename[:80])
    return content


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("not_text", path[:80]) from None
