"""The questions as fields of a page: every kind drawn, in both languages, with what was answered and what is wrong."""

from html.parser import HTMLParser
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from hukumati.catalogue import api as catalogue
from hukumati.catalogue.tests.samples import real_definition
from hukumati.catalogue.tests.specimen import FILL, PHOTO, REGISTERS, specimen, specimen_facts
from hukumati.core.bilingual import Bilingual
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
    facts = specimen_facts(DEFINITION, answers, **registers)
    with translation.override(language):
        form = question_forms.build(
            definition=DEFINITION, questions=DEFINITION.form.page(page_id).ask, answers=answers or {}, facts=facts
        )
        html = Template("{% load design %}{% fields form %}").render(Context({"form": form}))
    controls = Controls()
    controls.feed(html)
    return html, controls


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
    facts = specimen_facts(DEFINITION, {}, mot__vehicles={"vehicles": []})
    _html, controls = _drawn("choose", "en", mot__vehicles={"vehicles": []})
    assert "vehicle" not in controls.named
    told = question_forms.unanswerable(DEFINITION.form.page("choose").ask, facts)
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
    facts = specimen_facts(DEFINITION, STORED)
    cleaned = catalogue.clean_page(definition=DEFINITION, page_id="money", raw=raw, answers=STORED, facts=facts)
    assert cleaned.answers == {name: STORED[name] for name in ("offer", "bank", "office", "home")}


def test_errors_stand_at_their_fields_and_those_without_field_at_the_top() -> None:
    facts = specimen_facts(DEFINITION, {}, mot__vehicles={"vehicles": []})
    said = Bilingual(ar="خطأ", en="wrong")
    for page_id, name in (("choose", "vehicle"), ("money", "home")):
        form = question_forms.build(
            definition=DEFINITION, questions=DEFINITION.form.page(page_id).ask, answers={}, facts=facts, data={},
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


def test_a_paper_in_an_answers_place_is_a_file_to_open() -> None:
    question = DEFINITION.form.question("bank")
    with translation.override("en"):
        text = str(answer_text(DEFINITION, question, [PHOTO], REGISTERS, {PHOTO["id"]: "/files/1"}))
    assert 'href="/files/1"' in text
    assert "me.jpg" in text
