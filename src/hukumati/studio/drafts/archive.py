"""A folder as a zip archive. Uploaded archives are hostile input: sizes are bounded, only plain files are accepted."""

import io
import stat
import zipfile
import zlib

from hukumati.catalogue.api import MAX_FILES
from hukumati.studio.drafts.files import check_files
from hukumati.studio.errors import FileRefused

MAX_ARCHIVE_BYTES = 2_000_000
MAX_FILE_BYTES = 512_000
MAX_TOTAL_BYTES = 4_000_000
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
IGNORED = ("__MACOSX/", ".DS_Store", "Thumbs.db")
_TIMESTAMP = (2020, 1, 1, 0, 0, 0)


def write_zip(*, slug: str, texts: dict[str, str]) -> bytes:
    """Pack files into one directory named after the service; equal files give equal bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in sorted(texts.items()):
            info = zipfile.ZipInfo(f"{slug}/{path}", _TIMESTAMP)
            info.external_attr, info.compress_type = 0o644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(info, text.encode())
    return buffer.getvalue()


def read_zip(*, data: bytes) -> dict[str, str]:
    """Return the texts of an uploaded archive by path. Raises FileRefused."""
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
    directory = _common_directory([entry.filename for entry in entries])
    texts: dict[str, str] = {}
    remaining = MAX_TOTAL_BYTES
    for entry in entries:
        path = entry.filename.removeprefix(directory)
        if path in texts:
            raise FileRefused("double", path)
        content = _content(archive, entry, remaining)
        remaining -= len(content)
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


def _common_directory(names: list[str]) -> str:
    """Return the directory that holds everything, as in an archive made from outside the folder, or nothing."""
    tops = {name.split("/")[0] for name in names}
    inside = any(name.count("/") == 1 and name.endswith("/service.yaml") for name in names)
    return f"{tops.pop()}/" if inside and len(tops) == 1 else ""


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, remaining: int) -> bytes:
    """Read an entry, ignoring the size that it declares: a bomb is found one byte after the limit."""
    limit = min(MAX_FILE_BYTES, remaining)
    with archive.open(entry) as opened:
        content = opened.read(limit + 1)
    if len(content) > limit:
        raise FileRefused("too_large", entry.filename[:80])
    return content


def _text(path: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileRefused("not_text", path[:80]) from None
