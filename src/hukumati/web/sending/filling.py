"""Filling a page's form with what was typed before: the page is the server's own, made without knowing of it."""

from collections.abc import Iterator, Mapping
from html import escape

from hukumati.web.sending.page_forms import PageField, PageForm

Typed = Mapping[str, list[str]]
Edit = tuple[int, int, str]
"""Where a text is replaced, from and to, and by what."""


def best_form(forms: list[PageForm], *, address: str, typed: Typed) -> PageForm | None:
    """Return the form of an address that has most of the fields typed; None if the page has none for it."""
    candidates = [form for form in forms if form.address == address]
    return max(candidates, key=lambda form: len(form.names & set(typed)), default=None)


def edits_for(form: PageForm, typed: Typed) -> list[Edit]:
    """List the changes that put what was typed into a form's fields; hidden ones stay as the page has them."""
    left = {name: list(values) for name, values in typed.items()}
    return [edit for field in form.fields for edit in _edit(field, typed.get(field.name, []), left)]


def _edit(field: PageField, values: list[str], left: dict[str, list[str]]) -> Iterator[Edit]:
    kind = field.attributes.get("type") if field.kind == "input" else field.kind
    if kind in {"option", "radio"} and not values:
        return
    if kind == "option":
        is_chosen = (field.attributes.get("value") or "") in values
        yield field.start, field.end, _tag("option", _flagged(field, "selected", is_chosen))
    elif kind in {"checkbox", "radio"}:
        is_chosen = (field.attributes.get("value") or "on") in values
        yield field.start, field.end, _tag("input", _flagged(field, "checked", is_chosen))
    elif left.get(field.name):
        value = left[field.name].pop(0)
        if field.kind == "textarea":  # browsers drop the first line end of a text area
            yield field.end, field.text_end, f"\n{escape(value)}"
        else:
            yield field.start, field.end, _tag("input", {**field.attributes, "value": value})


def _flagged(field: PageField, flag: str, is_set: bool) -> dict[str, str | None]:
    others = {name: value for name, value in field.attributes.items() if name != flag}
    return {**others, flag: None} if is_set else others


def _tag(name: str, attributes: Mapping[str, str | None]) -> str:
    written = (each if value is None else f'{each}="{escape(value)}"' for each, value in attributes.items())
    return f"<{' '.join([name, *written])}>"


def apply(text: str, edits: list[Edit]) -> str:
    """Return a text with all changes, which do not overlap."""
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text
