"""Files of a form: which the platform keeps counts, not what a browser says of them."""

from typing import Any
from uuid import uuid4

import pytest

from hukumati.cases import api as cases
from hukumati.cases.applying.uploads import examine_upload
from hukumati.cases.engine import kept_files
from hukumati.cases.engine.kept_files import WithUploads, listed
from hukumati.cases.errors import UploadRefused
from hukumati.cases.models import Case, Upload
from hukumati.cases.tests.conftest import NOW, Citizen
from hukumati.cases.tests.files import pdf, picture


def test_what_is_kept_stands_in_place_of_what_was_posted() -> None:
    posted = WithUploads({"photo": "posted", "name": "Layla"}, {"photo": ["kept"], "letters": []})
    assert dict(posted) == {"photo": ["kept"], "name": "Layla", "letters": []}
    assert len(posted) == 3
    assert "papers" not in posted


@pytest.mark.parametrize(
    ("posted", "names"),
    [
        ({"kept": ["a", "b"]}, ["a", "b"]),
        ({"kept": ["a", 1, None]}, ["a"]),
        ({"kept": []}, []),
        ({}, []),
    ],
)
def test_only_texts_name_kept_files(posted: dict[str, Any], names: list[str]) -> None:
    assert listed(posted, "kept") == names


def test_a_file_that_is_only_examined_is_described_as_a_kept_one() -> None:
    content = pdf()
    found = examine_upload(name="C:\\papers\\letter.txt", content=content, kinds=["pdf"])
    assert found == {**found, "name": "letter.pdf", "media": "application/pdf", "size": len(content)}
    assert found == examine_upload(name="letter", content=content, kinds=["pdf"])  # the same file, the same number
    assert found["id"] != examine_upload(name="letter", content=picture(), kinds=["jpeg"])["id"]
    with pytest.raises(UploadRefused):
        examine_upload(name="letter.pdf", content=content, kinds=["jpeg", "png"])


@pytest.fixture
def draft(layla: Citizen) -> Case:
    layla.open()
    return Case.objects.get()


def keep(case: Case, question: str, content: bytes) -> kept_files.UploadView:
    return kept_files.keep_file(case, question, name="a", media="image/png", content=content, now=NOW)


def test_files_are_listed_by_question_oldest_first_and_the_same_is_kept_once(draft: Case) -> None:
    first, second, other = keep(draft, "q", b"1"), keep(draft, "q", b"2"), keep(draft, "r", b"1")
    assert keep(draft, "q", b"1") == first
    sub = draft.applicant_sub
    assert cases.list_uploads(reference=draft.reference, sub=sub, question="q") == (first, second)
    assert cases.list_uploads(reference=draft.reference, sub=sub, question="r") == (other,)
    assert [row.number for row in Upload.objects.order_by("number")] == [1, 2, 3]
    assert cases.list_uploads(reference=draft.reference, sub=sub, question="") == ()


def test_a_case_keeps_so_many_files_and_no_more(draft: Case) -> None:
    for number in range(kept_files.MOST_FILES):
        keep(draft, "q", str(number).encode())
    keep(draft, "q", b"0")  # kept already
    with pytest.raises(UploadRefused):
        keep(draft, "q", b"one more")


def test_a_case_keeps_so_many_bytes_and_no_more(draft: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_files, "MOST_BYTES", 10)
    keep(draft, "q", b"12345")
    keep(draft, "q", b"67890")
    with pytest.raises(UploadRefused):
        keep(draft, "r", b"1")


def test_files_that_no_answer_holds_are_forgotten_and_those_of_other_questions_stay(draft: Case) -> None:
    held, dropped, other, of_entry = (
        keep(draft, question, question.encode() + bytes([number]))
        for number, question in enumerate(("q", "q", "r", "q.photo"))
    )
    kept_files.forget_others(draft, {"q": [held.answer()]})
    assert set(Upload.objects.values_list("id", flat=True)) == {held.id, other.id}
    assert dropped.id != of_entry.id
    kept_files.forget_others(draft, {"r": None})
    assert set(Upload.objects.values_list("id", flat=True)) == {held.id}


def test_who_removes_a_file_that_is_gone_changes_nothing(draft: Case) -> None:
    before = draft.last_seq
    cases.remove_upload(reference=draft.reference, sub=draft.applicant_sub, upload_id=uuid4(), now=NOW)
    assert Case.objects.get().last_seq == before
