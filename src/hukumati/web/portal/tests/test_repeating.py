"""Groups on a page: entries come and go by buttons, and what was typed stays."""

from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from hukumati.core.bilingual import Bilingual
from hukumati.service_language.tests.specimen import specimen, specimen_session
from hukumati.web.portal import question_forms
from hukumati.web.portal.repeatable_groups import entries_changed
from hukumati.web.portal.tests.test_question_forms import Controls

DEFINITION = specimen()
PAGE = DEFINITION.form.page("heirs")


def _posted(*pairs: tuple[str, str]) -> QueryDict:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return query


def _drawn(data: QueryDict | None, answers: dict[str, object] | None = None, **errors: str) -> tuple[str, Controls]:
    session = specimen_session(DEFINITION, answers)
    told = {name: Bilingual(ar=text, en=text) for name, text in errors.items()} if errors else {}
    form = question_forms.build(session=session, questions=PAGE.ask, data=data, errors=told)
    with translation.override("en"):
        html = Template("{% load design %}{% errors form %}{% fields form %}").render(Context({"form": form}))
    controls = Controls()
    controls.feed(html)
    return html, controls


TWO = (
    ("heirs_count", "2"), ("heirs_1_full_name", "سلمى"), ("heirs_1_born_day", "1"), ("heirs_2_full_name", "كريم"),
    ("heirs_2_share", "x"), ("guardian", "ليلى"),
)  # fmt: skip


def test_stored_entries_stand_in_their_fields_each_labelled() -> None:
    html, controls = _drawn(None, {"heirs": [{"full_name": "سلمى", "born": "2015-03-01", "share": 50}]})
    assert controls.named["heirs_1_full_name"][0]["value"] == "سلمى"
    assert controls.named["heirs_1_born_year"][0]["value"] == "2015"
    assert controls.named["heirs_count"][0]["value"] == "1"
    assert controls.pointed <= controls.ids
    assert len({*controls.ids}) > 5
    assert "Add another" in html


def test_one_entry_more_keeps_what_was_typed() -> None:
    changed = entries_changed(_posted(*TWO, ("add_entry", "heirs")), PAGE.ask)
    assert changed is not None
    _html, controls = _drawn(changed)
    assert controls.named["heirs_count"][0]["value"] == "3"
    assert controls.named["heirs_2_full_name"][0]["value"] == "كريم"
    assert controls.named["heirs_3_full_name"][0]["value"] == ""


def test_one_entry_less_moves_the_others_up() -> None:
    changed = entries_changed(_posted(*TWO, ("remove_entry", "heirs:1")), PAGE.ask)
    assert changed is not None
    assert changed["heirs_count"] == "1"
    assert changed["heirs_1_full_name"] == "كريم"
    assert changed["heirs_1_share"] == "x"
    assert "heirs_1_born_day" not in changed
    assert "heirs_2_full_name" not in changed
    assert changed["guardian"] == "ليلى"


def test_a_full_group_grows_no_more() -> None:
    full = _posted(("heirs_count", "4"), ("add_entry", "heirs"))
    changed = entries_changed(full, PAGE.ask)
    assert changed is not None
    assert changed["heirs_count"] == "4"
    assert "Add another" not in _drawn(changed)[0]


def test_other_buttons_and_nonsense_change_nothing() -> None:
    assert entries_changed(_posted(*TWO), PAGE.ask) is None
    for name, value in (
        ("add_entry", "guardian"),
        ("add_entry", "x"),
        ("remove_entry", "heirs"),
        ("remove_entry", "x:1"),
    ):
        assert entries_changed(_posted(*TWO, (name, value)), PAGE.ask) is None
    for number in ("0", "9", "999"):
        changed = entries_changed(_posted(*TWO, ("remove_entry", f"heirs:{number}")), PAGE.ask)
        assert changed is not None
        assert changed["heirs_count"] == "2"


def test_faults_stand_at_the_fields_of_their_entry() -> None:
    html, _controls = _drawn(_posted(*TWO), heirs_2_share="too much")
    assert 'href="#id_heirs_2_share"' in html
    assert html.count("too much") == 2
