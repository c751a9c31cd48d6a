"""Files in the entries of a group: attached, moved with their entry, removed, read by an officer; without scripts."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import NOW, Citizen
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.files import pdf, picture, virus
from hukumati.catalogue.api import parse_definition
from hukumati.catalogue.tests.samples import Folder, publish, real_folder
from hukumati.service_language.api import Page
from hukumati.web.tests.visiting import SUB
from hukumati.web.workplace.case_files import files_of
from hukumati.web.workplace.studio.preview_files import files_by_question, with_files

pytestmark = pytest.mark.django_db
PAGE = b"""
  - id: papers
    title: delivery
    ask:
      - id: goods
        type: group
        label: purpose
        max: 3
        ask:
          - {id: called, type: text, label: purpose}
          - {id: photo, type: file, accept: [jpeg, png], label: purpose}
          - {id: papers, type: files, max_files: 2, required: false, label: purpose}
"""


def _folder() -> Folder:
    folder = real_folder()
    form = folder.files["form.yaml"].rstrip() + b"\n" + PAGE.lstrip(b"\n")
    return replace(folder, files={**folder.files, "form.yaml": form})


def published_page() -> Page:
    return parse_definition(folder=_folder()).form.page("papers")


@pytest.fixture
def layla(data_folder: Path, settings: Any) -> Any:
    """Layla has answered all but the page with the group."""
    outside = Edge(settings.HUKUMATI.people_file)
    settings.HUKUMATI = settings.HUKUMATI.model_copy(update={"exchange_url": outside.url})
    settings.MIDDLEWARE = [
        "hukumati.web.tests.visiting.Visiting" if name.endswith("PersonMiddleware") else name
        for name in settings.MIDDLEWARE
    ]
    publish(_folder())
    call_command("trust_setup", verbosity=0)
    citizen = Citizen("400000006", now=NOW)
    citizen.fill()
    yield citizen
    outside.close()


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "portal.localhost:8000", "X-Visitor": SUB, "Accept-Language": "en"})


def _send(client: Client, citizen: Citizen, **posted: Any) -> Any:
    seen = cases.get_case(reference=citizen.reference, sub=citizen.sub).last_seq
    return client.post(f"/en/applications/{citizen.reference}/form/papers/", {"seen": seen, **posted})


def _file(name: str, content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content)


def _kept(page: str) -> dict[str, list[str]]:
    """Return the ids of files by the hidden fields of a page, as a browser would post them again."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden"\s+name="(goods_[a-z0-9_]*_kept)"\s+value="([^"]+)"', page):
        found.setdefault(name, []).append(value)
    return found


def _photos(citizen: Citizen) -> dict[str, cases.UploadView]:
    kept = cases.list_uploads(reference=citizen.reference, sub=citizen.sub, question="goods.photo")
    return {each.name: each for each in kept}


def _goods(citizen: Citizen) -> list[tuple[str, str]]:
    answers: Any = cases.get_case(reference=citizen.reference, sub=citizen.sub).answers
    return [(entry["called"], entry["photo"][0]["name"]) for entry in answers["goods"]]


def test_each_entry_holds_its_own_files_and_the_form_goes_on(client: Client, layla: Citizen) -> None:
    answer = _send(
        client, layla, goods_count="2", goods_1_called="Olives", goods_1_photo=_file("a.jpg"),
        goods_1_papers=[_file("a.pdf", pdf())], goods_2_called="Oil", goods_2_photo=_file("b.jpg"),
    )  # fmt: skip
    assert answer.status_code == 302
    assert _goods(layla) == [("Olives", "a.jpg"), ("Oil", "b.jpg")]
    check = client.get(answer["Location"]).content.decode()
    assert all(name in check for name in ("a.jpg", "a.pdf", "b.jpg"))
    stored = _photos(layla)["b.jpg"]
    assert f"/files/{stored.id}/" in check
    page = client.get(f"/en/applications/{layla.reference}/form/papers/").content.decode()
    assert {name: len(ids) for name, ids in _kept(page).items()} == {
        "goods_1_photo_kept": 1, "goods_1_papers_kept": 1, "goods_2_photo_kept": 1,
    }  # fmt: skip


def test_files_stay_with_their_entry_when_another_is_refused_left_blank_or_removed(
    client: Client, layla: Citizen
) -> None:
    first = _send(
        client, layla, goods_count="3", goods_2_called="Oil", goods_2_photo=_file("b.jpg"), goods_3_called="Soap",
        goods_3_photo=_file("c.jpg", virus()),
    )  # fmt: skip
    page = first.content.decode()
    assert (first.status_code, "malicious software" in page) == (422, True)
    again = _send(
        client, layla, goods_count="3", goods_2_called="Oil", goods_3_called="Soap", **_kept(page),
        goods_3_photo=_file("c.jpg"),
    )  # fmt: skip
    assert again.status_code == 302
    assert _goods(layla) == [("Oil", "b.jpg"), ("Soap", "c.jpg")]  # the blank one is gone
    page = client.get(f"/en/applications/{layla.reference}/form/papers/").content.decode()
    fewer = _send(
        client, layla, goods_count="2", goods_1_called="Oil", goods_2_called="Soap", **_kept(page),
        remove_entry="goods:1",
    )  # fmt: skip
    page = fewer.content.decode()
    assert ("b.jpg" in page, "c.jpg" in page, list(_kept(page))) == (False, True, ["goods_1_photo_kept"])
    assert "b.jpg" in _photos(layla)  # until the page is saved
    _send(client, layla, goods_count="1", goods_1_called="Soap", **_kept(page))
    assert _goods(layla) == [("Soap", "c.jpg")]
    assert list(_photos(layla)) == ["c.jpg"]


def test_a_file_is_removed_from_its_entry_and_no_other_case_s_is_taken(client: Client, layla: Citizen) -> None:
    _send(client, layla, goods_count="1", goods_1_called="Oil", goods_1_photo=_file("b.jpg"))
    (stored,) = _photos(layla).values()
    gone = _send(client, layla, goods_count="1", goods_1_called="Oil", remove_file=str(stored.id))
    assert (gone.status_code, "b.jpg" in gone.content.decode()) == (200, False)
    answers: Any = cases.get_case(reference=layla.reference, sub=layla.sub).answers
    assert (answers["goods"][0]["photo"], _photos(layla)) == (None, {})
    forged = _send(client, layla, goods_count="1", goods_1_called="Oil", goods_1_photo_kept=str(stored.id))
    assert (forged.status_code, "Attach a file" in forged.content.decode()) == (422, True)


def test_an_officer_finds_the_files_of_the_entries_beside_the_decision(
    client: Client, layla: Citizen, settings: Any
) -> None:
    _send(client, layla, goods_count="1", goods_1_called="Oil", goods_1_photo=_file("b.jpg"))
    case, (stored,) = cases.get_case(reference=layla.reference, sub=layla.sub), _photos(layla).values()
    settings.ROOT_URLCONF = "hukumati.project.urls.workplace"
    (file,) = files_of(case, (), ())
    assert (file.name, str(stored.id) in file.view_url) == ("b.jpg", True)


def test_a_preview_keeps_files_by_entry_too() -> None:
    group = next(each for each in published_page().ask if each.type == "group")
    photo = {"id": "1", "name": "b.jpg", "media": "image/jpeg", "size": 9, "sha256": "0" * 64}
    answers = {"goods.photo": [photo], "goods": [{"called": "Oil", "photo": [photo]}]}
    assert [each.name for each in files_by_question([group], answers)["goods_1_photo"]] == ["b.jpg"]
    moved = QueryDict("goods_count=2&goods_2_called=Oil&goods_2_photo_kept=1&goods_1_photo_kept=7")
    filled = with_files(moved, [group], answers)
    assert (filled["goods_1_photo"], filled["goods_2_photo"]) == ([], [photo])
