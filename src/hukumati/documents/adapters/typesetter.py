"""Typesetting: a template and data become PDF/A-2a and PDF/UA-1, by typst.

Data enters as JSON through `sys.inputs` only, so it is never read as typst source. A template sees nothing but its
bundle: a folder named by the digest of all it holds. It runs in programs without network (`typesetting_program`,
`template_check`), so that no template fetches a package, whatever its import is put together from.
"""

import hashlib
import json
import re
import secrets
import shutil
import threading
from collections import OrderedDict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final, Literal

import typst

from hukumati.core.json import JsonObject
from hukumati.documents.adapters.portraits import redrawn
from hukumati.documents.adapters.reading_order import in_reading_order
from hukumati.documents.domain.text import printable_object, undrawable_fields
from hukumati.documents.domain.typesetting import Typeset
from hukumati.documents.errors import TemplateFailed

HERE: Final = Path(__file__).resolve().parents[1]
FONTS: Final = HERE / "fonts"
LIBRARY: Final = HERE / "typst" / "lib"
STANDARDS: Final[list[Literal["a-2a", "ua-1"]]] = ["a-2a", "ua-1"]
_COMPILERS_KEPT: Final = 16
_NAME: Final = re.compile(r"[a-z][a-z0-9_-]{0,60}")
_FORBIDDEN: Final = ("@preview/", "@local/")


def typeset(
    *,
    source: str,
    name: str,
    data: JsonObject,
    fields: Mapping[str, object],
    issued_on: date,
    bundles: Path,
    photo: bytes | None = None,
) -> Typeset:
    """Compile a template; the same input gives the same bytes. Raises TemplateFailed.

    The template reads `data`, made printable, and `fields` under the key "document", as they are; `portrait` sets the
    photo, a JPEG or PNG file, which is drawn anew first.
    """
    if not _NAME.fullmatch(name) or any(word in source for word in _FORBIDDEN):
        raise TemplateFailed(f"{name}: a template has a plain name and imports from its own bundle only")
    if undrawable := undrawable_fields(data):  # PDF/A forbids text without glyphs; issuing asks before it comes here
        raise TemplateFailed(f"{name}: the fonts of documents have no letter for {'; '.join(undrawable)}")
    inputs = {**printable_object(data), "document": fields}
    main = _bundle(source=source, name=name, bundles=bundles)
    try:
        given = {"d": json.dumps(inputs, ensure_ascii=False)}
        if photo is not None:
            given["photo"] = json.dumps([*redrawn(photo, folder=bundles)])
        return _compiler(main).typeset(given, issued_on)
    except typst.TypstError as error:
        raise TemplateFailed(f"{name}: {error}") from error


class _Compiler:
    """One typst compiler, used by one thread at a time: it is not thread-safe."""

    def __init__(self, main: Path) -> None:
        self._lock = threading.Lock()
        self._typst = typst.Compiler(
            input=str(main),
            root=str(main.parents[1]),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            package_path=str(main.parents[1] / "no-packages"),
            package_cache_path=str(main.parents[1] / "no-packages"),
        )

    def typeset(self, given: dict[str, str], issued_on: date) -> Typeset:
        midnight = datetime(issued_on.year, issued_on.month, issued_on.day, tzinfo=UTC)
        with self._lock:
            pdf = self._typst.compile(format="pdf", pdf_standards=[*STANDARDS], sys_inputs=given, timestamp=midnight)
            registered = json.loads(self._typst.query("<particulars>", field="value"))
        if not isinstance(pdf, bytes):
            raise TemplateFailed("the compiler returned no file")
        return Typeset(pdf=in_reading_order(pdf), particulars=[row for rows in registered for row in rows])


_compilers: OrderedDict[Path, _Compiler] = OrderedDict()
_compilers_lock = threading.Lock()


def _compiler(main: Path) -> _Compiler:
    with _compilers_lock:
        found = _compilers.pop(main, None) or _Compiler(main)
        _compilers[main] = found
        while len(_compilers) > _COMPILERS_KEPT:
            _compilers.popitem(last=False)
    return found


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])


def _bundle(*, source: str, name: str, bundles: Path) -> Path:
    """Lay out the template and the shared library in a folder named by their digest; return the main file."""
    root = bundles / _digest(source, name)
    main = root / "documents" / f"{name}.typ"
    if not main.exists():
        draft = bundles / f".{secrets.token_hex(8)}"
        shutil.copytree(LIBRARY, draft / "lib")
        (draft / "documents").mkdir()
        (draft / "documents" / f"{name}.typ").write_text(source, encoding="utf-8")
        try:
            draft.rename(root)
        except OSError:  # another process was faster
            shutil.rmtree(draft, ignore_errors=True)
    return main


def _digest(source: str, name: str) -> str:
    digest = hashlib.sha256(_library_digest())
    for text in (name, source):
        digest.update(hashlib.sha256(text.encode()).digest())
    return digest.hexdigest()


@cache
def _library_digest() -> bytes:
    digest = hashlib.sha256()
    for file in sorted(LIBRARY.iterdir()):
        digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.digest()
