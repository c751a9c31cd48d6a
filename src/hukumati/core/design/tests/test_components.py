import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import TemplateSyntaxError, engines
from django.test import RequestFactory
from django.utils import translation

from hukumati.core.design.forms import DatePartsField, OneChoiceField
from hukumati.core.design.parts import Column, Row, Step
from hukumati.core.design.tests.gallery import BAD, Gallery


def drawn(template: str, **context: Any) -> str:
    request = RequestFactory().get("/?q=x&page=2")
    return str(engines["django"].from_string("{% load design %}" + template).render(context, request))


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html)


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


class Ask(forms.Form):
    name = forms.CharField(label="Name")
    purpose = OneChoiceField(
        label="Purpose",
        choices=[("work", "Work"), ("other", "Other")],
        choice_hints={"work": "Hint of work"},
        reveals={"other": ["detail", "since"]},
    )
    detail = forms.CharField(label="Detail", required=False)
    since = forms.CharField(label="Since")
    born_on = DatePartsField(label="Born on")
    secret = forms.CharField(widget=forms.PasswordInput, label="Password", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.fixture(autouse=True)
def _in_english() -> Any:
    with translation.override("en"):
        yield


def test_every_link_of_the_error_summary_leads_to_a_control_of_the_page() -> None:
    form = Gallery(BAD)
    html = drawn("{% errors form %}{% fields form %}", form=form)
    targets = re.findall(r'href="#([^"]+)"', html)
    assert len(targets) == len(form.errors)
    assert set(targets) <= set(re.findall(r'<(?:input|select|textarea)\b[^>]*?\bid="([^"]+)"', html, re.DOTALL))


def test_no_attribute_stands_twice_in_a_tag() -> None:
    tags = re.findall(r"<[a-z]\w*\b[^>]*>", drawn("{% fields form %}", form=Gallery(BAD)))
    names = [re.findall(r'\s([a-z-]+)(?==")', tag) for tag in tags]
    assert any("rows" in each for each in names)
    assert not [each for each in names if len(each) != len(set(each))]


def test_no_id_stands_twice_and_every_description_exists() -> None:
    html = drawn("{% errors form %}{% fields form %}", form=Gallery(BAD))
    assert len(ids(html)) == len(set(ids(html)))
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert described
    assert set(described) <= set(ids(html))


def test_a_missing_answer_is_named_by_its_question() -> None:
    html = drawn("{% errors form %}", form=Ask({}))
    assert "Name: an answer is needed" in html
    with translation.override("ar"):
        assert "Name: لا بدّ من إجابة" in drawn("{% errors form %}", form=Ask({}))


def test_there_is_no_summary_without_errors_or_without_a_form() -> None:
    assert drawn("{% errors form %}", form=Ask()) == ""
    assert drawn("{% errors nothing %}") == ""


def test_an_error_of_the_whole_form_leads_to_its_first_field() -> None:
    form = Ask({})
    form.add_error(None, "Wrong number or password")
    html = drawn("{% errors form %}", form=form)
    assert '<a href="#id_name">Wrong number or password</a>' in html


def test_the_date_summary_leads_to_the_first_faulty_part() -> None:
    html = drawn("{% errors form %}", form=Ask({"born_on_day": "3", "born_on_year": "1990"}))
    assert 'href="#id_born_on_month"' in html


def test_a_typed_date_is_given_back_as_it_was_typed() -> None:
    form = Ask({"born_on_day": "٣١", "born_on_month": "2", "born_on_year": "<b>"})
    html = squeezed(drawn("{% field form.born_on %}", form=form))
    assert 'value="٣١"' in html
    assert 'value="&lt;b&gt;"' in html


def test_a_stored_date_fills_the_three_boxes() -> None:
    html = drawn("{% field form.born_on %}", form=Ask(initial={"born_on": "1994-03-27"}))
    assert re.findall(r'value="(\d+)"', html) == ["27", "3", "1994"]


def test_a_revealed_question_stands_inside_its_choice_and_only_there() -> None:
    html = drawn("{% fields form %}", form=Ask({"purpose": "other"}))
    assert html.count('id="id_detail"') == 1
    places = ('id="conditional-id_purpose-2"', 'id="id_detail"', 'id="id_since"', "id_born_on")
    assert [html.index(place) for place in places] == sorted(html.index(place) for place in places)
    assert html.count('aria-controls="conditional-id_purpose-2"') == 1


def test_a_choice_has_its_hint() -> None:
    html = squeezed(drawn("{% field form.purpose %}", form=Ask()))
    assert 'aria-describedby="id_purpose-item-hint"' in html
    assert "Hint of work" in html


def test_hidden_fields_are_sent_along() -> None:
    assert 'type="hidden" name="token"' in drawn("{% fields form %}", form=Ask())


def test_a_password_is_never_written_back_into_the_page() -> None:
    assert "zaytoun" not in drawn("{% field form.secret %}", form=Ask({"secret": "zaytoun"}))


def test_what_a_person_typed_is_escaped() -> None:
    html = drawn("{% field form.name %}", form=Ask({"name": '"><script>x</script>'}))
    assert "<script>" not in html
    assert "&quot;&gt;&lt;script&gt;" in html


def test_a_question_that_may_stay_empty_says_so() -> None:
    assert "(optional)" in drawn("{% field form.detail %}", form=Ask())
    assert "(optional)" not in drawn("{% field form.name %}", form=Ask())


def test_numbers_and_codes_are_typed_from_left_to_right() -> None:
    assert 'dir="ltr"' in drawn('{% field form.name inputmode="numeric" %}', form=Ask())
    assert 'dir="ltr"' in drawn("{% field form.name ltr=True %}", form=Ask())
    assert 'dir="ltr"' not in drawn("{% field form.name %}", form=Ask())


def test_a_label_can_be_the_title_of_the_page() -> None:
    html = squeezed(drawn("{% field form.name page_heading=True %}", form=Ask()))
    assert '<h1 class="govuk-label-wrapper">' in html
    assert "govuk-label--l" in html
    html = squeezed(drawn('{% field form.purpose page_heading=True legend_size="xl" %}', form=Ask()))
    assert '<h1 class="govuk-fieldset__heading">' in html
    assert "govuk-fieldset__legend--xl" in html


def test_a_widget_without_component_is_refused() -> None:
    class Odd(forms.Form):
        odd = forms.SplitDateTimeField()

    with pytest.raises(TypeError, match="SplitDateTimeWidget"):
        drawn("{% field form.odd %}", form=Odd())


def test_a_button_sends_once_and_a_link_looks_like_one() -> None:
    html = drawn('{% button "Go" name="act" value="go" %}')
    assert 'data-prevent-double-click="true"' in html
    assert 'name="act"' in html
    assert '<a href="/x?a=1&amp;b=2"' in drawn("{% button 'Go' href=url %}", url="/x?a=1&b=2")


@pytest.mark.parametrize(
    "wrong", ['{% button "x" kind="huge" %}', '{% notice "loud" "x" %}', '{% status_tag "x" "mauve" %}']
)
def test_a_kind_that_does_not_exist_is_refused(wrong: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        drawn(wrong)


def test_a_summary_has_change_links_that_say_what_they_change() -> None:
    rows = [Row("Phone", "+970 599", ltr=True, change_url="/change"), Row("Name", "<i>Layla</i>")]
    html = squeezed(drawn("{% summary rows %}", rows=rows))
    assert '<bdi dir="ltr">+970 599</bdi>' in html
    assert 'Change <span class="govuk-visually-hidden">Phone</span>' in html
    assert "&lt;i&gt;Layla" in html
    assert html.count("govuk-summary-list__row--no-actions") == 1


def test_milestones_say_in_words_where_the_case_is() -> None:
    steps = [Step("Sent", "done"), Step("Review", "current", note="One day"), Step("Ready", "todo")]
    html = squeezed(drawn("{% milestones steps %}", steps=steps))
    assert html.count('aria-current="step"') == 1
    assert [html.count(word) for word in ("> done <", "> in progress <", "> not yet <")] == [1, 1, 1]


def test_two_notices_have_names_of_their_own() -> None:
    html = drawn('{% notice "warning" "One" %}{% notice "warning" "Two" %}')
    assert len(set(ids(html))) == 2


def test_a_table_isolates_its_codes() -> None:
    columns = ["Item", Column("Sum", numeric=True, ltr=True)]
    html = squeezed(drawn('{% table "Fees" columns rows %}', columns=columns, rows=[("A", "1.00")]))
    assert '<bdi dir="ltr">1.00</bdi>' in html
    assert html.count("govuk-table__cell--numeric") == 1


STACKED = """{% stacked_table "Versions" "Version" "Cases" last_numeric=True extra_class="wide" %}
<tr><th scope="row">1</th>{% cell "Cases" numeric=True direction="auto" %}<b>{{ hostile }}</b>{% endcell %}</tr>
<tr><th scope="row">2</th>{% cell "Cases" %} {% endcell %}</tr>{% endstacked_table %}"""


def test_a_stacked_table_names_its_columns_and_its_cells() -> None:
    html = squeezed(drawn(STACKED, hostile="<i>"))
    assert 'class="govuk-table hk-stacked wide"' in html
    assert '<caption class="govuk-table__caption govuk-table__caption--m">Versions</caption>' in html
    assert '<th scope="col" class="govuk-table__header">Version</th>' in html
    assert '<th scope="col" class="govuk-table__header govuk-table__header--numeric">Cases</th>' in html
    assert 'class="govuk-table__cell govuk-table__cell--numeric" data-label="Cases" dir="auto"' in html
    assert "<b>&lt;i&gt;</b></td>" in html


def test_an_empty_cell_has_no_heading() -> None:
    assert squeezed(drawn(STACKED)).count("data-label") == 1
    assert "govuk-visually-hidden" in drawn('{% stacked_table "x" "y" caption_hidden=True %}{% endstacked_table %}')


def test_pages_keep_the_rest_of_the_query() -> None:
    html = drawn("{% pagination page %}", page=Paginator(range(30), 10).page(2))
    assert 'href="?q=x&amp;page=3"' in html
    assert 'aria-current="page"' in html
    assert drawn("{% pagination page %}", page=Paginator(range(3), 10).page(1)) == ""
