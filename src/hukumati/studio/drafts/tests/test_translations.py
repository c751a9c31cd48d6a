"""The translation sheet: what is missing comes first, what is changed changes nothing else."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hukumati.catalogue.api import parse_yaml
from hukumati.studio import api as studio
from hukumati.studio.drafts.tests.conftest import own_texts

AR = """# العنوان
name: خدمة   # اسم
summary: |-
  سطر أول
  سطر ثانٍ

quoted: "قيمة: بنقطتين"
empty:
last: آخر"""
EN = "name: Service\nsummary: Lines\nquoted: 'It''s'\nextra: Only here\n"
TEXTS = {"text/ar.yaml": AR, "text/en.yaml": EN, "service.yaml": "x: 1\n", "form.yaml": "a:\n  - label: quoted\n"}


def values(texts: dict[str, str], language: str) -> dict[str, str]:
    """Read a text file as the platform does."""
    read: dict[str, str] = parse_yaml(file="x", data=texts[f"text/{language}.yaml"].encode()).value
    return read


def test_what_a_language_lacks_comes_first_and_every_use_is_told() -> None:
    rows = studio.read_sheet(texts=TEXTS)
    assert [row.key for row in rows] == ["empty", "last", "extra", "name", "summary", "quoted"]
    assert [row.key for row in rows if row.is_missing] == ["empty", "last", "extra"]
    used = {row.key: row.used for row in rows}
    assert used["quoted"] == (("form.yaml", 2),)
    assert used["name"] == (("service.yaml", 1),)


def test_every_text_of_the_real_service_is_used_somewhere() -> None:
    rows = studio.read_sheet(texts=own_texts())
    labels_of_themselves = [row.key for row in rows if not row.used]
    assert labels_of_themselves == []


def test_changing_a_text_leaves_comments_order_and_the_other_lines() -> None:
    new = {"summary": "نص واحد", "empty": "ممتلئ", "name": "اسم: جديد"}
    changed = studio.write_texts(texts=TEXTS, changed={"ar": new})
    before, after = AR.splitlines(), changed["text/ar.yaml"].splitlines()
    assert [line for line in before if line in after] == [before[0], "", before[6], before[8]]
    assert after[1].endswith("   # اسم")
    assert [line.partition(":")[0] for line in after if ":" in line] == ["name", "summary", "quoted", "empty", "last"]
    assert values(changed, "ar") == {**new, "quoted": "قيمة: بنقطتين", "last": "آخر"}
    assert changed["text/en.yaml"] == EN


def test_a_text_that_a_file_lacks_is_added_at_its_end() -> None:
    changed = studio.write_texts(
        texts=TEXTS, changed={"en": {"last": "Last\nline", "empty": "yes"}, "ar": {"extra": "هنا"}}
    )
    assert changed["text/en.yaml"].startswith(EN)
    assert values(changed, "en")["last"] == "Last\nline"
    assert values(changed, "en")["empty"] == "yes"
    assert values(changed, "ar")["extra"] == "هنا"


WORDS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=60)
MANY = st.lists(WORDS, min_size=1, max_size=4).map("\n".join)


@given(MANY, MANY)
def test_any_text_is_kept_as_it_was_written(arabic: str, english: str) -> None:
    changed = studio.write_texts(
        texts=TEXTS, changed={"ar": {"name": arabic, "summary": english}, "en": {"new": english}}
    )
    assert values(changed, "ar")["name"] == arabic
    assert values(changed, "ar")["summary"] == english
    assert values(changed, "ar")["last"] == "آخر"


def test_a_sheet_that_comes_back_unchanged_changes_nothing() -> None:
    texts = own_texts()
    data = studio.write_csv(rows=studio.read_sheet(texts=texts))
    assert data.startswith(b"\xef\xbb\xbf")
    assert studio.read_csv_sheet(data=data, texts=texts) == {}


def _edited(data: bytes, key: str, **cells: str) -> bytes:
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    for row in rows:
        if row["key"] == key:
            row.update(cells)
    whole = io.StringIO()
    writer = csv.DictWriter(whole, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return whole.getvalue().encode()


def test_a_sheet_brings_back_what_was_translated() -> None:
    data = studio.write_csv(rows=studio.read_sheet(texts=TEXTS))
    told = studio.read_csv_sheet(data=_edited(data, "extra", arabic="هنا فقط"), texts=TEXTS)
    assert told == {"ar": {"extra": "هنا فقط"}}


def test_a_text_cannot_become_a_formula_of_a_spreadsheet() -> None:
    texts = {**TEXTS, "text/en.yaml": 'name: \'=HYPERLINK("x")\'\nsummary: "-1+2"\nlast: a=b\n'}
    data = studio.write_csv(rows=studio.read_sheet(texts=texts))
    cells = [row[2] for row in csv.reader(io.StringIO(data.decode("utf-8-sig")))]
    assert not [cell for cell in cells if cell[:1] in {"=", "-", "+", "@"}]
    assert studio.read_csv_sheet(data=data, texts=texts) == {}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"key,arabic,english\nnosuch,x,y\n", "unknown_key"),
        (b"key,arabic\nname,x\n", "not_csv"),
        (b"", "not_csv"),
        (b'key,arabic,english\n"name,x,y\n', "not_csv"),
        (b"key,arabic,english\nname,\xff,y\n", "not_csv"),
        (b"key,arabic,english\nname,x\n", "not_csv"),
    ],
)
def test_a_sheet_that_is_not_ours_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(studio.FileRefused) as refused:
        studio.read_csv_sheet(data=data, texts=TEXTS)
    assert refused.value.reason == why


def test_a_broken_text_file_is_named() -> None:
    with pytest.raises(studio.FileRefused) as refused:
        studio.read_sheet(texts={**TEXTS, "text/en.yaml": "name: [\n"})
    assert (refused.value.reason, refused.value.name) == ("not_yaml", "text/en.yaml")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Certificate", "name: Certificate"),
        ("A: colon", "name: 'A: colon'"),
        ("yes", "name: 'yes'"),
        ("A", 'name: "A"'),
        ("12", 'name: "12"'),
        ("", 'name: ""'),
        (" led", 'name: " led"'),
        ("One\nTwo", "name: |-\n  One\n  Two"),
        ("One\n\nTwo", "name: |-\n  One\n\n  Two"),
        ("One \nTwo", 'name: "One \\nTwo"'),
        ("One\n\tTwo", 'name: "One\\n\\tTwo"'),
        ("One\n", 'name: "One\\n"'),
    ],
)
def test_a_text_is_written_as_plainly_as_yaml_allows(value: str, written: str) -> None:
    changed = studio.write_texts(texts={"text/en.yaml": "name: Service\nlast: x\n"}, changed={"en": {"name": value}})
    assert changed["text/en.yaml"] == f"{written}\nlast: x\n"


def test_several_lines_before_a_comment_stay_on_one() -> None:
    changed = studio.write_texts(
        texts={"text/en.yaml": "name: Service  # told\n"}, changed={"en": {"name": "One\nTwo"}}
    )
    assert changed["text/en.yaml"] == 'name: "One\\nTwo"  # told\n'


def test_the_label_of_an_action_is_used_where_the_flow_has_the_action() -> None:
    texts = {
        "text/en.yaml": "action_submit: Send\ndone_submit: Sent\naction_reject: Refuse\n",
        "flow.yaml": "states:\n  draft:\n    actions:\n      submit: done\n  done: {}\n  gone:\n",
        "requests.yaml": "states:\n  draft:\n    actions:\n      reject: done\n",
    }
    used = {row.key: row.used for row in studio.read_sheet(texts=texts)}
    assert used == {"action_submit": (("flow.yaml", 4),), "done_submit": (("flow.yaml", 4),), "action_reject": ()}


@pytest.mark.parametrize(
    "flow", ["", "- a\n", "states: [a]\n", "states:\n", "states: {draft: [a], done: {actions: }}\n"]
)
def test_a_flow_that_is_not_finished_yet_uses_no_labels(flow: str) -> None:
    (row,) = studio.read_sheet(texts={"text/en.yaml": "action_submit: Send\n", "flow.yaml": flow})
    assert row.used == ()


@pytest.mark.parametrize("text", ["- a\n", "a\n", "a: [\n"])
def test_a_file_that_holds_no_texts_is_refused(text: str) -> None:
    with pytest.raises(studio.FileRefused):
        studio.read_sheet(texts={"text/en.yaml": text})


def test_a_file_of_texts_may_be_empty() -> None:
    assert studio.read_sheet(texts={"text/en.yaml": "", "text/ar.yaml": "# none\n"}) == ()


@pytest.mark.parametrize(
    ("text", "new", "written"),
    [
        ("", {"name": "One"}, "name: One\n"),
        ("name: One", {"last": "Two"}, "name: One\nlast: Two\n"),
        ("name: One\n", {"last": "Two"}, "name: One\nlast: Two\n"),
        ("name: One", {"name": "Two"}, "name: Two"),
        ("name: One", {"name": "One"}, "name: One"),
    ],
)
def test_a_file_ends_as_it_did_unless_a_text_is_added(text: str, new: dict[str, str], written: str) -> None:
    assert studio.write_texts(texts={"text/en.yaml": text}, changed={"en": new})["text/en.yaml"] == written
