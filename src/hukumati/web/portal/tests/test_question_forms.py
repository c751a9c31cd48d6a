"""The questions as fields of a page: every kind drawn, in both languages, with what was answered and what is wrong."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from hukumati.catalogue.tests.samples import real_definition
from hukumati.core.bilingual import Bilingual
from hukumati.service_language.api import Choice, Expression, Form, Page, Question
from hukumati.service_language.tests.making import COLOURS, definition, expression, question
from hukumati.service_language.tests.making import session as form_session
from hukumati.service_language.tests.specimen import FILL, PHOTO, REGISTERS, specimen, specimen_session
from hukumati.web.portal import question_forms
from hukumati.web.summaries import answer_text, sources_of

DEFINITION = specimen()
STORED = {**FILL, "offer": 15_000}


class Controls(HTMLParser):
    """What a page lets a person fill in, by name, and the ids its labels and descriptions point at."""

    def __init__(self) -> None:
        super().__init__()
        self.named: dict[str, list[dict[str, str | None]]] = {}
        self.ids: set[str] = set()
        self.pointed: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids.add(told.get("id") or "")
        self.pointed |= {told["for"] or ""} if "for" in told else set()
        self.pointed |= set((told.get("aria-describedby") or "").split())
        if tag in {"input", "select", "textarea"}:
            self.named.setdefault(told.get("name") or "", []).append(told)


def _drawn(
    page_id: str, language: str, *, answers: dict[str, Any] | None = None, **registers: Any
) -> tuple[str, Controls]:
    session = specimen_session(DEFINITION, answers, **registers)
    with translation.override(language):
        form = question_forms.build(session=session, questions=DEFINITION.form.page(page_id).ask)
        html = Template("{% load design %}{% fields form %}").render(Context({"form": form}))
    controls = Controls()
    controls.feed(html)
    return html, controls


def test_each_chosen_record_has_its_place_on_the_page_and_in_the_summary() -> None:
    of: dict[str, Any] = {"of": "mot.vehicles.vehicles", "key": "plate", "show": ("plate", "make")}
    chosen = question("vehicle", "records", **of)
    group = question("heirs", "group", each="vehicle", ask=(question("r", "number"),), **of)
    kept = [{"record": "6-5678-95", "r": 7}]
    made = definition(chosen, group, uses=("interior.person", "mot.vehicles"))
    asked = form_session(made, {"vehicle": ["6-1234-95", "6-5678-95"], "heirs": kept}, registers=REGISTERS)
    with translation.override("en"):
        form = question_forms.build(session=asked, questions=[group])
        html = Template("{% load design %}{% fields form %}").render(Context({"form": form}))
        told = answer_text(made, group, kept, REGISTERS)
    controls = Controls()
    controls.feed(html)
    assert [controls.named[f"heirs_{number}_r"][0].get("value") for number in (1, 2)] == ["", "7"]
    assert html.index("6-1234-95") < html.index("heirs_1_r") < html.index("6-5678-95") < html.index("heirs_2_r")
    assert "add_entry" not in html
    assert "remove_entry" not in html
    assert "6-5678-95" in told
    assert told.endswith(": 7")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_measures_and_addresses_are_drawn_read_back_and_summed_up(language: str) -> None:
    unit = Bilingual("م²", "m²")
    page = [
        question("q", "decimal", decimals=2, unit=unit), question("r", "time"), question("s", "web_address"),
        question("other", "foreign_address"),
    ]  # fmt: skip
    abroad = {"country": "JO", "lines": ["Queen St.", "Amman"]}
    answers = {"q": "83.50", "r": "14:30", "s": "https://example.org/", "other": abroad}
    asked = form_session(definition(*page), answers)
    with translation.override(language):
        form = question_forms.build(session=asked, questions=page)
        controls = Controls()
        controls.feed(Template("{% load design %}{% fields form %}").render(Context({"form": form})))
        told = [answer_text(asked.definition, each, answers[each.id], {}) for each in page]
    assert {"q", "r", "s", "other_country", "other_line_1", "other_line_2", "other_line_3"} <= controls.named.keys()
    drawn = [controls.named[name][0]["value"] for name in ("q", "r", "s", "other_line_2")]
    assert drawn == ["83.50", "14:30", "https://example.org/", "Amman"]
    assert told[0] == f"83.50 {getattr(unit, language)}"
    assert "Amman" in told[3]
    assert ("الأردن" if language == "ar" else "Jordan") in told[3]


@pytest.mark.parametrize(("language", "optional"), [("ar", "اختياري"), ("en", "optional")])
def test_what_an_answer_on_the_page_may_require_is_not_called_optional(language: str, optional: str) -> None:
    """Without JavaScript the page cannot change its mind."""
    condition: dict[str, Any] = {"required": False, "required_if": expression("purpose == 'red'")}
    page = [question("purpose", "choice", options=COLOURS), question("reason", **condition)]
    asked = form_session(definition(*page))
    with translation.override(language):
        together = question_forms.build(session=asked, questions=page)
        apart = question_forms.build(session=asked, questions=page[1:])
        drawn = [
            Template("{% load design %}{% fields form %}").render(Context({"form": each})) for each in (together, apart)
        ]
    assert [optional in html for html in drawn] == [False, True]


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize("page_id", ["choose", "money"])
def test_every_control_has_its_label(page_id: str, language: str) -> None:
    html, controls = _drawn(page_id, language, answers=STORED)
    assert controls.pointed <= controls.ids
    labelled = sum(len(each) for each in controls.named.values())
    assert labelled == html.count("<label")
    assert "style=" not in html
    assert "<script" not in html


def test_entries_of_a_register_are_radio_buttons_and_check_boxes_with_their_words() -> None:
    html, controls = _drawn("choose", "en", answers=STORED)
    assert [(each["type"], each["value"]) for each in controls.named["vehicle"]] == [("radio", "6-1234-95")]
    assert [(each["type"], each["value"]) for each in controls.named["fines"]] == [
        ("checkbox", "2026-1"), ("checkbox", "2026-2"),
    ]  # fmt: skip
    assert "checked" in controls.named["vehicle"][0]
    assert "Toyota Corolla" in html
    assert "Private" in html  # the contract's word for `private`
    assert "250.00" in html
    assert "&lt;bdi" not in html
    assert "تويوتا كورولا" in _drawn("choose", "ar", answers=STORED)[0]


def test_a_register_that_lists_nothing_leaves_no_field_but_a_word() -> None:
    session = specimen_session(DEFINITION, {}, mot__vehicles={"vehicles": []})
    _html, controls = _drawn("choose", "en", mot__vehicles={"vehicles": []})
    assert "vehicle" not in controls.named
    told = question_forms.unanswerable(DEFINITION.form.page("choose").ask, session)
    assert [question.id for question in told] == ["vehicle", "fines"]


def test_stored_answers_stand_in_their_fields() -> None:
    _html, controls = _drawn("money", "en", answers=STORED)
    assert controls.named["offer"][0]["value"] == "150.00"
    assert controls.named["bank"][0]["value"] == FILL["bank"]
    assert controls.named["home_street"][0]["value"] == FILL["home"]["street"]
    assert controls.named["home_governorate"][0]["id"] == "id_home_governorate"


def test_what_the_page_posts_is_what_the_catalogue_reads() -> None:
    raw = {"offer": "150.00", "bank": FILL["bank"], "office": "MOT-RAM"}
    raw |= {f"home_{part}": value for part, value in FILL["home"].items()}
    _html, controls = _drawn("money", "ar", answers=STORED)
    assert set(controls.named) == set(raw)
    cleaned = specimen_session(DEFINITION, STORED).clean_page("money", raw)
    assert cleaned.answers == {name: STORED[name] for name in ("offer", "bank", "office", "home")}


def test_errors_stand_at_their_fields_and_those_without_field_at_the_top() -> None:
    session = specimen_session(DEFINITION, {}, mot__vehicles={"vehicles": []})
    said = Bilingual(ar="خطأ", en="wrong")
    for page_id, name in (("choose", "vehicle"), ("money", "home")):
        form = question_forms.build(
            session=session, questions=DEFINITION.form.page(page_id).ask, data=QueryDict(),
            errors={name: said},
        )  # fmt: skip
        with translation.override("en"):
            html = Template("{% load design %}{% errors form %}{% fields form %}").render(Context({"form": form}))
        assert "wrong" in html
        controls = Controls()
        controls.feed(html)
        assert controls.pointed <= controls.ids
        if name == "home":
            assert 'href="#id_home_governorate"' in html


@pytest.mark.parametrize(
    ("name", "language", "words"),
    [
        ("vehicle", "en", ["6-1234-95", "Toyota Corolla", "Private"]),
        ("fines", "ar", ["2026-1", "250.00"]),
        ("offer", "en", ["150.00"]),
        ("office", "ar", ["مكتب الترخيص في رام الله"]),
        ("home", "ar", ["شارع الجامعة 4", "رام الله والبيرة"]),
        ("bank", "en", [FILL["bank"]]),
    ],
)
def test_answers_are_read_in_words(name: str, language: str, words: list[str]) -> None:
    with translation.override(language):
        text = str(answer_text(DEFINITION, DEFINITION.form.question(name), STORED[name], REGISTERS))
    assert all(word in text for word in words), text


@pytest.mark.parametrize(("language", "text"), [("ar", "self، child"), ("en", "self, child")])
def test_several_choices_are_listed_with_the_comma_of_the_language(language: str, text: str) -> None:
    with translation.override(language):
        assert answer_text(DEFINITION, _question("who", "choices", options=OPTIONS), ["self", "child"], {}) == text


def test_an_entry_that_the_register_lists_no_more_is_told_by_its_key() -> None:
    with translation.override("en"):
        assert answer_text(DEFINITION, DEFINITION.form.question("vehicle"), "6-0000-00", REGISTERS) == "6-0000-00"


def test_officials_read_where_an_answer_comes_from() -> None:
    definition = real_definition()
    questions = [definition.form.question(name) for name in ("id_number", "born_on", "phone", "purpose")]
    answers = {"id_number": "400000006", "born_on": "1990-05-12", "phone": "+970599000101"}
    case = SimpleNamespace(answers=answers, declared={"born_on": "interior.person"})
    with translation.override("en"):
        told = {name: str(source) for name, source in sources_of(case, questions).items()}  # type: ignore[arg-type]
    assert told == {
        "id_number": "From the register",
        "born_on": "Declared by the applicant: the register did not answer",
        "phone": "Given by the applicant",
    }


def test_officials_read_that_a_vehicle_was_chosen_from_the_register_and_not_typed() -> None:
    case = SimpleNamespace(answers={"vehicle": STORED["vehicle"]}, declared={})
    with translation.override("en"):
        told = sources_of(case, [DEFINITION.form.question("vehicle")])  # type: ignore[arg-type]
        assert str(told["vehicle"]) == "Chosen by the applicant from the register"


def test_a_paper_in_an_answers_place_is_a_file_to_open() -> None:
    question = DEFINITION.form.question("bank")
    with translation.override("en"):
        text = str(answer_text(DEFINITION, question, [PHOTO], REGISTERS, {PHOTO["id"]: "/files/1"}))
    assert 'href="/files/1"' in text
    assert "me.jpg" in text


OPTIONS = tuple(Choice(code, Bilingual(ar=code, en=code)) for code in ("self", "child"))


def _question(name: str, kind: str, condition: str = "", **more: Any) -> Question:
    names = tuple(each for each in ("whose", "agreed", "pledged") if each in condition)
    shown = Expression(text=condition, names=names) if condition else None
    return Question(id=name, type=kind, label=Bilingual(ar=name, en=name), show_if=shown, **more)


CONDITIONED = (
    _question("whose", "choice", options=OPTIONS),
    _question("child", "text", "whose == 'child'"),
    _question("pledged", "yes_no"),
    _question("papers", "files", "whose == 'child'", accept=("pdf",), max_files=3, required=False),
    _question("to_whom", "text", "pledged"),
    _question("agreed", "declaration"),
    _question("address", "address", "agreed == true"),
    _question("how_often", "number", "whose == 'self' || whose == 'child'", min=1, max=9),
)


def _conditioned(answers: dict[str, Any], errors: dict[str, Bilingual] | None = None) -> tuple[str, Controls]:
    page = Page(id="one", title=Bilingual(ar="صفحة", en="Page"), ask=CONDITIONED)
    definition = replace(DEFINITION, form=Form(pages=(page,)))
    form = question_forms.build(
        session=specimen_session(definition, answers), questions=CONDITIONED,
        data=None if errors is None else QueryDict(), errors=errors,
    )  # fmt: skip
    with translation.override("en"):
        html = Template("{% load design %}{% errors form %}{% fields form %}").render(Context({"form": form}))
    controls = Controls()
    controls.feed(html)
    return html, controls


def test_every_question_of_a_choice_stands_inside_it_in_order_and_the_choice_points_at_them() -> None:
    html, controls = _conditioned({})
    order = ['value="self"', 'value="child"', 'id="conditional-id_whose-2"', 'id="id_child"', 'id="id_papers"',
             'value="yes"', 'id="conditional-id_pledged"', 'id="id_to_whom"', 'value="no"', 'id="id_agreed"',
             'id="conditional-id_agreed"', 'id="id_address_governorate"', 'id="id_how_often"']  # fmt: skip
    assert [html.index(each) for each in order] == sorted(html.index(each) for each in order)
    steering = [each for many in controls.named.values() for each in many if "aria-controls" in each]
    assert {each["aria-controls"] for each in steering} == {
        "conditional-id_whose-2", "conditional-id_pledged", "conditional-id_agreed",
    }  # fmt: skip
    assert {str(each["aria-controls"]) for each in steering} <= controls.ids


def test_mistakes_are_listed_in_the_order_in_which_their_questions_stand() -> None:
    said = Bilingual(ar="خطأ", en="wrong")
    html, _controls = _conditioned({}, dict.fromkeys(("pledged", "papers", "whose"), said))
    links = re.findall(r'href="#(id_[a-z_]+)"', html)
    assert links == ["id_whose", "id_papers", "id_pledged"]


def test_what_was_answered_is_chosen_when_the_page_is_seen_again() -> None:
    _html, controls = _conditioned({"whose": "child", "pledged": False, "agreed": True})
    chosen = [(each["name"], each["value"]) for name in ("whose", "pledged") for each in controls.named[name]
              if "checked" in each]  # fmt: skip
    assert chosen == [("whose", "child"), ("pledged", "no")]
    assert "checked" in controls.named["agreed"][0]


def test_what_may_be_left_out_is_said_inside_a_choice_too() -> None:
    html, _controls = _conditioned({})
    assert html.count("(optional)") == 1
