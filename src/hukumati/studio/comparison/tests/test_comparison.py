"""The difference between two versions, in the words that an analyst reads."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hukumati.catalogue.api import Folder, sketch_definition
from hukumati.catalogue.tests.samples import permit_folder, real_definition, real_folder
from hukumati.service_language.api import Definition
from hukumati.studio.comparison.files import compare_files
from hukumati.studio.comparison.versions import compare


def changed(path: str, old: str, new: str) -> Definition:
    """Return the real service with one file changed, sound or not."""
    folder = real_folder()
    text = folder.files[path].decode()
    assert old in text, f"{old!r} is not in {path}"
    files = {**folder.files, path: text.replace(old, new, 1).encode()}
    definition = sketch_definition(folder=Folder(folder.name, files))
    assert definition is not None
    return definition


def sentences_of(path: str, old: str, new: str, language: str = "en") -> list[str]:
    """Return the sentences of a change."""
    return [change.text.of(language) for change in compare(old=real_definition(), new=changed(path, old, new))]


def test_equal_versions_have_no_difference() -> None:
    assert compare(old=real_definition(), new=real_definition()) == ()


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        ("rules/fee.csv", "20.00", "25.00", "The fee of row 2 changed from 20.00\xa0₪ to 25.00\xa0₪."),
        (
            "form.yaml",
            "      - {id: purpose, type: choice, list: purposes}\n",
            "      - {id: purpose, type: choice, list: purposes}\n      - {id: copies, type: number, label: purpose}\n",
            "(copies) was added on the page “",
        ),
        (
            "form.yaml",
            "      - {id: purpose_detail,",
            "      - {id: other_detail,",
            "(purpose_detail) was removed from",
        ),
        (
            "form.yaml",
            "max: 120, hint: employer_hint",
            "max: 60, hint: employer_hint",
            "the maximum changed from “120” to “60”",
        ),
        ("form.yaml", "required: false, ", "", "whether it is required changed from “no” to “yes”"),
        (
            "flow.yaml",
            "after: {14 days: withdrawn}",
            "after: {14 days: refused}",
            "The state waiting_citizen no longer leads to withdrawn.",
        ),
        (
            "flow.yaml",
            "after: {14 days: withdrawn}",
            "after: {14 days: refused}",
            "The state waiting_citizen now leads to refused.",
        ),
        (
            "flow.yaml",
            "when: fee > 0, to",
            "when: fee > 5, to",
            "State draft: the action submit was: to to_pay if fee > 0, otherwise",
        ),
        (
            "flow.yaml",
            "{answer: review}",
            "{answer: review, withdraw: withdrawn}",
            "State waiting_citizen: the action withdraw was added.",
        ),
        (
            "flow.yaml",
            "do: [notify your_turn]",
            "do: []",
            "what is done on entering changed from “notify your_turn” to",
        ),
        (
            "service.yaml",
            "decide_within: 2 working_days",
            "decide_within: 3 working_days",
            "The service: the promise changed from “amount: 2",
        ),
        (
            "service.yaml",
            "status: {is: open}",
            "status: {is: paused, reason: summary}",
            "The service: the status changed",
        ),
        ("text/en.yaml", "name: ", "name: New ", "The English text name was “"),
        ("guide/en.md", "## ", "## New ", "The English guide changed."),
        ("documents/certificate.yaml", "valid: ", "valid: 1", "Document certificate: the days of validity changed"),
        ("documents/certificate.typ", "#", "#   ", "Document certificate: its template changed."),
    ],
)
def test_a_change_is_described_in_plain_words(path: str, old: str, new: str, sentence: str) -> None:
    sentences = sentences_of(path, old, new)
    assert [each for each in sentences if sentence in each], sentences


def test_a_changed_fee_is_one_sentence_and_in_arabic_too() -> None:
    assert sentences_of("rules/fee.csv", "20.00", "25.00") == [
        "The fee of row 2 changed from 20.00\xa0₪ to 25.00\xa0₪."
    ]
    assert sentences_of("rules/fee.csv", "20.00", "25.00", "ar") == ["تغيّر رسم السطر 2 من 20.00\xa0₪ إلى 25.00\xa0₪."]


def test_a_changed_label_is_reported_once_as_a_changed_text() -> None:
    key = "name_label: "
    assert key in real_folder().files["text/ar.yaml"].decode()
    sentences = sentences_of("text/ar.yaml", key, f"{key}جديد ", "en")
    assert len(sentences) == 1
    assert sentences[0].startswith("The Arabic text name_label was “")


def test_a_change_without_a_sentence_of_its_own_is_reported_too() -> None:
    old = real_definition()
    state = old.flow.states["review"]
    states = {**old.flow.states, "review": replace(state, until="requests_closed")}
    new = replace(old, flow=replace(old.flow, states=states))
    assert [change.area for change in compare(old=old, new=new)] == ["flow"]


def test_a_label_that_got_another_key_is_a_change_of_its_own() -> None:
    sentences = sentences_of("form.yaml", "hint: employer_hint", "hint: summary")
    assert [each for each in sentences if "the hint changed from" in each], sentences


def test_pages_and_questions_in_another_order_are_reported() -> None:
    old = real_definition()
    pages = old.form.pages
    assert [each.text.en for each in compare(old=old, new=replace(old, form=replace(old.form, pages=pages[::-1])))] == [
        "The order of the pages changed."
    ]
    number, page = next((number, page) for number, page in enumerate(pages) if len(page.ask) > 1)
    pages = (*pages[:number], replace(page, ask=page.ask[::-1]), *pages[number + 1 :])
    found = compare(old=old, new=replace(old, form=replace(old.form, pages=pages)))
    assert [each.text.en for each in found] == [f"The order of the questions on the page “{page.title.en}” changed."]


def test_a_question_that_moved_is_reported_once() -> None:
    old = real_definition()
    first, second, *rest = old.form.pages
    moved = first.ask[-1]
    pages = (replace(first, ask=first.ask[:-1]), replace(second, ask=(*second.ask, moved)), *rest)
    found = compare(old=old, new=replace(old, form=replace(old.form, pages=pages)))
    assert [each.text.en for each in found] == [
        f"Question “{moved.label.en}” ({moved.id}): it moved from the page “{first.title.en}” "
        f"to the page “{second.title.en}”."
    ]


def test_rows_and_entries_that_come_and_go_are_reported() -> None:
    old = real_definition()
    fee = old.tables["fee"]
    without = replace(old, tables={**old.tables, "fee": replace(fee, rows=fee.rows[1:])})
    assert [each.text.en for each in compare(old=old, new=without)] == ["Row 1 was removed from the fee table."]
    (added,) = compare(old=without, new=old)
    assert added.text.en.startswith("Row 1 was added to the fee table: ")
    turned = replace(old, tables={**old.tables, "fee": replace(fee, rows=fee.rows[::-1])})
    assert [each.text.en for each in compare(old=old, new=turned)] == [
        "The order of the rows of the fee table changed."
    ]
    name, entries = next(iter(old.lists.items()))
    shorter = replace(old, lists={**old.lists, name: entries[1:]})
    assert [each.text.en for each in compare(old=old, new=shorter)] == [
        f"List {name}: “{entries[0].label.en}” ({entries[0].code}) was removed."
    ]
    assert [each.area for each in compare(old=shorter, new=old)] == ["lists"]
    assert [each.text.en for each in compare(old=old, new=replace(old, lists={}))] == [
        f"The list {each} was removed." for each in old.lists
    ]


def test_a_new_start_state_and_states_that_come_and_go_are_reported() -> None:
    old = real_definition()
    flow = replace(old.flow, start="review")
    assert [each.text.en for each in compare(old=old, new=replace(old, flow=flow))] == [
        "A case now begins in the state review, no longer in draft."
    ]
    states = {name: state for name, state in old.flow.states.items() if name != "withdrawn"}
    fewer = replace(old, flow=replace(old.flow, states=states))
    assert [each.text.en for each in compare(old=old, new=fewer)] == ["The state withdrawn was removed."]
    assert [each.text.en for each in compare(old=fewer, new=old)] == ["The state withdrawn was added."]


TEXTS = st.dictionaries(st.sampled_from(["a", "b"]), st.text("xy\n", max_size=30), max_size=2)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_the_lines_of_a_difference_lead_from_the_old_file_to_the_new(old: dict[str, str], new: dict[str, str]) -> None:
    for found in compare_files(old=old, new=new):
        before, after = old.get(found.path, "").splitlines(), new.get(found.path, "").splitlines()
        for line in found.lines:
            assert line.old is None or before[line.old - 1] == line.text
            assert line.new is None or after[line.new - 1] == line.text
        removed = sum(line.kind == "removed" for line in found.lines)
        added = sum(line.kind == "added" for line in found.lines)
        assert len(before) - removed + added == len(after)


def test_a_changed_sheet_of_officials_is_told_like_a_page() -> None:
    folder = permit_folder()
    form = folder.files["form.yaml"].replace(b"min: 10, hint: conditions_hint", b"min: 20, hint: conditions_hint")
    flow = folder.files["flow.yaml"].replace(b", fill: inspection", b"")
    old = sketch_definition(folder=folder)
    new = sketch_definition(folder=replace(folder, files={**folder.files, "form.yaml": form, "flow.yaml": flow}))
    assert old is not None
    assert new is not None
    told = [each.text.en for each in compare(old=old, new=new)]
    assert any("Conditions of the permit" in each and "10" in each and "20" in each for each in told), told
    assert any("what the official fills in" in each and "inspection" in each for each in told), told


@pytest.mark.parametrize(
    ("path", "old", "new", "sentence"),
    [
        (
            "rules/fee.csv",
            "amount('20.00')",
            "amount('2.00') * size(purpose)",
            "The fee of row 2 changed from 20.00\xa0₪ to amount('2.00') * size(purpose).",
        ),
        (
            "rules/fee.csv",
            "amount('20.00')",
            "amount('none')",
            "The fee of row 2 changed from 20.00\xa0₪ to amount('none').",
        ),
        (
            "rules/eligibility.csv",
            "'too_young'",
            "'deceased'",
            "Row 3 of the eligibility table: “reason” changed from “'too_young'” to “'deceased'”.",
        ),
        (
            "rules/eligibility.csv",
            "4,,,true,,",
            "4,,,true,'deceased',",
            "Row 4 of the eligibility table: “reason” changed from “nothing” to “'deceased'”.",
        ),
        (
            "rules/eligibility.csv",
            "3,,applicant.age < 18,",
            "3,applicant.alive == true,applicant.age < 18,",
            "The condition of row 3 of the eligibility table changed from “applicant.age < 18” to "
            "“applicant.alive == true and applicant.age < 18”.",
        ),
        (
            "rules/fee.csv",
            "1,purpose == 'study'",
            "1,",
            "The condition of row 1 of the fee table changed from “purpose == 'study'” to “always”.",
        ),
    ],
)
def test_a_changed_cell_is_told_as_money_or_as_it_is_written(path: str, old: str, new: str, sentence: str) -> None:
    assert sentences_of(path, old, new) == [sentence]


def test_a_new_row_is_told_with_its_conditions_and_results() -> None:
    assert sentences_of(
        "rules/fee.csv", "2,,amount", "3,purpose == 'other',amount('30.00'),fee_study,x\n2,,amount"
    ) == ["Row 3 was added to the fee table: purpose == 'other' → fee: 30.00\xa0₪."]
    assert sentences_of("rules/fee.csv", "2,,amount", "3,,amount('30.00'),fee_study,x\n2,,amount", "ar") == [
        "أضيف السطر 3 إلى جدول الرسوم: دائمًا ← fee: 30.00\xa0₪."
    ]


def test_a_hint_that_goes_with_its_text_is_reported_at_its_question() -> None:
    old = real_definition()
    page = next(page for page in old.form.pages if any(each.hint for each in page.ask))
    hinted = next(each for each in page.ask if each.hint)
    ask = tuple(replace(each, hint=None) if each == hinted else each for each in page.ask)
    pages = tuple(replace(each, ask=ask) if each == page else each for each in old.form.pages)
    texts = {key: text for key, text in old.texts.items() if text != hinted.hint}
    found = compare(old=old, new=replace(old, form=replace(old.form, pages=pages), texts=texts))
    assert any(f"({hinted.id}): the hint changed from" in each.text.en for each in found)
