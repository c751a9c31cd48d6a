"""The form of one page of questions. It only draws: the catalogue validates (see `cases.api.save_page`)."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from hukumati.catalogue import api as catalogue
from hukumati.core.bilingual import Bilingual
from hukumati.core.design.forms import DateParts, OneChoiceField, SeveralChoicesField

_ONE_ANSWER: Final = re.compile(r"([a-z][a-z0-9_]*) == '([^']*)'")
PLACE_LISTS: Final = {"office": "offices", "post_office": "post_offices"}


class QuestionForm(forms.Form):
    """Fields made from the questions of a page; its errors are those that the catalogue found."""

    def __init__(self, *, found: Mapping[str, Bilingual] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.found = found or {}

    def full_clean(self) -> None:
        """This will take the errors as they were found, under the fields that show them."""
        self._errors = forms.utils.ErrorDict()
        self.cleaned_data = {}
        for name, error in self.found.items() if self.is_bound else ():
            shown = name if name in self.fields else f"{name}_method"
            self._errors[shown] = self.error_class([str(error)])


def build(
    *,
    definition: catalogue.Definition,
    questions: Iterable[catalogue.Question],
    answers: Mapping[str, Any],
    data: Any = None,
    errors: Mapping[str, Bilingual] | None = None,
) -> QuestionForm:
    """This will build the form of the questions that the person answers; `data` is what was posted, if anything."""
    asked = [question for question in questions if not question.locked]
    form = QuestionForm(data=data, initial=initial_values(asked, answers), found=errors, auto_id="id_%s")
    for question in asked:
        form.fields.update(_fields(question, definition))
    _reveal(form, asked)
    return form


def initial_values(questions: Iterable[catalogue.Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """This will spread the stored answers over the fields' names."""
    values: dict[str, Any] = {}
    for question in questions:
        answer = answers.get(question.id)
        if question.type == "collection" and isinstance(answer, Mapping):
            values[f"{question.id}_method"] = answer.get("method")
            values[f"{question.id}_{answer.get('method')}"] = answer.get("place")
        else:
            values[question.id] = answer
    return values


def _fields(question: catalogue.Question, definition: catalogue.Definition) -> dict[str, forms.Field]:
    if question.type == "collection":
        return _collection(question, definition)
    return {question.id: _field(question)}


def _field(question: catalogue.Question) -> forms.Field:
    said: dict[str, Any] = {
        "label": str(question.label),
        "help_text": str(question.hint) if question.hint else "",
        "required": question.required,
    }
    options = [(choice.code, str(choice.label)) for choice in question.options]
    match question.type:
        case "choice":
            return OneChoiceField(choices=options, **said)
        case "yes_no":
            return OneChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], **said)
        case "choices":
            return SeveralChoicesField(choices=options, **said)
        case "date":
            return forms.CharField(widget=DateParts(), **said)
        case "declaration":
            return forms.BooleanField(**said)
        case "long_text":
            return forms.CharField(widget=forms.Textarea, **said)
        case _:
            return forms.CharField(widget=_text_widget(question), **said)


def _text_widget(question: catalogue.Question) -> forms.Widget:
    match question.type:
        case "phone":
            return forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "dir": "ltr"})
        case "email":
            return forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"})
        case "number" | "id_number":
            return forms.TextInput(attrs={"inputmode": "numeric", "dir": "ltr"})
        case _:
            return forms.TextInput()


def _collection(question: catalogue.Question, definition: catalogue.Definition) -> dict[str, forms.Field]:
    names = {f"{method}": f"{question.id}_{method}" for method in PLACE_LISTS if method in definition.collect}
    methods = OneChoiceField(
        label=str(question.label),
        help_text=str(question.hint) if question.hint else "",
        required=question.required,
        choices=[(option.code, str(option.label)) for option in question.options],
        reveals=names,
    )
    fields: dict[str, forms.Field] = {f"{question.id}_method": methods}
    for method, name in names.items():
        places = definition.lists.get(PLACE_LISTS[method], ())
        choices = [("", _("Choose a place")), *((place.code, str(place.label)) for place in places)]
        label = _("Which office?") if method == "office" else _("Which post office?")
        fields[name] = forms.ChoiceField(choices=choices, label=label)
    return fields


def _reveal(form: QuestionForm, asked: Iterable[catalogue.Question]) -> None:
    """A question asked with one choice of another question of the page stands inside that choice."""
    for question in asked:
        if question.show_if is None:
            continue
        condition = _ONE_ANSWER.fullmatch(question.show_if.text.strip())
        other = form.fields.get(condition[1]) if condition else None
        if condition and isinstance(other, OneChoiceField) and condition[2] not in other.reveals:
            other.reveals[condition[2]] = question.id
