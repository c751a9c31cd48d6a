"""The studio's pages: from the list of services to a published version, and what is refused on the way."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from hukumati.cases import api as cases
from hukumati.catalogue import api as catalogue
from hukumati.catalogue.tests.held_checks import busy_checks
from hukumati.core.bilingual import Bilingual
from hukumati.core.clock import now
from hukumati.studio import api as studio
from hukumati.studio.tests.checked_drafts import forget_checks
from hukumati.web.workplace.studio.tests.conftest import FEES, Worker, words

PAGES = ["", "texts/", "flow/", "changes/", "preview/", "files/form.yaml", "files/text/ar.yaml"]


def seen_of(page: str) -> str:
    """Take the hidden mark of what a page has shown."""
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found, page[:2000]
    return found[1]


def write(worker: Worker, draft: str, path: str, old: str, new: str) -> str:
    """Change one file in the editor, and give the words of the page that follows."""
    address = f"{draft}files/{path}"
    texts = studio.get_texts(analyst=worker.analyst, draft_id=draft_id(draft))
    assert old in texts[path]
    seen = seen_of(worker.get(address).content.decode())
    return words(worker.post(address, text=texts[path].replace(old, new), seen=seen))


def draft_id(draft: str) -> UUID:
    """Take the draft's id from its path."""
    return UUID(draft.rstrip("/").rsplit("/", 1)[1])


def raise_fee(worker: Worker, draft: str) -> None:
    """Raise the fee from 20 to 25, and let the scenarios expect it."""
    write(worker, draft, FEES, "20.00", "25.00")
    texts = studio.get_texts(analyst=worker.analyst, draft_id=draft_id(draft))
    for path in [path for path, text in texts.items() if path.startswith("tests/") and "20.00 ILS" in text]:
        write(worker, draft, path, "20.00 ILS", "25.00 ILS")


def step(worker: Worker, draft: str, name: str, **more: Any) -> str:
    """Press a button of the review."""
    page = worker.get(draft).content.decode()
    seen = re.search(r'name="seen" value="(\w{64})"', page)
    return words(worker.post(f"{draft}review/", step=name, seen=seen[1] if seen else "", **more))


def test_the_list_shows_version_status_and_open_cases(rania: Worker) -> None:
    page = rania.read("/studio/")
    assert "Your ministry's services" in page
    assert "Non-conviction certificate" in page
    assert "MOJ-NCC" in page
    assert "Open" in page


def test_home_leads_an_analyst_to_the_studio(rania: Worker) -> None:
    assert rania.get("/")["Location"] == "/en/studio/"


@pytest.mark.parametrize("english", [True, False])
@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_draft_is_drawn_in_both_languages(rania: Worker, draft: str, page: str, english: bool) -> None:
    answer = rania.get(draft + page, english=english)
    assert answer.status_code == 200
    text = answer.content.decode()
    assert (' dir="ltr"' if english else ' dir="rtl"') in text
    assert "style=" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_a_draft_is_drawn_while_its_folder_cannot_be_checked(
    rania: Worker, draft: str, page: str
) -> None:
    forget_checks()
    with busy_checks():
        answer = rania.get(draft + page)
    assert answer.status_code in {200, 302}
    if page == "":
        assert "Load the page again in a minute." in answer.content.decode()
        assert "Discard" in answer.content.decode()


def test_a_service_is_shown_with_its_flow_versions_and_history(rania: Worker, draft: str) -> None:
    page = rania.get("/studio/services/MOJ-NCC/").content.decode()
    assert "<svg" in page
    assert "The flow as a table" in page
    assert "Draft created" in page
    assert "This is the first version" in rania.read("/studio/services/MOJ-NCC/versions/1/")


def test_a_mistake_is_named_with_file_line_and_remedy_at_once(rania: Worker, draft: str) -> None:
    page = write(rania, draft, "form.yaml", "type: phone", "type: fone")
    assert re.search(r"Saved\. [0-9]+ errors? found\.", page), page
    assert re.search(r"form\.yaml:\d+", page)
    assert "Did you mean phone?" in page
    assert "A draft with errors cannot be reviewed or published" in page
    arabic = rania.read(f"{draft}files/form.yaml", english=False)
    assert "هل قصدت" in arabic
    assert "غير مقبولة" in arabic


def test_a_report_s_link_opens_the_file_at_the_line(rania: Worker, draft: str) -> None:
    write(rania, draft, "form.yaml", "type: phone", "type: fone")
    page = rania.get(draft).content.decode()
    found = re.search(r'href="/en(/studio/drafts/[^"]*files/form\.yaml\?line=(\d+))#line-(\d+)"', page)
    assert found
    assert found[2] == found[3]
    opened = rania.get(found[1]).content.decode()
    assert re.search(rf'id="line-{found[2]}"\s+class="[^"]*--marked"', opened)


def test_a_scenario_that_came_otherwise_is_named_at_its_step(rania: Worker, draft: str) -> None:
    page = write(rania, draft, FEES, "20.00", "25.00")
    assert "Fee is 25.00 ILS, not 20.00 ILS" in page
    assert re.search(r"at line \d+", rania.read(draft))


def test_from_a_changed_fee_to_a_version_by_two_people(rania: Worker, tareq: Worker, draft: str) -> None:
    raise_fee(rania, draft)
    changes = rania.read(f"{draft}changes/")
    assert "The fee of row 2 changed from 20.00 ₪ to 25.00 ₪." in changes
    assert "Sent for review" in step(rania, draft, "send")
    assert "someone else must publish it" in rania.read(draft)
    assert 'value="publish"' not in rania.get(draft).content.decode()
    assert "Version 2 of MOJ-NCC is published" in step(tareq, draft, "publish")
    assert catalogue.get_service(code_or_slug="MOJ-NCC").number == 2
    assert "Published as version 2 by ANA-0102" in rania.read(draft)
    assert "The fee of row 2 changed" in rania.read("/studio/services/MOJ-NCC/versions/2/")


def test_the_door_refuses_even_if_the_button_is_forged(rania: Worker, draft: str) -> None:
    raise_fee(rania, draft)
    step(rania, draft, "send")
    digest = studio.get_draft(analyst=rania.analyst, draft_id=draft_id(draft)).digest
    answer = rania.post(f"{draft}review/", step="publish", seen=digest)
    assert answer.status_code == 403
    assert "You cannot publish your own draft" in words(answer)
    assert catalogue.get_service(code_or_slug="MOJ-NCC").number == 1


def test_remarks_are_read_by_the_writers(rania: Worker, tareq: Worker, draft: str) -> None:
    raise_fee(rania, draft)
    step(rania, draft, "send")
    assert tareq.post(f"{draft}send-back/", remarks="").status_code == 422
    assert "Sent back" in words(tareq.post(f"{draft}send-back/", remarks="الرسم مرتفع <b>"))
    page = rania.get(draft).content.decode()
    assert "الرسم مرتفع &lt;b&gt;" in page
    assert "Comments from ANA-0102" in rania.read(draft)


def test_a_broken_draft_has_no_button_and_no_way_to_review(rania: Worker, draft: str) -> None:
    write(rania, draft, "flow.yaml", "start: draft", "start: nowhere")
    assert 'value="send"' not in rania.get(draft).content.decode()
    digest = studio.get_draft(analyst=rania.analyst, draft_id=draft_id(draft)).digest
    answer = rania.post(f"{draft}review/", step="send", seen=digest)
    assert answer.status_code == 422
    assert "This draft contains errors" in words(answer)


def test_two_windows_do_not_overrule_each_other_and_nothing_typed_is_lost(
    rania: Worker, tareq: Worker, draft: str
) -> None:
    address = f"{draft}files/guide/en.md"
    seen = seen_of(rania.get(address).content.decode())
    rania.post(address, text="## Hers\n", seen=seen)
    answer = tareq.post(address, text="## His own words\n", seen=seen)
    assert answer.status_code == 409
    page = words(answer)
    assert "Someone else has saved this file since you opened it" in page
    assert "His own words" in answer.content.decode()
    assert "## Hers" in page
    texts = studio.get_texts(analyst=rania.analyst, draft_id=draft_id(draft))
    assert texts["guide/en.md"] == "## Hers\n"


def test_a_file_begins_with_its_first_line_even_if_it_is_empty(rania: Worker, draft: str) -> None:
    address = f"{draft}files/guide/en.md"
    rania.post(address, text="\r\n\r\n## X", seen=seen_of(rania.get(address).content.decode()))
    texts = studio.get_texts(analyst=rania.analyst, draft_id=draft_id(draft))
    assert texts["guide/en.md"] == "\n\n## X\n"
    assert ">\n\n\n## X" in rania.get(address).content.decode()


def test_what_is_typed_never_becomes_markup(rania: Worker, draft: str) -> None:
    hostile = "</textarea><script>alert(1)</script>"
    address = f"{draft}files/guide/en.md"
    rania.post(address, text=hostile, seen=seen_of(rania.get(address).content.decode()))
    for page in ("", "files/guide/en.md", "changes/", "texts/"):
        assert "<script>alert" not in rania.get(draft + page).content.decode()


def test_a_file_is_added_and_removed(rania: Worker, draft: str) -> None:
    assert "A service folder cannot contain this file" in words(rania.send(f"{draft}add/", {"path": "run.sh"}))
    opened = rania.send(f"{draft}add/", {"path": "lists/new.csv"})
    assert "lists/new.csv" in words(opened)
    seen = seen_of(opened.content.decode())
    removal: dict[str, Any] = {"text": "", "seen": seen, "remove": "1"}
    assert "Remove the file lists/new.csv" in words(rania.post(f"{draft}files/lists/new.csv", **removal))
    assert "was removed" in words(rania.post(f"{draft}files/lists/new.csv", **removal, sure="yes"))


def test_the_folder_travels_as_a_zip_archive(rania: Worker, draft: str) -> None:
    downloaded = rania.get(f"{draft}folder.zip")
    assert downloaded["Content-Type"] == "application/zip"
    texts = studio.read_zip(data=downloaded.content)
    texts["guide/en.md"] = "## Uploaded\n"
    page = rania.get(draft).content.decode()
    digest = re.findall(r'name="seen" value="(\w{64})"', page)[0]
    archive = SimpleUploadedFile("f.zip", studio.write_zip(slug="x", texts=texts), "application/zip")
    assert "The files of the draft were replaced" in words(rania.post(f"{draft}upload/", file=archive, seen=digest))
    archive.seek(0)
    again = rania.post(f"{draft}upload/", file=archive, seen=digest)
    assert again.status_code == 409


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04nothing", b"x" * 3_000_000])
def test_a_hostile_archive_is_refused_with_a_sentence(rania: Worker, draft: str, content: bytes) -> None:
    answer = rania.post(f"{draft}upload/", file=SimpleUploadedFile("f.zip", content), seen="x")
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)


def test_texts_are_translated_in_place(rania: Worker, draft: str) -> None:
    page = rania.get(f"{draft}texts/").content.decode()
    digest = re.findall(r'name="seen" value="(\w{64})"', page)[0]
    fields = {"ar:name": "اسم جديد", "en:name": "New name", "en:nosuch": "x", "seen": digest}
    assert "Texts changed: 2" in words(rania.send(f"{draft}texts/", fields))
    texts = studio.get_texts(analyst=rania.analyst, draft_id=draft_id(draft))
    assert "name: New name\n" in texts["text/en.yaml"]
    assert "nosuch" not in texts["text/en.yaml"]
    assert rania.send(f"{draft}texts/", fields | {"en:name": "Other"}).status_code == 409


def test_texts_travel_as_a_table(rania: Worker, draft: str) -> None:
    table = rania.get(f"{draft}texts.csv").content.decode("utf-8-sig")
    assert table.startswith("key,arabic,english,used")
    changed = BytesIO(table.replace("Non-conviction certificate", "Certificate of no conviction").encode())
    digest = re.findall(r'name="seen" value="(\w{64})"', rania.get(draft).content.decode())[0]
    answer = rania.post(f"{draft}texts/upload/", table=SimpleUploadedFile("t.csv", changed.read()), seen=digest)
    assert "Texts changed" in words(answer)
    assert "Certificate of no conviction" in rania.read(f"{draft}files/text/en.yaml")
    bad = SimpleUploadedFile("t.csv", b"key,arabic,english\nnosuch,x,y\n")
    refused = rania.post(f"{draft}texts/upload/", table=bad, seen=digest)
    assert refused.status_code == 422
    assert "nosuch" in words(refused)


def test_the_picture_is_a_file_too(rania: Worker, draft: str) -> None:
    picture = rania.get(f"{draft}flow.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Content-Disposition"].startswith("attachment")
    assert picture.content.startswith(b"<svg")


def test_a_draft_tells_how_many_running_cases_stay_and_how_many_move(rania: Worker, draft: str) -> None:
    for number, state in enumerate(["draft", "review", "review"]):
        name = Bilingual(ar="ليلى", en="Layla")
        applicant = cases.Applicant(f"sub-{number}", "400000006", name, "+970599000101", "", "ar")
        case = cases.open_case(service_code="MOJ-NCC", applicant=applicant, now=now())
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET state = %s WHERE reference = %s", [state, case.reference])
    assert "3 open cases stay on the version they started with" in rania.read(draft)
    rania.send(f"{draft}add/", {"path": "migrate.yaml"})
    address = f"{draft}files/migrate.yaml"
    told = "from: 1\ndrafts: finish_on_old\n"
    rania.post(address, text=told, seen=seen_of(rania.get(address).content.decode()))
    page = rania.read(f"{draft}changes/")
    assert "1 open case stays on the version it started with" in page
    assert "2 open cases of version 1 move to the new version" in page
    assert "3 on older versions" not in rania.read("/studio/")


def test_a_draft_is_discarded(rania: Worker, draft: str) -> None:
    assert "Discard this draft?" in step(rania, draft, "discard")
    assert "Draft discarded" in step(rania, draft, "discard", sure="yes")


UNREADABLE = (
    ("form.yaml", "pages: 3\n"),
    ("form.yaml", "pages: [\n"),
    ("flow.yaml", "start: nowhere\nstates: {a: {milestone: closed, end: true}, b: {milestone: decided}}\n"),
    ("flow.yaml", "[]\n"),
    ("service.yaml", "id: 1\n"),
    ("rules/fee.csv", "row,then: fee\n1,height2 > 'x'\n"),
    ("text/ar.yaml", "name: [1]\n"),
    ("tests/clear.yaml", "name: x\n"),
)
"""Files that an analyst may save half written."""


def test_every_page_of_an_unreadable_draft_is_shown_and_it_can_be_discarded(rania: Worker, draft: str) -> None:
    for path, told in UNREADABLE:
        address = f"{draft}files/{path}"
        before = rania.get(address).content.decode()
        rania.post(address, text=told, seen=seen_of(before))
        for page in ("", "flow/", "changes/", "texts/", "preview/", f"files/{path}"):
            assert rania.get(f"{draft}{page}").status_code == 200, (path, page)
    assert "Draft discarded" in step(rania, draft, "discard", sure="yes")


def test_a_new_service_comes_from_a_few_answers(rania: Worker) -> None:
    answers = {
        "slug": "new-thing", "code": "MOJ-NEW", "name_ar": "خدمة جديدة", "name_en": "New thing",
        "summary_ar": "خدمة للتجربة.", "summary_en": "A service to try.", "kind": "paid", "register": "",
    }  # fmt: skip
    answer = rania.send("/studio/new/", answers)
    assert answer.status_code == 200, words(answer)[:800]
    assert "No errors found" in words(answer)
    assert "new-thing" in rania.read("/studio/")
    assert "Another service already has this name" in words(rania.send("/studio/new/", answers))
    assert rania.send("/studio/new/", answers | {"code": "x y"}).status_code == 422


def test_a_new_service_comes_from_an_archive(rania: Worker, draft: str) -> None:
    data = rania.get(f"{draft}folder.zip").content
    files = {"zip-slug": "copied-service", "zip-file": SimpleUploadedFile("f.zip", data), "upload": "1"}
    answer = rania.send("/studio/new/", files)
    assert "belongs to another service" in words(answer)


@pytest.mark.parametrize("path", ["/studio/", "/studio/new/", "/studio/services/MOJ-NCC/", "DRAFT", "DRAFTtexts/"])
def test_who_is_no_analyst_is_refused(worker: Callable[..., Worker], draft: str, path: str) -> None:
    clerk = worker("MOJ-0777", "moj", "officer", "clerk", "supervisor")
    address = path.replace("DRAFT", draft)
    assert clerk.get(address).status_code == 403
    assert clerk.post(address).status_code in {403, 405}
    assert clerk.post(f"{draft}review/", step="publish", seen="x").status_code == 403


@pytest.mark.parametrize(
    "path", ["", "files/form.yaml", "folder.zip", "texts/", "texts.csv", "flow/", "flow.svg", "changes/", "preview/"]
)
def test_an_analyst_of_another_ministry_sees_nothing(worker: Callable[..., Worker], draft: str, path: str) -> None:
    stranger = worker("ANA-0201", "moi", "analyst")
    answer = stranger.get(draft + path)
    assert answer.status_code == 404
    assert "MOJ-NCC" not in words(answer)


def test_an_analyst_of_another_ministry_does_nothing(worker: Callable[..., Worker], draft: str) -> None:
    stranger = worker("ANA-0202", "moi", "analyst")
    assert "MOJ-NCC" not in stranger.read("/studio/")
    assert stranger.get("/studio/services/MOJ-NCC/").status_code == 404
    assert stranger.post("/studio/services/MOJ-NCC/draft/").status_code == 404
    fields = {"step": "discard", "remarks": "x", "path": "lists/x.csv", "text": "", "seen": "1"}
    for path in ("review/", "send-back/", "add/", "upload/", "texts/upload/", "files/form.yaml", "texts/"):
        assert stranger.send(draft + path, fields).status_code == 404
    hers = studio.Analyst("ANA-0101", "moj")
    assert studio.get_draft(analyst=hers, draft_id=draft_id(draft)).writers == ()


def test_forms_without_their_token_are_refused(rania: Worker, draft: str) -> None:
    rania.client.handler.enforce_csrf_checks = True
    for path in ("review/", "files/form.yaml", "upload/", "texts/"):
        assert rania.post(draft + path, step="discard").status_code == 403
    assert studio.get_draft(analyst=rania.analyst, draft_id=draft_id(draft)).state == "open"


def test_a_stranger_signs_in_first(draft: str) -> None:

    client = Client(HTTP_HOST=urlsplit(settings.HUKUMATI.workplace_url).netloc)
    assert "/sign-in" in client.get(draft)["Location"]
