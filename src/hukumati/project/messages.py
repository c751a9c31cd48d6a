"""Collects, compiles and checks translations without GNU gettext: `… messages collect|compile|check`.

The source language of texts in code is English; every part keeps its Arabic in `locale/ar/LC_MESSAGES/django.po`.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

HUKUMATI = Path(__file__).resolve().parents[1]
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip

PLURAL_FORMS = "nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;"
"""Arabic's zero, one, two, few, many, other (CLDR), in gettext's usual order; Babel's own order differs."""


def parts() -> list[Path]:
    """List the folders that keep a catalogue of their own: each part, and the design system."""
    return sorted(path.parent for path in HUKUMATI.rglob("apps.py"))


def _owner(path: Path, owners: list[Path]) -> Path | None:
    return max((owner for owner in owners if owner in path.parents), key=lambda owner: len(owner.parts), default=None)


def _sources(part: Path) -> Iterator[tuple[Path, bytes]]:
    from django.utils.translation.template import templatize

    owners = parts()
    for path in sorted(part.rglob("*")):
        if "tests" in path.parts or _owner(path, owners) != part:
            continue
        if path.suffix == ".py":
            yield path, path.read_bytes()
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            template = templatize(path.read_text("utf-8"), origin=str(path))
            yield path, "\n".join(line.lstrip() for line in template.splitlines()).encode("utf-8")


def collected(part: Path) -> Catalog:
    """Return the catalogue of all texts found in a part's Python and templates, without translations."""
    catalog = Catalog(locale="ar", charset="utf-8", fuzzy=False)
    for path, source in _sources(part):
        for line, message, comments, context in extract("python", io.BytesIO(source), keywords=KEYWORDS):
            text = tuple(form for form in message if form) if isinstance(message, tuple) else message
            place = str(path.relative_to(HUKUMATI.parent))
            catalog.add(text, locations=[(place, line)], auto_comments=comments, context=context)
    return catalog


def _po(part: Path) -> Path:
    return part / "locale" / "ar" / "LC_MESSAGES" / "django.po"


def _read(path: Path) -> Catalog:
    if not path.exists():
        catalog = Catalog(locale="ar", charset="utf-8", fuzzy=False)
        catalog.mime_headers = [("Plural-Forms", PLURAL_FORMS)]
        return catalog
    return read_po(io.BytesIO(path.read_bytes()), locale="ar", charset="utf-8")


def collect() -> None:
    """Bring every part's catalogue up to date with its texts; new ones stand empty, to be translated."""
    for part in parts():
        found = collected(part)
        if not len(found):
            continue
        path = _po(part)
        catalog = _read(path)
        catalog.update(found, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=120, omit_header=False, include_lineno=False, sort_output=True)


def compile_all() -> None:
    """Write the binary catalogues that Django reads."""
    for part in parts():
        path = _po(part)
        if path.exists():
            with path.with_suffix(".mo").open("wb") as file:
                write_mo(file, _read(path))


def missing() -> list[str]:
    """List every text that has no complete Arabic translation."""
    faults = []
    for part in parts():
        catalog = _read(_po(part))
        for message in collected(part):
            if not message.id:
                continue
            known = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
            strings = (
                [] if known is None else [known.string] if isinstance(known.string, str) else list(known.string or ())
            )
            if not strings or not all(strings) or (known is not None and known.fuzzy):
                faults.append(f"{part.relative_to(HUKUMATI)}: no Arabic for {message.id!r}")
    return faults


def renamed() -> list[str]:
    """List where a translating function goes by a name under which its texts would not be found."""
    faults = []
    for path in sorted(HUKUMATI.rglob("*.py")):
        if "tests" in path.relative_to(HUKUMATI).parts:
            continue
        names = re.findall(r"import[^\n]*?\b(?:n|p|np)?gettext(?:_lazy|_noop)? as (\w+)", path.read_text("utf-8"))
        faults += [
            f"{path.relative_to(HUKUMATI)}: {name}() is not collected; call it _ or by its own name"
            for name in names
            if name not in KEYWORDS
        ]
    return faults


def main(arguments: list[str]) -> int:
    """Run one of the three commands and return the exit status."""
    match arguments:
        case ["collect"]:
            collect()
        case ["compile"]:
            compile_all()
        case ["check"]:
            faults = missing() + renamed()
            sys.stderr.writelines(f"{fault}\n" for fault in faults)
            return bool(faults)
        case _:
            sys.stderr.write("usage: python -m hukumati.project.messages collect|compile|check\n")
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
