"""The forms of a page as it was rendered: where each is sent to, and its fields, with their places in the text."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urlsplit

Attributes = Mapping[str, str | None]
NOT_TYPED: Final = frozenset({"hidden", "submit", "button", "image", "reset", "file", "password"})
"""Types of fields that hold nothing a person typed, or nothing that a page may hold."""


@dataclass(frozen=True, slots=True)
class PageField:
    """A field that a person fills in: an input, a text area (with its text's end), or an option of a select."""

    kind: str
    name: str
    attributes: Attributes
    start: int
    end: int
    text_end: int = 0


@dataclass(slots=True)
class PageForm:
    """A form that is posted; `names` are those of all its fields and buttons."""

    address: str
    fields: list[PageField] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


class _Reader(HTMLParser):
    """Finds forms in the pages of the platform's templates, whose tags are balanced."""

    def __init__(self, text: str, path: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[PageForm] = []
        self.main_at, self.heading_end = 0, 0
        self._path, self._form = path, None  # type: str, PageForm | None
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self._select, self._area = "", None  # type: str, PageField | None
        self.feed(text)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        start, end = self._here(), self._here() + len(self.get_starttag_text() or "")
        if tag == "main":
            self.main_at = end
        elif tag == "form":
            self._begin(attributes)
        elif self._form is not None:
            self._note(self._form, tag, attributes, start, end)

    def handle_endtag(self, tag: str) -> None:
        if tag == "h1" and not self.heading_end:
            self.heading_end = self._here() + len("</h1>")
        elif tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea" and self._area is not None and self._form is not None:
            area, self._area = self._area, None
            self._form.fields.append(PageField("textarea", area.name, {}, area.start, area.end, self._here()))

    def _begin(self, attributes: Attributes) -> None:
        if (attributes.get("method") or "").lower() == "post":
            self._form = PageForm(urlsplit(attributes.get("action") or self._path).path)
            self.forms.append(self._form)

    def _note(self, form: PageForm, tag: str, attributes: Attributes, start: int, end: int) -> None:
        name = attributes.get("name") or ""
        form.names.add(name)
        if tag == "input" and (attributes.get("type") or "text").lower() not in NOT_TYPED:
            form.fields.append(PageField("input", name, attributes, start, end))
        elif tag == "textarea":
            self._area = PageField("textarea", name, attributes, start, end)
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.fields.append(PageField("option", self._select, attributes, start, end))


@dataclass(frozen=True, slots=True)
class PageShape:
    """The forms of a page, where its main part begins, and where its first heading ends (0 for what it has not)."""

    forms: list[PageForm]
    main_at: int
    heading_end: int


def read_page(text: str, *, path: str) -> PageShape:
    """Return what a page is made of, as far as forms are concerned."""
    reader = _Reader(text, path)
    return PageShape(reader.forms, reader.main_at, reader.heading_end)
