"""Answers: normalised when they can be, refused in both languages when not, never trusted."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.service_language.api import (
    ANSWER_READERS,
    CleanedPage,
    Definition,
    Form,
    FormSession,
    NoSuchPage,
    Page,
    Question,
    compile_expression,
)
from hukumati.service_language.tests.making import COLOURS, LABEL, PERSON, TODAY, PostedFields
from hukumati.service_language.tests.specimen import certificate, certificate_session


@pytest.fixture(scope="module")
def definition() -> Definition:
    return certificate()


def _asking(definition: Definition, *questions: Question) -> Definition:
    return replace(definition, form=Form(pages=(Page(id="one", title=LABEL, ask=questions),)))


def _question(kind: str, **more: Any) -> Question:
    words = {"currency": "ILS", "accept": ("pdf",), "of": "mot.vehicles.vehicles", "key": "plate"}
    return Question(id="q", type=kind, label=LABEL, **{**words, **more})


def _clean(definition: Definition, question: Question, raw: Mapping[str, Any]) -> CleanedPage:
    asking = _asking(definition, question)
    session = certificate_session(asking)
    return session.clean_page("one", raw)


@pytest.mark.parametrize(
    ("question", "raw", "answer"),
    [
        (_question("text"), {"q": "  شركة \t النور  "}, "شركة النور"),
        (_question("text"), {"q": "\u202eabc\u202c\u200f"}, "abc"),
        (_question("text"), {"q": "e\u0301"}, "\u00e9"),
        (_question("text"), {"q": "a\nb"}, "a b"),
        (_question("text"), {"q": "مُحَمَّد Иванов"}, "مُحَمَّد Иванов"),
        (_question("long_text"), {"q": "a \r\n  b"}, "a\nb"),
        (_question("number", min=1, max=50), {"q": " ٤٢ "}, 42),
        (_question("number"), {"q": 7}, 7),
        (_question("number"), {"q": "-3"}, -3),
        (_question("date"), {"q": "١٩٩٠-٠٥-١٢"}, "1990-05-12"),
        (_question("date"), {"q_day": "12", "q_month": "أيار", "q_year": "1990"}, "1990-05-12"),
        (_question("date"), {"q_day": "١٢", "q_month": "05", "q_year": "1990"}, "1990-05-12"),
        (_question("date", max="today"), {"q": TODAY}, TODAY.isoformat()),
        (_question("yes_no"), {"q": "no"}, False),
        (_question("yes_no"), {"q": True}, True),
        (_question("declaration"), {"q": "on"}, True),
        (_question("choice", options=COLOURS), {"q": "red"}, "red"),
        (_question("choices", options=COLOURS), {"q": ["blue", "red", "red"]}, ["red", "blue"]),
        (_question("choices", options=COLOURS), PostedFields(("q", "blue"), ("q", "red")), ["red", "blue"]),
        (_question("id_number"), {"q": "٤٠٠٠٠٠٠٠٦"}, "400000006"),
        (_question("phone"), {"q": "059-912 3456"}, "+970599123456"),
        (_question("phone"), {"q": "+972599123456"}, "+970599123456"),
        (_question("email"), {"q": " layla@example.test\u200f"}, "layla@example.test"),
        (_question("postcode"), {"q": "p840 1234"}, "P8401234"),
        (_question("postcode"), {"q": "P840"}, "P840"),
        (_question("person_name"), {"q": PERSON["name"]}, PERSON["name"]),
        (_question("text", required=False), {"q": "   "}, None),
        (_question("text", required=False), {}, None),
    ],
)  # fmt: skip
def test_a_good_answer_is_normalised(definition: Definition, question: Question, raw: Any, answer: object) -> None:
    cleaned = _clean(definition, question, raw)
    assert cleaned.errors == {}
    assert cleaned.answers == {"q": answer}


def test_a_name_may_come_in_its_eight_parts(definition: Definition) -> None:
    raw = {f"q_{language}_{part}": text for language, parts in PERSON["name"].items() for part, text in parts.items()}
    assert _clean(definition, _question("person_name"), raw).answers == {"q": PERSON["name"]}


HOSTILE: tuple[Any, ...] = (
    "a\0b", "a\x1bb", "\ud800", "\uffff", "\ufdd0", "\ue000", "x" * 1_000_000, "ا" * 1_000_000, b"bytes", ["list"],
    {"a": 1},
    {"method": ["x"]}, {"ar": "x"}, {"ar": {"first": 3}, "en": {}}, 3.5, float("nan"), object(), [[]],
    [{"a": []}], ("x",),
)  # fmt: skip


@pytest.mark.parametrize("kind", sorted(ANSWER_READERS))
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:20])
def test_a_hostile_answer_is_refused_in_both_languages(definition: Definition, kind: str, value: Any) -> None:
    question = _question(kind, options=COLOURS if kind != "collection" else definition.form.question("collect").options)
    cleaned = _clean(definition, question, {"q": value})
    assert cleaned.answers == {}
    assert cleaned.errors["q"].ar
    assert cleaned.errors["q"].en
    assert len(cleaned.errors["q"].en) < 200


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (_question("text", max=5), "123456"),
        (_question("text", min=3), "ab"),
        (_question("number", min=1), "0"),
        (_question("number", max=5), "6"),
        (_question("number"), "1e5"),
        (_question("number"), "²"),
        (_question("number"), "9" * 16),
        (_question("number"), True),
        (_question("date"), "2026-02-30"),
        (_question("date"), "23/11/2026"),
        (_question("date", max="today"), "2026-11-24"),
        (_question("date", min="2026-01-01"), "2025-12-31"),
        (_question("date"), "0001-01-01"),
        (_question("yes_no"), "maybe"),
        (_question("declaration"), "no"),
        (_question("choice", options=COLOURS), "Red"),
        (_question("choices", options=COLOURS), ["red", "black"]),
        (_question("choices", options=COLOURS, max=1), ["red", "blue"]),
        (_question("id_number"), "400000007"),
        (_question("id_number"), "000000000"),
        (_question("phone"), "0579123456"),
        (_question("email"), "layla@localhost"),
        (_question("email"), "a b@example.test"),
        (_question("email"), "a@example.test\nBcc: x@example.test"),
        (_question("postcode"), "P84012"),
        (_question("person_name"), {"ar": PERSON["name"]["ar"], "en": {}}),
        (_question("text"), ""),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(definition: Definition, question: Question, value: Any) -> None:
    cleaned = _clean(definition, question, {"q": value})
    assert list(cleaned.errors) == ["q"]
    assert cleaned.answers == {}


@given(kind=st.sampled_from(sorted(ANSWER_READERS)), value=st.one_of(
    st.text(), st.integers(), st.none(), st.booleans(), st.floats(), st.binary(), st.dates(),
    st.recursive(st.text() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
))  # fmt: skip
def test_any_value_is_either_taken_or_refused(kind: str, value: Any) -> None:
    definition = _REAL
    options = definition.form.question("collect").options if kind == "collection" else COLOURS
    cleaned = _clean(definition, _question(kind, options=options, required=False), {"q": value})
    assert set(cleaned.answers) ^ set(cleaned.errors) == {"q"}


_REAL = certificate()


@given(st.text(max_size=400))
def test_a_text_that_is_taken_stays_the_same_when_sent_again(text: str) -> None:
    cleaned = _clean(_REAL, _question("long_text", required=False), {"q": text})
    if "q" in cleaned.answers and cleaned.answers["q"] is not None:
        assert _clean(_REAL, _question("long_text"), {"q": cleaned.answers["q"]}).answers == cleaned.answers
        cleaned.answers["q"].encode()


def _delivery(definition: Definition, raw: Any) -> CleanedPage:
    return certificate_session(definition).clean_page("delivery", raw)


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ({"collect": {"method": "download"}}, {"method": "download", "place": None}),
        ({"collect": {"method": "download", "place": "RAM-01"}}, {"method": "download", "place": None}),
        ({"collect_method": "post_office", "collect_place": "RAM-01"}, {"method": "post_office", "place": "RAM-01"}),
        ({"collect_method": "office", "collect_office": "MOJ-RAM"}, {"method": "office", "place": "MOJ-RAM"}),
        (
            {"collect_method": "office", "collect_office": "MOJ-HBN", "collect_post_office": "RAM-01"},
            {"method": "office", "place": "MOJ-HBN"},
        ),
    ],
)
def test_a_collection_is_a_method_and_its_place(definition: Definition, raw: Any, answer: Any) -> None:
    assert _delivery(definition, raw).answers == {"collect": answer}


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"collect_method": "courier"},
        {"collect_method": "office"},
        {"collect_method": "office", "collect_place": "RAM-01"},
        {"collect_method": "post_office", "collect_place": ["RAM-01"]},
        {"collect": "download"},
    ],
)
def test_a_place_of_another_method_is_refused(definition: Definition, raw: Any) -> None:
    assert list(_delivery(definition, raw).errors) == ["collect"]


def test_locked_answers_come_from_the_register_whatever_is_sent(definition: Definition) -> None:
    raw = {"id_number": "900000001", "born_on": "2000-01-01", "name": {"ar": {}, "en": {}}, "phone": "0599123456"}
    cleaned = certificate_session(definition).clean_page("about-you", raw)
    assert cleaned.errors == {}
    assert cleaned.answers == {
        "name": PERSON["name"], "id_number": "400000006", "born_on": "1990-05-12", "phone": "+970599123456",
    }  # fmt: skip


def test_a_silent_register_blocks_its_questions_with_a_notice(definition: Definition) -> None:
    session = FormSession(definition=definition, answers={}, registers={}, today=TODAY)
    cleaned = session.clean_page("about-you", {"phone": "0599123456", "id_number": "1"})
    assert set(cleaned.errors) == {"name", "id_number", "born_on"}
    assert "register" in cleaned.errors["name"].en


def test_a_question_whose_policy_is_to_ask_is_asked_while_the_register_is_silent(definition: Definition) -> None:
    question = replace(definition.form.question("id_number"), if_down="ask_and_check_later")
    asking = _asking(definition, question)
    session = FormSession(definition=asking, answers={}, registers={}, today=TODAY)
    assert not session.is_locked(question)
    cleaned = session.clean_page("one", {"id_number": "400000006"})
    assert cleaned.answers == {"id_number": "400000006"}


def _purpose(definition: Definition, raw: dict[str, Any], answers: dict[str, Any] | None = None) -> CleanedPage:
    session = certificate_session(definition, answers)
    return session.clean_page("purpose", raw)


def test_hidden_questions_become_none_even_if_they_were_sent(definition: Definition) -> None:
    cleaned = _purpose(definition, {"purpose": "travel", "employer": "x", "purpose_detail": "x\0"})
    assert cleaned == CleanedPage({"purpose": "travel", "employer": None, "purpose_detail": None}, {})


def test_a_condition_sees_the_answers_of_its_own_page_not_the_old_ones(definition: Definition) -> None:
    old = {"purpose": "employment", "employer": "شركة"}
    assert _purpose(definition, {"purpose": "other"}, old).errors.keys() == {"purpose_detail"}
    assert _purpose(definition, {"purpose": "nosuch", "purpose_detail": "x"}, old).errors.keys() == {"purpose"}


def test_settling_forgets_answers_that_later_changes_hid(definition: Definition) -> None:
    answers = {"purpose": "travel", "employer": "شركة", "purpose_detail": "x"}
    settled = certificate_session(definition, answers).normalised_answers
    assert (settled["purpose"], settled["employer"], settled["purpose_detail"]) == ("travel", None, None)


def test_the_first_unfinished_page_is_named_until_all_is_answered(definition: Definition) -> None:
    answers = certificate_session(definition).initial_answers()
    assert answers["phone"] == "+970599000101"
    for page_id, more in (
        ("purpose", {"purpose": "study"}),
        ("delivery", {"collect": {"method": "download", "place": None}}),
        (None, {}),
    ):
        assert certificate_session(definition, answers).first_unfinished_page() == page_id
        answers.update(more)


def test_only_visible_questions_are_shown(definition: Definition) -> None:
    for purpose, extra in (("employment", "employer"), ("other", "purpose_detail"), ("study", None)):
        visible = certificate_session(definition, {"purpose": purpose}).visible("purpose")
        assert [question.id for question in visible] == ["purpose", *([extra] if extra else [])]


def test_a_condition_on_a_date_compares_dates(definition: Definition) -> None:
    since = _question("date")
    shown = Question(
        id="r", type="text", label=LABEL, show_if=compile_expression("q != null && q < today", ["q", "today"])
    )
    asking = _asking(definition, since, shown)
    session = certificate_session(asking)
    for day, errors in (("2020-01-01", {"r"}), ("2030-01-01", set())):
        cleaned = session.clean_page("one", {"q": day})
        assert cleaned.errors.keys() == errors


def test_a_page_that_does_not_exist_is_an_expected_error(definition: Definition) -> None:
    with pytest.raises(NoSuchPage):
        certificate_session(definition).clean_page("../x", {})
