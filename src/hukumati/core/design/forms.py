"""Form fields that the browser and Django lack: a date in three parts, choices with hints and revealed questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hukumati.core.glyphs import without_glyph
from hukumati.core.months import find_month
from hukumati.core.text import readable
from hukumati.core.typed import plain

DATE_PARTS = ("day", "month", "year")
FAULTY_PARTS = "faulty_parts"
Text = str | Promise


def refuse_without_glyph(text: str) -> None:
    """Refuse a text for papers that holds what their fonts cannot draw: a validator of fields."""
    if lacking := without_glyph(readable(text)):
        raise ValidationError(
            _("These characters cannot be printed on documents: %(characters)s. Write the text without them"),
            code="without_glyph", params={"characters": " ".join(lacking)},
        )  # fmt: skip


class DatePart(forms.CharField):
    """Digits of any script in, Western digits out; a month, and nothing else, may also be written by its name."""

    def __init__(self, *, width: int, is_month: bool = False) -> None:
        super().__init__(required=False, max_length=20, widget=forms.TextInput)
        self.width, self._is_month = width, is_month

    def to_python(self, value: object) -> str:
        text = plain(super().to_python(value) or "").strip()
        return (self._is_month and find_month(text)) or text


class DateParts(forms.MultiWidget):
    """Three text boxes: day, month, year, posted as `name_day`, `name_month`, `name_year`."""

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(dict.fromkeys(DATE_PARTS, forms.TextInput), attrs)

    def decompress(self, value: object) -> list[str | None]:
        if isinstance(value, str):
            value = date.fromisoformat(value) if value else None
        if not isinstance(value, date):
            return [None, None, None]
        return [str(value.day), str(value.month), str(value.year)]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{DATE_PARTS[0]}" if id_ else ""


@dataclass(frozen=True, slots=True)
class Part:
    """One labelled box of a question in several parts; with `choices`, a list to select from."""

    name: str
    label: Text
    choices: tuple[tuple[str, Text], ...] = ()
    language: str = ""
    ltr: bool = False
    autocomplete: str = ""


class Parts(forms.MultiWidget):
    """Labelled boxes under one question, posted as `name_PART`; the initial value is a mapping by part, or None."""

    def __init__(self, parts: Sequence[Part], attrs: dict[str, object] | None = None) -> None:
        self.parts = tuple(parts)
        super().__init__({part.name: forms.Select if part.choices else forms.TextInput for part in parts}, attrs)

    def decompress(self, value: object) -> list[str | None]:
        given = value if isinstance(value, Mapping) else {}
        return [given.get(part.name) for part in self.parts]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_{self.parts[0].name}" if id_ else ""


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was uploaded before; its button posts its id as `remove_file`."""

    id: str
    name: str
    size: Text
    url: str = ""


class Entries(forms.Field):
    """A repeated group of fields: `entries` are the names of each entry's fields, `NAME_count` holds their number.

    Buttons post `add_entry` with the name, or `remove_entry` with "name:number"; where entries have `titles` of their
    own, they are neither added nor removed.
    """

    widget = forms.TextInput

    def __init__(
        self, *, entries: Sequence[Sequence[str]], may_grow: bool, titles: Sequence[str] = (), **options: Any
    ) -> None:
        super().__init__(**options)
        self.entries, self.may_grow, self.titles = tuple(tuple(names) for names in entries), may_grow, tuple(titles)

    @property
    def reveals(self) -> dict[str, Sequence[str]]:
        """The fields drawn inside this one."""
        return {str(number): names for number, names in enumerate(self.entries, start=1)}

    def title_of(self, number: int, *, label: str) -> str:
        """Return what an entry is called, counted from 1: its title, or the group's label with the number."""
        return self.titles[number - 1] if self.titles else f"{label} {number}"


class FilesInput(forms.FileInput):
    """A file field that may take several at once."""

    allow_multiple_selected = True


class StoredFilesField(forms.Field):
    """An upload field, below the files that were uploaded before; `names_stored`: their ids are posted again."""

    widget = forms.FileInput

    def __init__(
        self, *, stored: Sequence[StoredFile] = (), room: bool = True, names_stored: bool = False, **options: Any
    ) -> None:
        super().__init__(**options)
        self.stored, self.room, self.names_stored = tuple(stored), room, names_stored


class DatePartsField(forms.MultiValueField):
    """A date typed in three parts. Its value is a `date` or None; its errors say which parts are at fault."""

    widget = DateParts
    default_error_messages = {
        "required": _("Enter a date"),
        "missing": _("The date must include a day, a month and a year"),
        "invalid": _("Enter a real date, for example 27 3 1994"),
    }

    def __init__(self, **options: Any) -> None:
        fields = (DatePart(width=2), DatePart(width=2, is_month=True), DatePart(width=4))
        super().__init__(fields, require_all_fields=False, **options)

    def compress(self, data_list: Sequence[str]) -> date | None:
        if not any(data_list):
            return None
        absent = tuple(part for part, text in zip(DATE_PARTS, data_list, strict=True) if not text)
        if absent:
            raise self._fault("missing", absent)
        return self._real_date(data_list)

    def _real_date(self, texts: Sequence[str]) -> date:
        wrong = tuple(part for part, text in zip(DATE_PARTS, texts, strict=True) if not _plausible(part, text))
        if wrong:
            raise self._fault("invalid", wrong)
        day, month, year = (int(text) for text in texts)
        try:
            return date(year, month, day)
        except ValueError:
            raise self._fault("invalid", ("day",)) from None

    def _fault(self, code: str, parts: tuple[str, ...]) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params={FAULTY_PARTS: parts})


def _plausible(part: str, text: str) -> bool:
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        return False
    lowest, highest = {"day": (1, 31), "month": (1, 12), "year": (1000, 9999)}[part]
    return lowest <= int(text) <= highest


class _Revealing(forms.Field):
    """A field whose choices reveal others: `reveals` maps a value to the names of the fields shown only with it."""

    def __init__(self, *, reveals: Mapping[str, Sequence[str]] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.reveals = {value: tuple(names) for value, names in (reveals or {}).items()}

    def reveal(self, value: str, name: str) -> None:
        """Add a field to those that a choice reveals."""
        self.reveals[value] = (*self.reveals.get(value, ()), name)


class _ExplainedChoices(_Revealing):
    def __init__(self, *, choice_hints: Mapping[str, Text] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.choice_hints = dict(choice_hints or {})


class OneCheckField(_Revealing, forms.BooleanField):
    """One checkbox; its `reveals` are all fields that it lists, whatever their value."""


class OneChoiceField(_ExplainedChoices, forms.ChoiceField):
    """Radio buttons. `choice_hints`: value → hint; `reveals`: value → names of fields shown only with that choice."""

    widget = forms.RadioSelect


class SeveralChoicesField(_ExplainedChoices, forms.MultipleChoiceField):
    """Checkboxes, with the same hints and revealed questions as `OneChoiceField`."""

    widget = forms.CheckboxSelectMultiple
