"""View models: a bound Django field as the templates of the design system need it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.forms.widgets import Input
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hukumati.core.design.error_names import naming_field
from hukumati.core.design.forms import DATE_PARTS, FAULTY_PARTS, DateParts, Entries, Part, Parts, StoredFile

PART_LABELS = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
PART_WIDTHS = {"day": 2, "month": 2, "year": 4}
OWN_ATTRIBUTES = frozenset({"class", "required", "width", "rows", "cols"})
"""Attributes of widgets that the templates of fields write themselves, or do without."""
LTR_MODES = {"numeric", "decimal", "tel", "email", "url"}


@dataclass(frozen=True, slots=True)
class Options:
    """How a page may present one field."""

    ltr: bool | None = None
    width: int | str | None = None
    inputmode: str | None = None
    autocomplete: str | None = None
    legend_size: str = ""
    page_heading: bool = False
    inline: bool = False
    rows: int = 5
    label: object = None
    hint: object = None
    mark_optional: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One radio button or checkbox."""

    id: str
    value: str
    label: object
    checked: bool
    hint: object = ""
    revealed: tuple[BoundField, ...] = ()


@dataclass(frozen=True, slots=True)
class DateBox:
    """One of the three boxes of a date."""

    id: str
    name: str
    label: object
    value: str
    width: int
    faulty: bool
    autocomplete: str = ""


@dataclass(frozen=True, slots=True)
class PartBox:
    """One box of a question in several parts."""

    id: str
    name: str
    value: str
    part: Part


@dataclass(frozen=True, slots=True)
class Field:
    """One question as it stands on the page."""

    kind: str
    id: str
    name: str
    label: object
    hint: object
    errors: list[str]
    value: object
    attributes: SafeString
    options: Options
    optional: bool
    choices: tuple[Choice, ...] = ()
    boxes: tuple[DateBox, ...] = ()
    parts: tuple[PartBox, ...] = ()
    stored: tuple[StoredFile, ...] = ()
    names_stored: bool = False
    room: bool = True
    entries: tuple[tuple[BoundField, ...], ...] = ()
    titles: tuple[str, ...] = ()
    revealed: tuple[BoundField, ...] = ()
    marks_inside: bool = False

    @property
    def titled_entries(self) -> list[tuple[str, tuple[BoundField, ...]]]:
        """The entries, each with its title, "" where it is only numbered."""
        titles = self.titles or ("",) * len(self.entries)
        return list(zip(titles, self.entries, strict=True))

    @property
    def hint_id(self) -> str:
        return f"{self.id}-hint" if self.hint else ""

    @property
    def error_id(self) -> str:
        return f"{self.id}-error" if self.errors else ""

    @property
    def label_size(self) -> str:
        return self.options.legend_size or ("l" if self.options.page_heading else "")

    @property
    def described_by(self) -> str:
        return " ".join(filter(None, (self.hint_id, self.error_id)))


KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (DateParts, "date"),
    (Parts, "parts"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
    (Input, "input"),
)


def kind_of(widget: forms.Widget) -> str:
    """Return the component that draws a widget. Raises TypeError when there is none."""
    for kind, name in KINDS:
        if isinstance(widget, kind):
            return name
    raise TypeError(f"the design system draws no {type(widget).__name__}")


def describe(bound: BoundField, options: Options) -> Field:
    """Return what the template of one field shows. Raises TypeError for a widget without a component."""
    kind = "entries" if isinstance(bound.field, Entries) else kind_of(bound.field.widget)
    base = Field(
        kind=kind,
        id=_id(bound),
        name=bound.html_name,
        label=options.label or bound.label,
        hint=options.hint if options.hint is not None else bound.help_text,
        errors=messages(bound),
        value="",
        attributes=SafeString(""),
        options=options,
        optional=options.mark_optional and not bound.field.required and kind != "checkbox",
        marks_inside=getattr(bound.form, "marks_inside", False),
    )
    return DESCRIBERS.get(kind, _described_input)(bound, base)


def messages(bound: BoundField) -> list[str]:
    """List a field's errors; Django's "this field is required" becomes one that names the question."""
    faults = bound.form.errors.as_data().get(bound.name, ())
    return [text for fault in faults for text in _error_texts(bound, fault)]


def _error_texts(bound: BoundField, fault: ValidationError) -> list[str]:
    if fault.code == "required" and fault.message == forms.Field.default_error_messages["required"]:
        return [gettext("%(question)s: an answer is needed") % {"question": bound.label}]
    return fault.messages


def target_id(bound: BoundField) -> str:
    """Return the id of the element a link of the error summary leads to."""
    if kind_of(bound.field.widget) == "date":
        return f"{_id(bound)}_{_faulty_parts(bound)[0]}"
    if isinstance(bound.field.widget, Parts):
        return f"{_id(bound)}_{bound.field.widget.parts[0].name}"
    return _id(bound)


def _id(bound: BoundField) -> str:
    return bound.auto_id or f"id_{bound.html_name}"


def _described_input(bound: BoundField, field: Field) -> Field:
    widget = bound.field.widget
    value = None if field.kind in {"password", "file"} else widget.format_value(bound.value())
    attributes = _attributes(bound, field)
    stored, room = getattr(bound.field, "stored", ()), getattr(bound.field, "room", True)
    field = replace(field, stored=stored, room=room, names_stored=getattr(bound.field, "names_stored", False))
    return replace(field, value="" if value is None else value, attributes=attributes)


def _attributes(bound: BoundField, field: Field) -> SafeString:
    widget, options = bound.field.widget, field.options
    own = {key: value for key, value in widget.attrs.items() if key not in OWN_ATTRIBUTES}
    computed = {
        "type": _input_type(widget) if field.kind == "input" else None,
        "inputmode": options.inputmode or own.pop("inputmode", _inputmode(widget)),
        "autocomplete": options.autocomplete or own.pop("autocomplete", None),
        "disabled": bound.field.disabled,
        "aria-describedby": field.described_by or None,
        "aria-invalid": "true" if field.errors else None,
    }
    computed["dir"] = _direction(widget, options, computed["inputmode"], own.pop("dir", None))
    return _flat({**own, **computed})


def _input_type(widget: forms.Widget) -> str:
    kind = getattr(widget, "input_type", "text")
    return "text" if kind == "number" else kind


def _inputmode(widget: forms.Widget) -> str | None:
    return {"number": "numeric"}.get(getattr(widget, "input_type", ""))


def _direction(widget: forms.Widget, options: Options, inputmode: object, own: str | None) -> str | None:
    if options.ltr is not None:
        return "ltr" if options.ltr else None
    latin = getattr(widget, "input_type", "") in {"email", "tel", "url", "password", "number"}
    return own or ("ltr" if latin or inputmode in LTR_MODES else None)


def _flat(attributes: Mapping[str, object]) -> SafeString:
    present = ((key, value) for key, value in attributes.items() if value not in (None, False, ""))
    return SafeString("".join(_attribute(key, value) for key, value in present))


def _attribute(key: str, value: object) -> SafeString:
    return format_html(" {}", key) if value is True else format_html(' {}="{}"', key, value)


def _described_checkbox(bound: BoundField, field: Field) -> Field:
    checked = bool(bound.field.widget.check_test(bound.value()))
    revealed = _revealed(bound, *getattr(bound.field, "reveals", {}))
    return replace(field, value=checked, attributes=_attributes(bound, field), revealed=revealed)


def _revealed(bound: BoundField, *values: str) -> tuple[BoundField, ...]:
    reveals = getattr(bound.field, "reveals", {})
    names = [name for value in values for name in reveals.get(value, ())]
    return tuple(bound.form[name] for name in names if name in bound.form.fields)


def _described_choices(bound: BoundField, field: Field) -> Field:
    return replace(field, choices=tuple(_choices(bound)), attributes=_attributes(bound, field))


def _choices(bound: BoundField) -> Iterator[Choice]:
    hints = getattr(bound.field, "choice_hints", {})
    for number, (value, label, checked) in enumerate(_offered(bound), start=1):
        yield Choice(
            id=_id(bound) if number == 1 else f"{_id(bound)}-{number}",
            value=value,
            label=label,
            checked=checked,
            hint=hints.get(value, ""),
            revealed=_revealed(bound, value),
        )


def _offered(bound: BoundField) -> Iterator[tuple[str, object, bool]]:
    widget = bound.field.widget
    chosen = widget.format_value(bound.value())
    for _group, choices, _index in widget.optgroups(bound.html_name, chosen):
        for choice in choices:
            value = str(choice["value"])
            if value or isinstance(widget, forms.Select):
                yield value, choice["label"], bool(choice["selected"])


def _faulty_parts(bound: BoundField) -> tuple[str, ...]:
    for error in bound.form.errors.as_data().get(bound.name, ()):
        if error.params and FAULTY_PARTS in error.params:
            return tuple(error.params[FAULTY_PARTS])
    return DATE_PARTS


def _described_date(bound: BoundField, field: Field) -> Field:
    widget = bound.field.widget
    value = bound.value()
    texts = value if isinstance(value, list | tuple) else widget.decompress(value)
    faulty = _faulty_parts(bound) if field.errors else ()
    birthday = field.options.autocomplete == "bday"
    boxes = tuple(
        DateBox(
            id=f"{field.id}_{part}",
            name=f"{field.name}_{part}",
            label=PART_LABELS[part],
            value=text or "",
            width=PART_WIDTHS[part],
            faulty=part in faulty,
            autocomplete=f"bday-{part}" if birthday else "",
        )
        for part, text in zip(DATE_PARTS, texts, strict=True)
    )
    return replace(field, boxes=boxes)


def _described_parts(bound: BoundField, field: Field) -> Field:
    widget, value = bound.field.widget, bound.value()
    texts = value if isinstance(value, list | tuple) else widget.decompress(value)
    parts = tuple(
        PartBox(id=f"{field.id}_{part.name}", name=f"{field.name}_{part.name}", value=text or "", part=part)
        for part, text in zip(widget.parts, texts, strict=True)
    )
    return replace(field, parts=parts)


def _described_entries(bound: BoundField, field: Field) -> Field:
    group: Entries = bound.field  # type: ignore[assignment]
    entries = tuple(tuple(bound.form[name] for name in names) for names in group.entries)
    return replace(field, entries=entries, titles=group.titles, room=group.may_grow, optional=False)


DESCRIBERS = {
    "entries": _described_entries,
    "checkbox": _described_checkbox,
    "checkboxes": _described_choices,
    "radios": _described_choices,
    "select": _described_choices,
    "date": _described_date,
    "parts": _described_parts,
}


def revealed_names(form: forms.BaseForm) -> set[str]:
    """Return the names of fields that are drawn inside a choice of another field, for a page to skip."""
    return {name for field in form.fields.values() for name in _inside(field)}


def _inside(field: forms.Field) -> Iterator[str]:
    return (name for names in getattr(field, "reveals", {}).values() for name in names)


def bound_fields(form: forms.BaseForm) -> Iterator[BoundField]:
    """Yield the fields to draw one by one: neither hidden nor revealed by another."""
    inside = revealed_names(form)
    return (bound for bound in form.visible_fields() if bound.name not in inside)


def error_links(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Return (id of the field, message) for the error summary; errors of the whole form lead to its first field.

    Far from its field a message names it, and the entry in which it stands (WCAG 2.2, 3.3.1).
    """
    visible, entries = list(_as_drawn(form)), _entry_names(form)
    first = target_id(visible[0]) if visible else ""
    links = [(first, str(error)) for error in form.non_field_errors()]
    return links + [
        (target_id(bound), naming_field(message, field=str(bound.label), entry=entries.get(bound.name, "")))
        for bound in visible
        for message in messages(bound)
    ]


def _entry_names(form: forms.BaseForm) -> dict[str, str]:
    """Return by the name of each field of a repeated group what its entry is called on the page."""
    named: dict[str, str] = {}
    for bound in form.visible_fields():
        if isinstance(bound.field, Entries):
            for number, names in bound.field.reveals.items():
                entry = bound.field.title_of(int(number), label=str(bound.label))
                named |= dict.fromkeys(_with_inside(form, names), entry)
    return named


def _with_inside(form: forms.BaseForm, names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield name
        yield from _with_inside(form, _inside(form.fields[name]))


def _as_drawn(form: forms.BaseForm) -> Iterator[BoundField]:
    """All visible fields in the order in which a person meets them on the page."""

    def with_inside(bound: BoundField) -> Iterator[BoundField]:
        yield bound
        for name in _inside(bound.field):
            if name in form.fields:
                yield from with_inside(form[name])

    for bound in bound_fields(form):
        yield from with_inside(bound)


def hidden_inputs(form: forms.BaseForm) -> SafeString:
    return format_html_join("", "{}", ((bound,) for bound in form.hidden_fields()))
