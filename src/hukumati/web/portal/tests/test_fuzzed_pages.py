# ruff: noqa: E501 - hostile values are listed as they are
"""Pages drawn with whatever was posted: never broken, never believed, never an element of somebody else's making."""

from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.tests.specimen import specimen, specimen_session
from hukumati.web.portal import question_forms
from hukumati.web.portal.repeatable_groups import entries_changed

SPECIMEN = specimen()
HOSTILE = (
    "", "٤٢", "\0", "\u202etxt", "🙂", "\ufffe", "x" * 100_000, "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>',
    "{{ 7|add:7 }}", "{% load x %}", "heirs:1", "heirs", "50", "3", "-1", "PS-RBH",
)  # fmt: skip
ENDS = ("", "_day", "_governorate", "_street", "_count", "_1_full_name", "_1_born_day", "_3_share", "_method")


@settings(max_examples=60, deadline=None)
@given(data=st.data(), language=st.sampled_from(["ar", "en"]))
def test_a_page_is_drawn_again_whatever_was_posted(data: st.DataObject, language: str) -> None:
    page = data.draw(st.sampled_from(SPECIMEN.form.pages))
    names = [
        *(f"{each.id}{end}" for each in page.ask for end in ENDS),
        "add_entry",
        "remove_entry",
        "remove_file",
        "seen",
    ]
    posted = QueryDict(mutable=True)
    for name in data.draw(st.lists(st.sampled_from(names), max_size=10)):
        posted.setlist(name, data.draw(st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=2)))
    changed = entries_changed(posted, page.ask)
    errors = {name: Bilingual(ar="خطأ", en="wrong") for name in data.draw(st.lists(st.sampled_from(names), max_size=3))}
    with translation.override(language):
        form = question_forms.build(
            session=specimen_session(SPECIMEN), questions=page.ask,
            data=posted if changed is None else changed, errors=errors,
        )  # fmt: skip
        html = Template("{% load design %}{% errors form %}{% fields form %}").render(Context({"form": form}))
    assert "<script" not in html
    assert "<img" not in html
