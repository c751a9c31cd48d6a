"""Files on a page: attached, shown, removed and opened without any script."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import NOW, Citizen
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.files import PAGE, pdf, picture, virus
from hukumati.catalogue.tests.samples import publish, real_folder
from hukumati.web.portal.uploading import MAX_FILES_AT_ONCE
from hukumati.web.tests.visiting import SUB

pytestmark = pytest.mark.django_db


@pytest.fixture
def layla(data_folder: Path, settings: Any) -> Any:
    """Layla has answered all but the page with files."""
    outside = Edge(settings.HUKUMATI.people_file)
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"exchange_url": outside.url})
    folder = real_folder()
    form = folder.files["form.yaml"].rstrip() + b"\n" + PAGE.lstrip(b"\n")
    publish(replace(folder, files={**folder.files, "form.yaml": form}))
    call_command("trust_setup", verbosity=0)
    citizen = Citizen("400000006", now=NOW)
    citizen.fill()
    yield citizen
    outside.close()


@pytest.fixture
def client(settings: Any) -> Client:
    settings.MIDDLEWARE = [
        "hukumati.web.tests.visiting.Visiting" if name.endswith("PersonMiddleware") else name
        for name in settings.MIDDLEWARE
    ]
    return Client(headers={"host": "portal.localhost:8000", "X-Visitor": SUB, "Accept-Language": "en"})


def _send(client: Client, citizen: Citizen, **posted: Any) -> Any:
    seen = cases.get_case(reference=citizen.reference, sub=citizen.sub).last_seq
    return client.post(f"/en/applications/{citizen.reference}/form/papers/", {"seen": seen, **posted})


def _photo(content: bytes | None = None, name: str = "me.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content)


def test_a_page_with_files_says_what_it_takes(client: Client, layla: Citizen) -> None:
    page = client.get(f"/en/applications/{layla.reference}/form/papers/").content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert 'accept="image/jpeg,image/png"' in page
    assert "multiple" in page
    assert "JPEG / PNG, at most 5 MB" in page


def test_files_are_attached_and_the_form_goes_on(client: Client, layla: Citizen) -> None:
    answer = _send(client, layla, photo=_photo(), letters=[_photo(pdf(), "a.pdf")])
    assert answer.status_code == 302
    assert answer["Location"].endswith("/check/")
    check = client.get(answer["Location"]).content.decode()
    assert "me.jpg" in check
    assert "a.pdf" in check


def test_what_is_refused_is_told_at_its_question_and_the_rest_is_kept(client: Client, layla: Citizen) -> None:
    answer = _send(client, layla, photo=_photo(virus(), "me.jpg"), letters=[_photo(pdf(), "a.pdf")])
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "malicious software" in page
    assert 'href="#id_photo"' in page
    assert "a.pdf" in page


def test_files_beyond_those_taken_at_once_are_told_of(client: Client, layla: Citizen) -> None:
    files = [_photo(pdf() + b"\n" * number, f"{number}.pdf") for number in range(1, MAX_FILES_AT_ONCE + 2)]
    page = _send(client, layla, photo=_photo(), letters=files)
    assert page.status_code == 422
    assert f"Only the first {MAX_FILES_AT_ONCE} files were taken" in page.content.decode()
    assert len(cases.list_uploads(reference=layla.reference, sub=layla.sub, question="letters")) == MAX_FILES_AT_ONCE


def test_a_missing_file_is_told(client: Client, layla: Citizen) -> None:
    answer = _send(client, layla)
    assert answer.status_code == 422
    assert "Attach a file" in answer.content.decode()


def test_the_button_beside_a_file_removes_it_and_stays_on_the_page(client: Client, layla: Citizen) -> None:
    _send(client, layla, letters=[_photo(pdf(), "a.pdf")])
    (kept,) = cases.list_uploads(reference=layla.reference, sub=layla.sub, question="letters")
    answer = _send(client, layla, remove_file=str(kept.id))
    assert answer.status_code == 200
    assert "a.pdf" not in answer.content.decode()
    assert cases.list_uploads(reference=layla.reference, sub=layla.sub, question="letters") == ()


def test_a_question_that_holds_all_it_may_asks_to_remove_one(client: Client, layla: Citizen) -> None:
    answer = _send(client, layla, letters=[_photo(pdf(), "a.pdf"), _photo(None, "b.jpg")])
    assert "To attach another file, remove one first." in answer.content.decode()


def test_its_owner_downloads_a_file_that_can_do_nothing_here(client: Client, layla: Citizen) -> None:
    content = picture()
    _send(client, layla, photo=_photo(content, "صورتي.jpg"))
    (kept,) = cases.list_uploads(reference=layla.reference, sub=layla.sub, question="photo")
    address = f"/en/applications/{layla.reference}/files/{kept.id}/"
    answer = client.get(address)
    assert answer.content == content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert client.get(address, headers={"X-Visitor": "sub-900000001"}).status_code == 404
    assert client.get(address.replace(str(kept.id), "0" * 32)).status_code == 404


def test_a_request_beyond_all_measure_is_refused_before_it_is_read(client: Client, layla: Citizen) -> None:
    answer = client.post(
        f"/en/applications/{layla.reference}/form/papers/",
        b"--x--",
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(61 * 1024 * 1024),
    )
    assert answer.status_code == 400
