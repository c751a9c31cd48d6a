"""The form of one page of questions. It only renders: the service language validates (`cases.api.save_page`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hukumati.core.arabic import fold
from hukumati.core.bilingual import Bilingual
from hukumati.core.countries import COUNTRIES
from hukumati.core.design.forms import (
    DateParts,
    Entries,
    FilesInput,
    OneCheckField,
    OneChoiceField,
    Part,
    Parts,
    SeveralChoicesField,
    StoredFile,
    StoredFilesField,
)
from hukumati.core.governorates import GOVERNORATES
from hukumati.core.money import Money
from hukumati.core.money_text import refilled
from hukumati.service_language.api import (
    FILE_TYPES,
    FOREIGN_LINES,
    MAX_FILE_MEGABYTES,
    NAME_LANGUAGES,
    NAME_PARTS,
    RECORD,
    RECORD_TYPES,
    Definition,
    FormSession,
    Page,
    Question,
    RevealingChoice,
    chosen_records,
    entry_key,
    kind_names,
    max_entries,
    media_types,
    posted_entry_count,
)
from hukumati.web.records import entry_hint, entry_name

NAME_FIELDS: Final = [(language, part) for language in NAME_LANGUAGES for part in NAME_PARTS]
MAX_RADIOS: Final = 12
"""A list with more choices is a drop-down instead of radio buttons."""
PLACE_LISTS: Final = {"office": "offices", "post_office": "post_offices"}


class QuestionForm(forms.Form):
    """Fields made from the questions of a page; its errors are those that validation found."""

    marks_inside = True
    """What may be left out is texts inside a choice too; elsewhere `required` is not known there."""

    def __init__(self, *, found: Mapping[str, Bilingual] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.found = found or {}

    def full_clean(self) -> None:
        """Show the errors that were found, each at its field."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for name, error in self.found.items() if self.is_bound else ():
            shown = next((each for each in (name, f"{name}_method") if each in self.fields), NON_FIELD_ERRORS)
            self._errors.setdefault(shown, self.error_class()).append(str(error))


def build(
    *,
    session: FormSession,
    questions: Iterable[Question],
    data: QueryDict | None = None,
    errors: Mapping[str, Bilingual] | None = None,
    kept: Mapping[str, Sequence[StoredFile]] | None = None,
) -> QuestionForm:
    """Build the form of the questions that the person answers; `data` is what was posted, if anything."""
    listed = list(questions)
    asked = [_put(question, session, listed) for question in listed if not session.effective_question(question).locked]
    initial = initial_values(asked, {**session.answers, **_by_record(asked, session)})
    form = QuestionForm(data=data, initial=initial, found=errors, auto_id="id_%s")
    for question in asked:
        if question.type == "group":
            form.fields.update(_group(question, session, data, kept or {}))
        elif question.type in FILE_TYPES:
            form.fields[question.id] = _files(question, (kept or {}).get(question.id, ()))
        else:
            form.fields.update(_fields(question, session))
    _reveal(form, session.revealed_by(asked))
    return form


def _put(question: Question, session: FormSession, page: Sequence[Question]) -> Question:
    """Return a question as it is put on a page: what an answer there may make required is not marked as optional."""
    effective = session.effective_question(question)
    here = {each.id for each in page}
    decided_here = question.required_if is not None and here & set(question.required_if.names)
    return replace(effective, required=True) if decided_here else effective


def rendered(page: Page, visible: Sequence[Question]) -> list[Question]:
    """Return the questions that a page renders: visible ones, and those that an answer on it may still reveal."""
    here = {question.id for question in page.ask}
    return [
        each for each in page.ask if each in visible or (each.show_if is not None and here & set(each.show_if.names))
    ]


def initial_values(questions: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored answers by the names of their fields."""
    values: dict[str, Any] = {}
    for question in questions:
        answer = answers.get(question.id)
        if question.type == "group":
            for number, entry in enumerate(answer or (), start=1):
                asked = [numbered(question, number, part) for part in question.ask]
                given = (entry.get(part.id) for part in question.ask)
                values |= initial_values(asked, dict(zip((each.id for each in asked), given, strict=True)))
            continue
        if question.type == "collection" and isinstance(answer, Mapping):
            values[f"{question.id}_method"] = answer.get("method")
            values[f"{question.id}_{answer.get('method')}"] = answer.get("address") or answer.get("place")
        elif question.type == "yes_no" and isinstance(answer, bool):
            values[question.id] = "yes" if answer else "no"
        elif question.type == "money" and isinstance(answer, int):
            values[question.id] = refilled(Money(answer, question.currency))
        elif question.type == "foreign_address" and isinstance(answer, Mapping):
            lines = dict(zip(FOREIGN_LINES, answer["lines"], strict=False))
            values[question.id] = {"country": answer["country"], **lines}
        elif question.type == "person_name" and isinstance(answer, Mapping):
            values[question.id] = {f"{language}_{part}": answer[language][part] for language, part in NAME_FIELDS}
        else:
            values[question.id] = answer
    return values


def _fields(question: Question, session: FormSession) -> dict[str, forms.Field]:
    if question.type == "collection":
        return _collection(question, session.definition)
    if question.type in RECORD_TYPES:
        return _record(question, session)
    return {question.id: _field(question)}


def _files(question: Question, kept: Sequence[StoredFile], *, in_entry: bool = False) -> forms.Field:
    texts, several = _texts(question), question.type == "files"
    kinds = " / ".join(kind_names(question.accept))
    limits = _("%(kinds)s, at most %(size)s MB")
    attributes: dict[str, Any] = {"accept": ",".join(media_types(question.accept))}
    if several:
        attributes["multiple"] = True
        limits = ngettext(
            "%(kinds)s, at most %(size)s MB, %(most)s file",
            "%(kinds)s, at most %(size)s MB each, up to %(most)s files",
            question.max_files,
        )
    limit = limits % {"kinds": kinds, "size": MAX_FILE_MEGABYTES, "most": question.max_files}
    texts["help_text"] = " ".join(filter(None, (texts["help_text"], limit)))
    widget = FilesInput(attrs=attributes) if several else forms.FileInput(attrs=attributes)
    room = len(kept) < question.max_files or not several
    return StoredFilesField(stored=kept, room=room, names_stored=in_entry, widget=widget, **texts)


def numbered(group: Question, number: int, part: Question) -> Question:
    """Return a question of a group for one entry, named GROUP_NUMBER_QUESTION."""
    return replace(part, id=f"{group.id}_{number}_{part.id}")


def _group(
    group: Question, session: FormSession, data: QueryDict | None, kept: Mapping[str, Sequence[StoredFile]]
) -> dict[str, forms.Field]:
    titles = _titles(group, session)
    answered = len(session.answers.get(group.id) or ())
    count = posted_entry_count(data, group.id) if data is not None else answered or least_entries(group)
    count = len(titles) if group.each else count
    fields: dict[str, forms.Field] = {}
    reveals = session.revealed_in_group(group)
    entries = []
    for number in range(1, count + 1):
        made: dict[str, forms.Field] = {}
        for part in group.ask:
            asked = numbered(group, number, _in_entry(part))
            if part.type in FILE_TYPES:
                made[asked.id] = _files(asked, kept.get(asked.id, ()), in_entry=True)
            else:
                made |= _fields(asked, session)
        fields |= made
        entries.append(_unrevealed(made, group, number, reveals))
    may_grow = not group.each and count < max_entries(group)
    return {group.id: Entries(entries=entries, titles=titles, may_grow=may_grow, **_texts(group)), **fields}


def _titles(group: Question, session: FormSession) -> list[str]:
    """Name the records that a group is asked of; none for one whose entries people add themselves."""
    return [entry_name(group, record) for record in chosen_records(group, session.facts).values()] if group.each else []


def _by_record(questions: Iterable[Question], session: FormSession) -> dict[str, list[Any]]:
    """Return the kept entries of groups that are asked of records, each at the place of its record."""
    found = {}
    for group in questions:
        if group.each:
            kept = {entry.get(RECORD): entry for entry in session.answers.get(group.id) or ()}
            found[group.id] = [kept.get(key, {}) for key in chosen_records(group, session.facts)]
    return found


def _in_entry(part: Question) -> Question:
    """Return a question of a group as it is drawn: what the entry may make required is not called optional."""
    return replace(part, required=True) if part.required_if is not None else part


def _unrevealed(
    made: Mapping[str, forms.Field], group: Question, number: int, reveals: Mapping[str, RevealingChoice]
) -> list[str]:
    """Move what a single choice of an entry reveals inside that choice; return the names of the other fields."""
    moved = set()
    for part, (other, choice) in reveals.items():
        name, field = f"{group.id}_{number}_{part}", made.get(f"{group.id}_{number}_{other}")
        if name in made and isinstance(field, (OneCheckField, OneChoiceField, SeveralChoicesField)):
            field.reveal(choice, name)
            moved.add(name)
    return [name for name in made if name not in moved]


def least_entries(group: Question) -> int:
    """Return how many entries a page shows before anything is answered."""
    return max(group.min if isinstance(group.min, int) else 0, 1 if group.required else 0)


def unanswerable(questions: Iterable[Question], session: FormSession) -> list[Question]:
    """List the questions that offer nothing to choose, since the register lists nothing."""
    effective = (session.effective_question(each) for each in questions)
    return [each for each in effective if each.type in RECORD_TYPES and not session.offered_entries(each)]


def _texts(question: Question) -> dict[str, Any]:
    return {
        "label": f"{question.label} ({question.unit})" if question.unit else str(question.label),
        "help_text": str(question.hint) if question.hint else "",
        "required": question.required,
    }


def _record(question: Question, session: FormSession) -> dict[str, forms.Field]:
    entries = {entry_key(question, entry): entry for entry in session.offered_entries(question)}
    if not entries:
        return {}
    kind = OneChoiceField if question.type == "record" else SeveralChoicesField
    choices = [(key, entry_name(question, entry)) for key, entry in entries.items()]
    hints = {str(key): entry_hint(question, entry) for key, entry in entries.items()}
    return {question.id: kind(choices=choices, choice_hints=hints, **_texts(question))}


def _field(question: Question) -> forms.Field:
    texts = _texts(question)
    options = [(choice.code, str(choice.label)) for choice in question.options]
    match question.type:
        case "office":
            return forms.ChoiceField(choices=[("", _("Choose an office")), *options], **texts)
        case "address" | "foreign_address" | "person_name":
            return forms.CharField(widget=Parts(_parts(question)), **texts)
        case "choice":
            return _choice(options, texts)
        case "yes_no":
            return OneChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], **texts)
        case "choices":
            return SeveralChoicesField(choices=options, **texts)
        case "date":
            return forms.CharField(widget=DateParts(), **texts)
        case "declaration":
            return OneCheckField(**texts)
        case "long_text":
            return forms.CharField(widget=forms.Textarea, **texts)
        case _:
            return forms.CharField(widget=_text_widget(question), **texts)


def _choice(options: list[tuple[str, str]], texts: dict[str, Any]) -> forms.Field:
    if len(options) > MAX_RADIOS:
        return forms.ChoiceField(choices=[("", _("Choose from the list")), *options], **texts)
    return OneChoiceField(choices=options, **texts)


def _text_widget(question: Question) -> forms.Widget:
    match question.type:
        case "phone":
            return forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "dir": "ltr"})
        case "email":
            return forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})
        case "iban" | "year_number" | "postcode" | "time":
            return forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"})
        case "money" | "decimal":
            return forms.TextInput(attrs={"inputmode": "decimal", "dir": "ltr"})
        case "web_address":
            return forms.URLInput(attrs={"dir": "ltr", "autocomplete": "url", "spellcheck": "false"})
        case "number" | "id_number":
            return forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"})
        case _:
            return forms.TextInput()


def _parts(question: Question) -> list[Part]:
    makers = {"address": _address_parts, "foreign_address": _foreign_parts, "person_name": _name_parts}
    return makers[question.type]()


def _foreign_parts() -> list[Part]:
    countries = sorted(((code, str(name)) for code, name in COUNTRIES.items()), key=lambda each: fold(each[1]))
    return [
        Part("country", _("Country"), choices=(("", _("Choose a country")), *countries), autocomplete="country"),
        Part("line_1", _("Address, as it is written there"), autocomplete="address-line1"),
        Part("line_2", _("Second line (optional)"), autocomplete="address-line2"),
        Part("line_3", _("Third line (optional)"), autocomplete="address-line3"),
    ]


def _address_parts(postcode: str = "") -> list[Part]:
    governorates = tuple((code, str(name)) for code, name in GOVERNORATES.items())
    return [
        Part("governorate", _("Governorate"), choices=(("", _("Choose a governorate")), *governorates)),
        Part("locality", _("City, village or camp"), autocomplete="address-level2"),
        Part("street", _("Street and building"), autocomplete="street-address"),
        Part(
            "postcode",
            postcode or _("Postcode (optional), for example P8401234"),
            ltr=True,
            autocomplete="postal-code",
        ),
    ]


def _name_parts() -> list[Part]:
    parts = {"first": _("First name"), "father": _("Father's name"), "grandfather": _("Grandfather's name"),
             "family": _("Family name")}  # fmt: skip
    languages = {"ar": _("in Arabic"), "en": _("in English")}
    return [
        Part(f"{language}_{part}", f"{parts[part]} {languages[language]}", language=language, ltr=language == "en")
        for language, part in NAME_FIELDS
    ]


def _collection(question: Question, definition: Definition) -> dict[str, forms.Field]:
    names = {
        f"{method}": f"{question.id}_{method}" for method in (*PLACE_LISTS, "home") if method in definition.collect
    }
    methods = OneChoiceField(
        label=str(question.label),
        help_text=str(question.hint) if question.hint else "",
        required=question.required,
        choices=[(option.code, str(option.label)) for option in question.options],
        reveals={method: [name] for method, name in names.items()},
    )
    fields: dict[str, forms.Field] = {f"{question.id}_method": methods}
    if "home" in names:
        address = _address_parts(_("Postcode: P and seven digits, for example P8401234"))
        fields[names["home"]] = forms.CharField(widget=Parts(address), label=_("Where to?"))
    for method, name in names.items():
        if method == "home":
            continue
        places = definition.lists.get(PLACE_LISTS[method], ())
        choices = [("", _("Choose a place")), *((place.code, str(place.label)) for place in places)]
        label = _("Which office?") if method == "office" else _("Which post office?")
        fields[name] = forms.ChoiceField(choices=choices, label=label)
    return fields


def _reveal(form: QuestionForm, reveals: Mapping[str, RevealingChoice]) -> None:
    """Move each question that a single choice reveals inside that choice, in order."""
    for name, (other, choice) in reveals.items():
        field, shown = form.fields.get(other), name if name in form.fields else f"{name}_method"
        if shown in form.fields and isinstance(field, (OneCheckField, OneChoiceField, SeveralChoicesField)):
            field.reveal(choice, shown)
