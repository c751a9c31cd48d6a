"""The difference between two versions, in the words that an analyst reads."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hukumati.catalogue.api import Folder, sketch_definition
from hukumati.catalogue.tests.samples import real_definition, real_folder
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
        ("rules/fee.csv", "20.00", "25.00", "The fee of row 2 changed from 20.00 ILS to 25.00 ILS."),
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
    assert sentences_of("rules/fee.csv", "20.00", "25.00") == ["The fee of row 2 changed from 20.00 ILS to 25.00 ILS."]
    assert sentences_of("rules/fee.csv", "20.00", "25.00", "ar") == ["تغيّر رسم السطر 2 من 20.00 ILS إلى 25.00 ILS."]


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
