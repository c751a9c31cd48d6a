"""The summary of errors names what each is about: its field, and the entry of a list in which it stands."""

import pytest
from django import forms
from django.utils import translation

from hukumati.core.design.error_names import naming_field
from hukumati.core.design.forms import Entries
from hukumati.core.design.presentation import error_links

LEAST, LEAST_AR = "The smallest value allowed is 18", "أصغر قيمة مقبولة هي 18"


@pytest.mark.parametrize(
    ("message", "field", "said"),
    [
        (LEAST, "Age", f"Age: {LEAST}"),
        (LEAST_AR, "العمر", f"العمر: {LEAST_AR}"),
        ("Enter the age", "Age", "Enter the age"),
        ("Enter the area", "Area (m²)", "Enter the area"),
        ("اكتب مساحة البناء", "مساحة البناء (م²)", "اكتب مساحة البناء"),
        ("أدخل رقم هوية صحيحًا من تسع خانات", "رقم الهوية", "أدخل رقم هوية صحيحًا من تسع خانات"),
        ("أجب عن السؤال «هل تعمل؟»", "هل تعمل؟", "أجب عن السؤال «هل تعمل؟»"),
        ("The date must not be before 1 May", "Date of birth", "Date of birth: The date must not be before 1 May"),
        ("Too few: add until there are at least 2", "Heirs", "Heirs: Too few: add until there are at least 2"),
    ],
)  # fmt: skip
def test_a_message_names_its_field_once(message: str, field: str, said: str) -> None:
    assert naming_field(message, field=field) == said


class _Heirs(forms.Form):
    heirs = Entries(label="الورثة", entries=[["heirs_1_share"], ["heirs_2_share"]], may_grow=True)
    heirs_1_share = forms.IntegerField(label="الحصة")
    heirs_2_share = forms.IntegerField(label="الحصة", error_messages={"invalid": LEAST_AR})
    cars = Entries(label="المركبات", entries=[["cars_1_km"]], titles=["6-1234-95"], may_grow=False)
    cars_1_km = forms.IntegerField(label="العداد", error_messages={"invalid": LEAST_AR})


def test_an_error_in_a_group_names_its_entry_by_number_or_by_its_title() -> None:
    with translation.override("ar"):
        links = error_links(
            _Heirs({"heirs": "x", "cars": "x", "heirs_1_share": "1", "heirs_2_share": "x", "cars_1_km": "x"})
        )
    assert ("id_heirs_2_share", f"الورثة 2: الحصة: {LEAST_AR}") in links
    assert ("id_cars_1_km", f"6-1234-95: العداد: {LEAST_AR}") in links
