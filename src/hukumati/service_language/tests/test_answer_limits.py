# ruff: noqa: E501 - a limit and what is beyond it are read best on one line
"""Every limit of an answer is taken at its edge and refused one beyond it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from hukumati.core.bilingual import Bilingual
from hukumati.service_language import validation_messages as messages
from hukumati.service_language.api import MAX_FILE_BYTES, Choice, Question, limits, max_entries, posted_entry_count
from hukumati.service_language.tests.making import COLOURS, LABEL, PostedFields, definition, question, session
from hukumati.service_language.tests.specimen import ADDRESS, PHOTO, VEHICLES

PART = question("name", required=False)
NAME = {"first": "a", "father": "", "grandfather": "", "family": "b"}
METHODS = tuple(Choice(code, LABEL) for code in ("download", "office", "post_office", "home"))


def read(asked: Question, raw: Any, **changed: Any) -> tuple[Any, Bilingual | None]:
    """Return the answer that is taken for the question `q`, or what is said against it."""
    is_posted = isinstance(raw, Mapping) and all(name.startswith("q") for name in raw)
    fields = raw if is_posted else {"q": raw}
    cleaned = session(definition(asked, **changed)).clean_page("one", fields)
    return cleaned.answers.get("q"), cleaned.errors.get("q")


def taken(asked: Question, raw: Any, **changed: Any) -> Any:
    answer, error = read(asked, raw, **changed)
    assert error is None
    return answer


def refused(asked: Question, raw: Any, **changed: Any) -> Bilingual:
    answer, error = read(asked, raw, **changed)
    assert answer is None
    assert error is not None
    return error


def _money(ar: str, en: str = "") -> Bilingual:
    """An amount as people read it; no line breaks within it."""
    return Bilingual(ar.replace(" ", "\xa0"), (en or ar).replace(" ", "\xa0"))


def _of(kind: str, **more: Any) -> Question:
    return question("q", kind, **more)


@pytest.mark.parametrize(
    ("asked", "good", "bad", "message"),
    [
        (_of("text", max=5), "x" * 5, "x" * 6, messages.too_long(5)),
        (_of("text", min=3), "xxx", "xx", messages.too_short(3)),
        (_of("text"), "x" * limits.MAX_TEXT_LENGTH, "x" * (limits.MAX_TEXT_LENGTH + 1), messages.too_long(200)),
        (_of("long_text"), "x" * limits.MAX_LONG_TEXT_LENGTH, "x" * (limits.MAX_LONG_TEXT_LENGTH + 1), messages.too_long(2000)),
        (_of("number", min=2), 2, 1, messages.too_small(2)),
        (_of("number", max=5), 5, 6, messages.too_big(5)),
        (_of("number"), limits.MAX_NUMBER, limits.MAX_NUMBER + 1, messages.NOT_A_NUMBER),
        (_of("number"), -limits.MAX_NUMBER, -limits.MAX_NUMBER - 1, messages.NOT_A_NUMBER),
        (_of("number"), "999999999999999", "9999999999999999", messages.NOT_A_NUMBER),
        (_of("number"), 1.0, 1.5, messages.NOT_A_NUMBER),
        (_of("number"), 1, True, messages.NOT_A_NUMBER),
        (_of("money", currency="ILS", min=100), 100, 99, messages.too_small(_money("1.00 ₪"))),
        (_of("money", currency="JOD", min=35_000), "35", "34.999", messages.too_small(_money("35.00 د.أ.", "35.00 JOD"))),
        (_of("money", currency="JOD", max=35_125), "35.125", "36", messages.too_big(Bilingual("35\xa0د.أ.\xa0و125 فلسًا", "35\xa0JOD\xa0and 125 fils"))),
        (_of("money", currency="ILS"), "1.20", "1.200", messages.NOT_AN_AMOUNT),
        (_of("money", currency="ILS", max=100), 100, 101, messages.too_big(_money("1.00 ₪"))),
        (_of("money", currency="ILS"), 0, -1, messages.too_small(_money("0.00 ₪"))),
        (_of("money", currency="ILS"), limits.MAX_AMOUNT_MINOR, limits.MAX_AMOUNT_MINOR + 1, messages.too_big(_money("10,000,000,000.00 ₪"))),
        (_of("money", currency="ILS"), "1,000.50", "1,00.50", messages.NOT_AN_AMOUNT),
        (_of("date", min="2020-01-01"), "2020-01-01", "2019-12-31", messages.too_early(date(2020, 1, 1))),
        (_of("date", max="2020-01-01"), "2020-01-01", "2020-01-02", messages.too_late(date(2020, 1, 1))),
        (_of("date", max="today"), "2026-11-23", "2026-11-24", messages.too_late(date(2026, 11, 23))),
        (_of("date"), "1800-01-01", "1799-12-31", messages.NOT_A_DATE),
        (_of("date"), "2200-12-31", "2201-01-01", messages.NOT_A_DATE),
        (_of("choices", options=COLOURS, min=2), ["red", "blue"], ["red"], messages.too_small(2)),
        (_of("choices", options=COLOURS, max=2), ["red", "blue"], ["red", "green", "blue"], messages.too_big(2)),
        (_of("choice", options=COLOURS), "red", "black", messages.NOT_LISTED),
        (_of("yes_no"), True, 1, messages.NOT_LISTED),
        (_of("declaration"), True, False, messages.NOT_DECLARED),
        (_of("id_number"), "400000006", "400000007", messages.NOT_AN_ID_NUMBER),
        (_of("phone"), "+970599123456", "x" * 20_001, messages.NOT_A_PHONE),
        (_of("email"), "a@example.test", "a..b@example.test", messages.NOT_AN_EMAIL),
        (_of("email"), f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.test", f"{'a' * 65}@example.test", messages.NOT_AN_EMAIL),
        (_of("year_number"), "2026/40217", "2026", messages.NOT_A_YEAR_NUMBER),
        (_of("year_number"), "٢٠٢٦ – ٤٠٢١٧", "26/40217", messages.NOT_A_YEAR_NUMBER),
        (_of("phone"), "٠٥٩٩-١٢٣-٤٥٦", "02 298 7654", messages.NOT_MOBILE),
        (_of("email"), "a@مثال.فلسطين", ".a@x.ps", messages.NOT_AN_EMAIL),
        (_of("iban"), "PS92PALS000000000400123456702", "PS93PALS000000000400123456702", messages.NOT_AN_IBAN),
        (_of("postcode"), "P840", "P84", messages.NOT_A_POSTCODE),
        (_of("address"), {**ADDRESS, "street": "x" * 100}, {**ADDRESS, "street": "x" * 101}, messages.too_long(100)),
        (_of("address"), ADDRESS, {**ADDRESS, "governorate": "PS-XXX"}, messages.NO_GOVERNORATE),
        (_of("address"), ADDRESS, {**ADDRESS, "street": ""}, messages.ADDRESS_INCOMPLETE),
        (_of("address"), ADDRESS, {**ADDRESS, "locality": ""}, messages.ADDRESS_INCOMPLETE),
        (_of("address"), ADDRESS, {**ADDRESS, "postcode": "1"}, messages.NOT_A_POSTCODE),
        (_of("person_name"), {"ar": {**NAME, "first": "x" * 60}, "en": NAME}, {"ar": {**NAME, "first": "x" * 61}, "en": NAME}, messages.too_long(60)),
        (_of("person_name"), {"ar": NAME, "en": NAME}, {"ar": {**NAME, "family": ""}, "en": NAME}, messages.NAME_INCOMPLETE),
        (_of("person_name"), {"ar": NAME, "en": NAME}, {"ar": NAME, "en": {**NAME, "first": ""}}, messages.NAME_INCOMPLETE),
        (_of("person_name"), {"ar": NAME, "en": NAME}, {"ar": NAME}, messages.NAME_INCOMPLETE),
        (_of("group", ask=(PART,), max=2), [{"name": "a"}] * 2, [{"name": "a"}] * 3, messages.too_many(2)),
        (_of("group", ask=(PART,), min=2), [{"name": "a"}] * 2, [{"name": "a"}], messages.too_few(2)),
        (_of("group", ask=(PART,)), [{"name": "a"}] * 50, [{"name": "a"}] * 51, messages.NOT_AN_ANSWER),
    ],
)  # fmt: skip
def test_an_answer_is_taken_at_its_limit_and_refused_beyond_it(
    asked: Question, good: Any, bad: Any, message: Bilingual
) -> None:
    assert taken(asked, good) is not None
    assert refused(asked, bad) == message


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (_of("text"), messages.missing(LABEL)),
        (_of("number"), messages.missing(LABEL)),
        (_of("choice", options=COLOURS), messages.not_chosen(LABEL)),
        (_of("choices", options=COLOURS), messages.not_chosen(LABEL)),
        (_of("yes_no"), messages.not_answered(LABEL)),
        (_of("collection", options=METHODS), messages.NO_METHOD),
        (_of("declaration"), messages.NOT_DECLARED),
        (_of("file", accept=("pdf",)), messages.no_file(LABEL)),
        (_of("files", accept=("pdf",)), messages.no_file(LABEL)),
        (_of("group", ask=(PART,)), messages.missing(LABEL)),
    ],
)
def test_nothing_is_refused_in_the_words_of_its_type(asked: Question, message: Bilingual) -> None:
    assert refused(asked, {}) == message


@pytest.mark.parametrize(
    ("word", "value"), [("yes", True), (" TRUE ", True), ("on", True), ("0", False), ("off", False)]
)
def test_yes_and_no_are_read_in_the_words_that_browsers_send(word: str, value: bool) -> None:
    assert taken(_of("yes_no"), word) is value


def test_a_date_in_parts_needs_all_of_them() -> None:
    assert taken(_of("date"), {"q_day": "1", "q_month": "May", "q_year": "1990"}) == "1990-05-01"
    assert refused(_of("date"), {"q_day": "1", "q_month": "5"}) == messages.NOT_A_DATE
    assert refused(_of("date"), {"q_day": "1" * 41, "q_month": "5", "q_year": "1990"}) == messages.NOT_A_DATE
    assert refused(_of("date"), {"q_day": "32", "q_month": "5", "q_year": "1990"}) == messages.NOT_A_DATE


@pytest.mark.parametrize(
    "changed",
    [
        {"size": 0}, {"size": -1}, {"size": MAX_FILE_BYTES + 1}, {"size": True}, {"size": "9"}, {"name": ""},
        {"name": "x" * 121}, {"id": "x"}, {"id": PHOTO["id"] + "0"}, {"sha256": "a" * 63}, {"more": 1}, {"media": 3},
    ],
)  # fmt: skip
def test_a_file_that_the_platform_cannot_have_kept_is_refused(changed: dict[str, Any]) -> None:
    asked = _of("file", accept=("jpeg",))
    assert refused(asked, [{**PHOTO, **changed}]) == messages.NOT_AN_ANSWER


def test_files_are_taken_at_their_limits() -> None:
    several = _of("files", accept=("jpeg",), max_files=2)
    other = {**PHOTO, "id": "00000000-0000-4000-8000-000000000002"}
    largest = {**PHOTO, "size": MAX_FILE_BYTES, "name": "x" * 120}
    assert taken(several, [largest, other]) == [largest, other]
    assert taken(several, [{**PHOTO, "size": 1}])
    assert refused(several, [PHOTO, PHOTO]) == messages.NOT_AN_ANSWER
    assert refused(several, [PHOTO, other, largest]) == messages.too_many_files(2)
    assert refused(_of("file", accept=("pdf", "png")), [PHOTO]) == messages.wrong_kind(("pdf", "png"))
    for nothing in ("x", [1], {"id": 1}):
        assert refused(several, nothing) == messages.NOT_AN_ANSWER
    assert taken(_of("files", required=False), []) is None


@pytest.mark.parametrize(
    ("count", "entries"), [("0", 0), ("1", 1), ("50", 50), ("51", 50), ("9999", 50), ("10000", 0), ("-1", 0), ("٣", 0)]
)
def test_a_page_never_shows_more_entries_than_a_group_may_have(count: str, entries: int) -> None:
    assert posted_entry_count({"q_count": count}, "q") == entries
    assert posted_entry_count({}, "q") == 0


def test_a_group_has_its_own_limit_or_that_of_all_groups() -> None:
    assert max_entries(_of("group", max=3)) == 3
    assert max_entries(_of("group")) == limits.MAX_GROUP_ENTRIES == 50


def test_entries_are_numbered_in_what_is_said_against_them() -> None:
    asked = _of("group", ask=(question("name"), question("share", "number", required=False)))
    cleaned = session(definition(asked)).clean_page("one", {"q": [{"name": "a"}, {"share": "x"}]})
    assert cleaned.errors == {"q_2_name": messages.missing(LABEL), "q_2_share": messages.NOT_A_NUMBER}
    posted = PostedFields(q_count="2", q_1_name="", q_2_name="b")
    assert taken(asked, posted) == [{"name": "b", "share": None}]
    assert taken(_of("group", ask=(PART,), required=False), [{"name": None}]) is None


ALL_WAYS = {
    "collect": ("download", "office", "post_office", "home"),
    "lists": {"offices": (Choice("O-1", LABEL),), "post_offices": (Choice("P-1", LABEL),)},
}


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ({"q_method": "download"}, {"method": "download", "place": None}),
        ({"q_method": "office", "q_place": "O-1", "q_office": "x"}, {"method": "office", "place": "O-1"}),
        ({"q_method": "post_office", "q_post_office": "P-1"}, {"method": "post_office", "place": "P-1"}),
        ({"q": {"method": "home", "address": ADDRESS}}, {"method": "home", "place": None, "address": ADDRESS}),
        (
            {"q_method": "home", **{f"q_home_{part}": value for part, value in ADDRESS.items()}},
            {"method": "home", "place": None, "address": ADDRESS},
        ),
    ],
)
def test_each_way_of_collecting_has_its_place(raw: Any, answer: Any) -> None:
    assert taken(_of("collection", options=METHODS), raw, **ALL_WAYS) == answer


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("download", messages.NO_METHOD),
        ({"q": {"method": ["office"]}}, messages.NO_METHOD),
        ({"q_method": "courier"}, messages.NO_METHOD),
        ({"q_method": "office", "q_place": "P-1"}, messages.NO_PLACE),
        ({"q_method": "office"}, messages.NO_PLACE),
        ({"q": {"method": "home", "address": None}}, messages.ADDRESS_INCOMPLETE),
        ({"q": {"method": "home", "address": {**ADDRESS, "postcode": "P840"}}}, messages.NO_WHOLE_POSTCODE),
        ({"q": {"method": "home", "address": {**ADDRESS, "postcode": ""}}}, messages.NO_WHOLE_POSTCODE),
    ],
)
def test_a_place_that_does_not_exist_is_refused(raw: Any, message: Bilingual) -> None:
    assert refused(_of("collection", options=METHODS), raw, **ALL_WAYS) == message


def _vehicles(kind: str, registers: Any, sent: Any, *, required: bool = True) -> Any:
    asked = _of(kind, of="mot.vehicles.vehicles", key="plate", required=required)
    made = definition(asked, uses=("interior.person", "mot.vehicles"))
    cleaned = session(made, registers=registers).clean_page("one", {"q": sent})
    return cleaned.errors.get("q", cleaned.answers.get("q"))


def test_entries_are_chosen_from_what_the_register_lists() -> None:
    listed: dict[str, Any] = {"mot.vehicles": VEHICLES}
    empty: dict[str, Any] = {"mot.vehicles": {"vehicles": []}}
    assert _vehicles("record", listed, "6-1234-95") == "6-1234-95"
    assert _vehicles("records", listed, ["6-5678-95", "6-1234-95"]) == ["6-1234-95", "6-5678-95"]
    assert _vehicles("record", listed, "0") == messages.NOT_LISTED
    assert _vehicles("records", listed, "6-1234-95") == messages.NOT_LISTED
    assert _vehicles("record", listed, "") == messages.not_chosen(LABEL)
    assert _vehicles("record", empty, "") == messages.NO_ENTRY
    assert _vehicles("records", {}, "") == messages.REGISTER_SILENT
    assert _vehicles("record", empty, "", required=False) is None


@pytest.mark.parametrize("text", ["a\0", "\ud800", "\ue000", "\ufdd0", "\ufdef", "\ufffe", "\U0001ffff"])
def test_characters_that_no_text_holds_are_refused(text: str) -> None:
    assert refused(_of("text"), text) == messages.ODD_CHARACTERS


@pytest.mark.parametrize("kind", ["text", "long_text"])
def test_what_no_paper_can_show_is_refused_while_it_is_typed(kind: str) -> None:
    assert refused(_of(kind), "evil 😀 <b>bold</b> 漢") == messages.not_printable("😀漢")
    assert "😀 漢" in messages.not_printable("😀漢").ar


def test_texts_are_tidied_before_they_are_measured() -> None:
    assert taken(_of("text", max=3), " a\n\t b ") == "a b"
    assert taken(_of("long_text"), " a \r\n\n b ") == "a\n\nb"
    assert taken(_of("text"), "\ufdf0") == "صلے"
    assert refused(_of("text", max=3), "x" * (limits.MAX_RAW_LENGTH + 1)) == messages.too_long(3)
    assert refused(_of("text"), 3) == messages.NOT_AN_ANSWER


def test_a_bound_of_days_is_told_as_days_are_written_everywhere() -> None:
    said = messages.too_early(date(2026, 12, 5))
    assert said == Bilingual(
        "يجب ألا يكون التاريخ قبل 5 كانون الأول 2026", "The date must not be before 5 December 2026"
    )
