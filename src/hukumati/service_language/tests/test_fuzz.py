# ruff: noqa: E501 - hostile values are listed as they are
"""Whatever is posted to any field of any kind of question is kept clean or refused, and asking goes on."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hukumati.service_language.api import FormSession
from hukumati.service_language.tests.making import PostedFields
from hukumati.service_language.tests.specimen import (
    FILL,
    VEHICLES,
    certificate,
    certificate_session,
    specimen,
    specimen_session,
)

SPECIMEN, REAL = specimen(), certificate()
HOSTILE = (
    "", " ", "٤٢", "۴۲", "١٥٠٫٥", "42", "-1", "1e9", "NaN", "\0", "a\0b", "\u202e\u202dtxt.exe", "\u2066x\u2069", "\ufeff", "🙂👨‍👩‍👧",
    "e\u0301", "\ud800", "\udfff", "\uffff", "\U0001fffe", "x" * 1_000_000, "ا" * 300_000, "<script>alert(1)</script>", "'; DROP TABLE",
    "{{7*7}}", "${jndi:x}", "../../etc/passwd", "on", "yes", "true", "null", "6-1234-95", "2026-1", "PS-RBH", "MOT-RAM", "1990-05-12",
    "2026-02-30", "31", "13", "0000", "PS92PALS000000000400123456702", "400000006", "50", "\r\n\r\n", "%00", "&#0;",
)  # fmt: skip
TEXT = st.sampled_from(HOSTILE) | st.text(max_size=30)
NESTED = st.recursive(
    TEXT | st.none() | st.booleans() | st.integers() | st.floats() | st.binary(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
ENDS = ("", "_day", "_month", "_year", "_method", "_place", "_office", "_post_office", "_governorate", "_locality", "_street",
        "_postcode", "_ar_first", "_ar_family", "_en_first", "_en_family", "_count", "_1_full_name", "_1_born", "_1_born_day",
        "_2_share", "_99_share", "_home_street", "_home_governorate")  # fmt: skip


def _is_clean(answers: dict[str, Any]) -> None:
    """What is kept can be kept: JSON without NUL, in UTF-8."""
    kept = json.dumps(answers, allow_nan=False)
    assert "\\u0000" not in kept
    json.dumps(answers, ensure_ascii=False).encode()
    assert len(kept) < 200_000


def _ask_on(session: FormSession) -> None:
    """Everything that is worked out from answers is worked out from these."""
    settled = session.normalised_answers
    assert set(settled) == {question.id for question in session.definition.form.questions()}
    session.first_unfinished_page()
    session.visible_pages()
    session.declared()
    session.eligibility()


@settings(max_examples=100)
@given(data=st.data())
def test_fields_posted_with_anything_are_kept_clean_or_refused(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(SPECIMEN.form.pages))
    names = [f"{question.id}{end}" for question in page.ask for end in ENDS]
    drawn = {
        name: data.draw(st.lists(TEXT, min_size=1, max_size=3))
        for name in data.draw(st.lists(st.sampled_from(names), max_size=12))
    }
    _try(page.id, PostedFields(*((name, value) for name, values in drawn.items() for value in values)))


@settings(max_examples=100)
@given(data=st.data())
def test_json_sent_with_anything_is_kept_clean_or_refused(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(SPECIMEN.form.pages))
    raw = {question.id: data.draw(NESTED | st.just(FILL.get(question.id))) for question in page.ask}
    _try(page.id, raw)


def _try(page_id: str, raw: Any) -> None:
    before = {"vehicle": "6-1234-95", "fines": ["2026-1"]}
    session = specimen_session(SPECIMEN, before)
    cleaned = session.clean_page(page_id, raw)
    assert all(told.ar and told.en and len(told.en) < 300 for told in cleaned.errors.values())
    _is_clean(cleaned.answers)
    answers = {**before, **cleaned.answers}
    after = specimen_session(SPECIMEN, answers)
    _ask_on(after)
    again = after.clean_page(page_id, cleaned.answers)
    kept = {name: answer for name, answer in cleaned.answers.items() if name not in again.errors}
    assert {name: again.answers.get(name) for name in kept} == kept


@settings(max_examples=100)
@given(
    answers=st.dictionaries(st.sampled_from([q.id for q in SPECIMEN.form.questions()]), st.sampled_from(HOSTILE[:20]))
)
def test_registers_that_answer_nothing_like_their_contract_stop_nobody(answers: dict[str, Any]) -> None:
    odd: list[Any] = [
        {},
        {"vehicles": None},
        {"vehicles": [None, 1, "x", {"plate": None}, {"plate": [1]}, {"plate": ""}]},
    ]
    for register in [*odd, {"vehicles": VEHICLES["vehicles"] * 900}]:
        session = specimen_session(SPECIMEN, {}, mot__vehicles=register, mot__fines=None)
        question = SPECIMEN.form.question("vehicle")
        assert len(session.offered_entries(question)) <= 2
        cleaned = session.clean_page("choose", answers)
        assert set(cleaned.errors) <= {"vehicle", "lien", "fines"}


@settings(max_examples=80)
@given(data=st.data())
def test_pages_in_any_order_and_with_any_answers_lead_to_a_whole_form(data: st.DataObject) -> None:
    """Skipped pages, changed minds: what is missing is always named, and once nothing is, every page holds."""
    answers: dict[str, Any] = {}
    choices = {
        "purpose": st.sampled_from(["study", "travel", "employment", "other", "nosuch", ""]),
        "employer": TEXT, "purpose_detail": TEXT, "phone": st.sampled_from(["0599123456", "x", ""]),
        "collect": st.sampled_from([{"method": "download", "place": None}, {"method": "office", "place": "X"}, None]),
    }  # fmt: skip
    for _ in range(data.draw(st.integers(0, 8))):
        page = data.draw(st.sampled_from(REAL.form.pages))
        raw = {question.id: data.draw(choices[question.id]) for question in page.ask if question.id in choices}
        cleaned = certificate_session(REAL, answers).clean_page(page.id, raw)
        answers |= {} if cleaned.errors else cleaned.answers
    session = certificate_session(REAL, answers)
    settled = session.normalised_answers
    missing = session.first_unfinished_page()
    assert (missing is None) == all(_holds(page.id, settled) for page in REAL.form.pages)


def _holds(page_id: str, settled: dict[str, Any]) -> bool:
    """The page's settled answers would be taken again as they are."""
    raw = {name: answer for name, answer in settled.items() if answer is not None}
    cleaned = certificate_session(REAL, settled).clean_page(page_id, raw)
    return not cleaned.errors
