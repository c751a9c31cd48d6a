"""Files of a case: kept with the draft, replaced and removed, opened by owner and officials, forgotten."""

import hashlib
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest

from hukumati.cases import api as cases
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.background.verify import verify
from hukumati.cases.engine import kept_files
from hukumati.cases.engine.kept_files import MOST_FILES
from hukumati.cases.models import Case, Upload
from hukumati.cases.tests.conftest import NOW, OFFICER, Citizen, Pay, Work
from hukumati.cases.tests.files import PAGE, pdf, picture, script, virus
from hukumati.cases.tests.test_scanners import Daemon, _address, listener  # noqa: F401 - a fixture
from hukumati.catalogue.tests.samples import publish, real_folder
from hukumati.core.audit import list_entries
from hukumati.service_language.api import files_in


@pytest.fixture
def applicant(layla: Citizen) -> Citizen:
    """Layla, where the service asks for files too; all else is answered."""
    folder = real_folder()
    form = folder.files["form.yaml"].rstrip() + b"\n" + PAGE.lstrip(b"\n")
    publish(replace(folder, files={**folder.files, "form.yaml": form}))
    layla.fill()
    return layla


def _keep(person: Citizen, content: bytes, question: str = "photo", name: str = "a.jpg") -> cases.UploadView:
    return cases.keep_upload(
        reference=person.reference, sub=person.sub, question=question, name=name, content=content, now=NOW
    )


def _refused(person: Citizen, content: bytes, question: str = "photo") -> str:
    with pytest.raises(cases.UploadRefused) as refused:
        _keep(person, content, question)
    assert refused.value.message.ar
    return refused.value.message.en


def _save(person: Citizen, raw: dict[str, Any] | None = None) -> dict[str, Any]:
    return dict(person.save("papers", raw or {}).answers)


def test_a_file_is_kept_with_its_kind_and_digest_and_becomes_the_answer(applicant: Citizen) -> None:
    content = picture()
    kept = _keep(applicant, content, name="../Photo of me.PNG")
    assert (kept.name, kept.media, kept.size) == ("Photo of me.jpg", "image/jpeg", len(content))
    assert _save(applicant)["photo"] == [kept.answer()]
    opened = cases.read_upload(reference=applicant.reference, sub=applicant.sub, upload_id=kept.id)
    assert opened.content == content
    assert list(verify()) == []


def test_more_files_at_once_than_may_be_examined_are_refused_politely(applicant: Citizen) -> None:
    with ExitStack() as held:
        for _ in range(kept_files.EXAMINED_AT_ONCE):
            held.enter_context(kept_files._places)
        assert _refused(applicant, picture()).startswith("Other files are being checked right now")
    assert _keep(applicant, picture()).media == "image/jpeg"


def test_what_a_browser_says_of_files_is_not_heard(applicant: Citizen) -> None:
    forged = {"id": str(uuid4()), "name": "x.jpg", "media": "image/jpeg", "size": 1, "sha256": "0" * 64}
    with pytest.raises(cases.AnswersInvalid) as refused:
        _save(applicant, {"photo": [forged], "photo_id": "x"})
    assert set(refused.value.errors) == {"photo"}


def test_a_new_file_takes_the_place_of_a_single_one_when_the_page_is_kept(applicant: Citizen) -> None:
    first = _keep(applicant, picture())
    _save(applicant)
    second = _keep(applicant, picture())
    assert Upload.objects.count() == 2
    assert _save(applicant)["photo"] == [second.answer()]
    assert list(Upload.objects.values_list("id", flat=True)) == [second.id]
    with pytest.raises(cases.NoSuchUpload):
        cases.read_upload(reference=applicant.reference, sub=applicant.sub, upload_id=first.id)


def test_the_same_file_sent_twice_is_kept_once(applicant: Citizen) -> None:
    content = picture()
    assert _keep(applicant, content).id == _keep(applicant, content).id
    assert Upload.objects.count() == 1


def test_several_files_are_kept_in_order_and_no_more_than_the_question_takes(applicant: Citizen) -> None:
    _keep(applicant, picture())
    letters = [_keep(applicant, pdf(), "letters", name) for name in ("a.pdf",)]
    letters.append(_keep(applicant, picture("PNG"), "letters", "b.png"))
    third = _keep(applicant, picture("PNG"), "letters", "c.png")
    with pytest.raises(cases.AnswersInvalid) as refused:
        _save(applicant)
    assert "At most 2" in refused.value.errors["letters"].en
    cases.remove_upload(reference=applicant.reference, sub=applicant.sub, upload_id=third.id, now=NOW)
    _keep(applicant, picture(), "secret")
    assert _save(applicant)["letters"] == [letter.answer() for letter in letters]


def test_a_file_removed_is_gone_from_the_answers_too(applicant: Citizen) -> None:
    kept = _keep(applicant, picture())
    _save(applicant)
    for _ in range(2):  # a double click
        cases.remove_upload(reference=applicant.reference, sub=applicant.sub, upload_id=kept.id, now=NOW)
    assert applicant.look().answers["photo"] is None
    assert Upload.objects.count() == 0
    with pytest.raises(cases.AnswersMissing) as missing:
        applicant.submit()
    assert missing.value.page == "papers"
    assert list(verify()) == []


def test_files_of_questions_that_later_answers_hide_are_forgotten_on_submission(applicant: Citizen) -> None:
    _keep(applicant, picture())
    hidden = _keep(applicant, picture(), "secret")
    _save(applicant)
    applicant.submit()
    assert hidden.id not in Upload.objects.values_list("id", flat=True)
    assert Upload.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"MZ", "kind"),
        (pdf(), "kind"),  # the question takes pictures
        (picture()[:-300], "damaged"),
        (virus(), "malicious"),
        (b"\xff" * (6 * 1024 * 1024), "5 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_and_nothing_kept(applicant: Citizen, content: bytes, says: str) -> None:
    assert says in _refused(applicant, content)
    assert Upload.objects.count() == 0


def test_a_script_in_a_pdf_is_refused(applicant: Citizen) -> None:
    assert "programs" in _refused(applicant, script(), "letters")


def test_only_questions_for_files_take_files(applicant: Citizen) -> None:
    assert "here" in _refused(applicant, picture(), "purpose")
    assert "here" in _refused(applicant, picture(), "nosuch")


def test_a_configured_clamd_is_asked_and_its_silence_keeps_nothing(
    applicant: Citizen,
    settings: Any,
    listener: Any,  # noqa: F811
) -> None:
    Daemon(listener)
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"clamd": _address(listener)})
    assert "malicious" in _refused(applicant, picture() + b"evil")
    assert _keep(applicant, picture()).size
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"clamd": "unix:///nobody/listens"})
    assert "Try again" in _refused(applicant, picture())


def test_nobody_else_reads_removes_or_adds(applicant: Citizen) -> None:
    kept = _keep(applicant, picture())
    stranger = {"reference": applicant.reference, "sub": "somebody-else"}
    with pytest.raises(cases.NoSuchCase):
        cases.read_upload(**stranger, upload_id=kept.id)
    with pytest.raises(cases.NoSuchCase):
        cases.remove_upload(**stranger, upload_id=kept.id, now=NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.keep_upload(**stranger, question="photo", name="x", content=picture(), now=NOW)
    with pytest.raises(cases.NoSuchCase):
        cases.list_uploads(**stranger, question="photo")


def test_a_file_of_another_case_is_not_found(applicant: Citizen) -> None:
    _keep(applicant, picture())
    with pytest.raises(cases.NoSuchUpload):
        cases.read_upload(reference=applicant.reference, sub=applicant.sub, upload_id=UUID(int=1))


def test_an_official_of_the_ministry_opens_it_and_the_citizen_can_see_that(
    applicant: Citizen, pay: Pay, work: Work
) -> None:
    kept = _keep(applicant, picture())
    _save(applicant)
    with pytest.raises(cases.NotYours):  # a draft is nobody's business
        cases.read_upload_as_official(reference=applicant.reference, official=OFFICER, upload_id=kept.id)
    applicant.submit()
    opened = cases.read_upload_as_official(reference=applicant.reference, official=OFFICER, upload_id=kept.id)
    assert opened.media == "image/jpeg"
    assert "case.file_read" in [entry.action for entry in list_entries(subject=f"person:{applicant.id_number}")]
    other = replace(OFFICER, provider="mot")
    with pytest.raises(cases.NotYours):
        cases.read_upload_as_official(reference=applicant.reference, official=other, upload_id=kept.id)


def test_after_submission_nothing_is_added_or_removed(applicant: Citizen) -> None:
    kept = _keep(applicant, picture())
    _save(applicant)
    applicant.submit()
    with pytest.raises(cases.CaseMovedOn):
        _keep(applicant, picture())
    with pytest.raises(cases.CaseMovedOn):
        cases.remove_upload(reference=applicant.reference, sub=applicant.sub, upload_id=kept.id, now=NOW)


def test_a_case_holds_so_many_files_and_no_more(applicant: Citizen) -> None:
    row = {"name": "x", "media": "image/jpeg", "size": 1, "sha256": "0", "content": b"x", "kept_at": NOW}
    case = Case.objects.get(reference=applicant.reference)
    Upload.objects.bulk_create(
        [Upload(case=case, question="letters", number=number, **row) for number in range(MOST_FILES)]
    )
    assert "as many files" in _refused(applicant, picture())


def test_a_draft_that_expires_takes_its_files_along(applicant: Citizen) -> None:
    _keep(applicant, picture())
    case = Case.objects.get(reference=applicant.reference)
    assert case.draft_expires_at
    run_timers(now=case.draft_expires_at)
    assert Upload.objects.count() == 0
    assert list(verify()) == []


def test_bytes_changed_behind_our_back_are_found(applicant: Citizen) -> None:
    kept = _keep(applicant, picture())
    _save(applicant)
    Upload.objects.filter(id=kept.id).update(content=picture())
    assert [violation.what for violation in verify()] == [f"the file {kept.id} was changed"]
    Upload.objects.all().delete()
    assert [violation.what for violation in verify()] == [f"the file {kept.id} is missing"]


def test_a_file_exchanged_together_with_its_digest_is_found_by_the_answers(applicant: Citizen) -> None:
    kept, other = _keep(applicant, picture()), picture()
    _save(applicant)
    Upload.objects.filter(id=kept.id).update(content=other, sha256=hashlib.sha256(other).hexdigest())
    assert [violation.what for violation in verify()] == [f"the file {kept.id} was changed"]


def test_a_file_that_is_no_answer_yet_is_what_its_own_row_says(applicant: Citizen) -> None:
    kept = _keep(applicant, picture())
    assert list(verify()) == []
    Upload.objects.filter(id=kept.id).update(sha256="0" * 64)
    assert [violation.what for violation in verify()] == [f"the file {kept.id} was changed"]


@pytest.mark.parametrize(
    ("answer", "files"),
    [
        ([{"id": "1", "sha256": "0"}], 1),
        ([], 0),
        ([{"id": "1", "sha256": "0"}, {"id": "2"}], 1),
        ([{"name": "a row of a group"}], 0),
        ([{"photo": [{"id": "1", "sha256": "0"}]}], 1),
        (["a", "choice"], 0),
        (["sha256"], 0),
        ({"sha256": "0"}, 0),
        ("text", 0),
        (None, 0),
    ],
)
def test_files_are_found_in_lists_and_in_entries_of_groups(answer: object, files: int) -> None:
    assert len(files_in(answer)) == files
