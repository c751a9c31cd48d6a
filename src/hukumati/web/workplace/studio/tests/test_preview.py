"""A draft tried out as a citizen: the form, the verdict, the path; and nothing of it is stored or sent."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from hukumati.cases.tests.files import picture, virus
from hukumati.cases.tests.marriage import publish_marriage
from hukumati.core.clock import now
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.tests.conftest import FEES, Worker, words
from hukumati.web.workplace.studio.tests.test_pages import draft_id, write

OWN = {"django_session", "identity_login_session"}
"""What a preview may write: the analyst's own session."""


def counted() -> dict[str, int]:
    """Count the rows of every table but the sessions: cases, bills, documents, messages, facts, jobs."""
    counts = {}
    with connection.cursor() as cursor:
        for table in sorted({*connection.introspection.table_names(cursor)} - OWN):
            cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 - names of our own
            counts[table] = cursor.fetchone()[0]
    return counts


def begin(worker: Worker, draft: str, scenario: str, *, filled: bool = True) -> str:
    """Begin a preview, and give the page that follows."""
    fields = {"scenario": scenario, **({"filled": "on"} if filled else {})}
    answer = worker.send(f"{draft}preview/", fields)
    assert answer.status_code == 200
    return answer.content.decode()


def scenario_of(draft: str, worker: Worker, part: str) -> str:
    """Find a scenario by a part of its name."""
    listed = studio.list_scenarios(analyst=worker.analyst, draft_id=draft_id(draft))
    return next(scenario.file for scenario in listed if part in scenario.name)


def test_the_form_is_drawn_as_the_portal_draws_it(rania: Worker, draft: str) -> None:
    page = begin(rania, draft, scenario_of(draft, rania, "clear record"))
    assert "This information comes from government registers" in page
    assert 'name="phone"' in page
    assert "No application is created" in page


def test_mistakes_of_the_citizen_are_told_by_the_form(rania: Worker, draft: str) -> None:
    begin(rania, draft, scenario_of(draft, rania, "clear record"), filled=False)
    answer = rania.post(f"{draft}preview/form/purpose/")
    assert answer.status_code == 422
    assert "There is a problem" in words(answer)


def test_a_whole_application_is_played_and_nothing_is_stored(rania: Worker, draft: str) -> None:
    before = counted()
    begin(rania, draft, scenario_of(draft, rania, "clear record"), filled=False)
    rania.post(f"{draft}preview/form/about-you/", phone="0599000000")
    rania.post(f"{draft}preview/form/purpose/", purpose="travel")
    page = words(rania.post(f"{draft}preview/form/delivery/", collect_method="download"))
    assert "Eligible Yes" in page
    assert "20.00" in page
    assert "to_pay" in page
    page = words(rania.post(f"{draft}preview/end/", action="paid"))
    assert "issuing" in page
    assert "Messages that would be sent" in page
    assert "Document that would be issued: certificate" in page
    page = words(rania.post(f"{draft}preview/end/", action="handed_over"))
    assert "The case ends here" in page
    assert "paid" not in words(rania.post(f"{draft}preview/end/", again="1")).split("Path through")[0]
    assert counted() == before


def test_who_may_not_apply_is_told_why(rania: Worker, draft: str) -> None:
    begin(rania, draft, scenario_of(draft, rania, "died"))
    assert "Eligible No:" in rania.read(f"{draft}preview/end/")


def test_an_action_that_is_not_possible_is_told_and_undone_by_starting_anew(rania: Worker, draft: str) -> None:
    begin(rania, draft, scenario_of(draft, rania, "clear record"))
    page = words(rania.post(f"{draft}preview/end/", action="approve"))
    assert "The case cannot continue" in page
    assert "The case cannot continue" not in words(rania.post(f"{draft}preview/end/", again="1"))


def test_a_second_person_agrees_or_declines_in_a_preview(rania: Worker, tmp_path: Path) -> None:
    publish_marriage(tmp_path)
    opened = rania.post("/studio/services/MOJ-MRG/draft/", follow=False)
    draft = str(opened["Location"]).removeprefix("/en")
    begin(rania, draft, scenario_of(draft, rania, "does not agree"))
    assert "request:spouse_consent:agreed" in rania.get(f"{draft}preview/end/").content.decode()
    page = words(rania.post(f"{draft}preview/end/", action="request:spouse_consent:"))
    assert "declined" in page
    assert "The case ends here" in page


def test_the_preview_shows_the_draft_s_own_fee(rania: Worker, draft: str) -> None:
    write(rania, draft, FEES, "20.00", "33.00")
    begin(rania, draft, scenario_of(draft, rania, "clear record"))
    assert "33.00" in rania.read(f"{draft}preview/end/")


def test_a_broken_draft_cannot_be_tried_out(rania: Worker, draft: str) -> None:
    write(rania, draft, "form.yaml", "type: phone", "type: fone")
    assert "You cannot preview this draft" in rania.read(f"{draft}preview/")
    assert rania.get(f"{draft}preview/end/").status_code == 302


@pytest.mark.parametrize("page", ["nosuch", "about-you"])
def test_a_page_without_a_beginning_leads_to_it(rania: Worker, draft: str, page: str) -> None:
    answer = rania.get(f"{draft}preview/form/{page}/")
    assert answer.status_code == 302
    assert re.search(r"/preview/$", answer["Location"])


def test_the_preview_of_one_draft_does_not_leak_into_another(rania: Worker, draft: str) -> None:
    begin(rania, draft, scenario_of(draft, rania, "clear record"))
    data = rania.get(f"{draft}folder.zip").content
    texts = studio.read_zip(data=data)
    other = studio.create_draft(analyst=rania.analyst, slug="other-thing", texts=texts, now=now())
    assert rania.get(f"/studio/drafts/{other.id}/preview/end/").status_code == 302


GROUP = """      - id: trips
        type: group
        label: delivery
        required: false
        max: 3
        ask: [{id: where, type: text, label: purpose, max: 40}]
"""


def test_entries_of_a_group_are_added_and_kept(rania: Worker, draft: str) -> None:
    line = "      - {id: purpose, type: choice, list: purposes}\n"
    page = write(rania, draft, "form.yaml", line, line + GROUP)
    assert "No errors" in page, page
    begin(rania, draft, scenario_of(draft, rania, "clear record"))
    address = f"{draft}preview/form/purpose/"
    shown = rania.get(address).content.decode()
    adding = re.search(r'<button[^>]*name="([^"]+)"[^>]*value="([^"]*)"[^>]*>\s*[^<]*[Aa]dd', shown)
    assert adding, shown
    grown = rania.send(address, {"purpose": "travel", adding[1]: adding[2]})
    assert grown.status_code == 200
    field = re.search(r'name="(trips_\d+_where)"', grown.content.decode())
    assert field, words(grown)
    hidden = dict(re.findall(r'type="hidden"[^>]*name="(trips[^"]*)"[^>]*value="([^"]*)"', grown.content.decode()))
    rania.send(address, {"purpose": "travel", field[1]: "Amman", **hidden})
    assert "Amman" in rania.read(f"{draft}preview/end/")


FILES = """      - {id: photo, type: file, accept: [jpeg, png], label: delivery}
      - {id: letters, type: files, required: false, max_files: 2, label: about_you}
"""


def sent(worker: Worker, address: str, **files: bytes | tuple[bytes, ...]) -> Any:
    """Send files of that content to a page of the preview."""
    listed = {name: [data] if isinstance(data, bytes) else data for name, data in files.items()}
    made = {name: [SimpleUploadedFile(f"{name}.jpg", data) for data in each] for name, each in listed.items()}
    return worker.send(address, {"purpose": "travel", **made})


@pytest.fixture
def with_files(rania: Worker, draft: str) -> str:
    """Let a page ask for files, and give its address in a preview that has begun."""
    line = "      - {id: purpose, type: choice, list: purposes}\n"
    write(rania, draft, "form.yaml", line, line + FILES)
    begin(rania, draft, scenario_of(draft, rania, "clear record"), filled=False)
    return f"{draft}preview/form/purpose/"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"hello", "This kind of file is not taken"),
        (b"", "The file is empty"),
        (virus(), "malicious software"),
        (picture("JPEG")[:400], "damaged or incomplete"),
    ],
)
def test_a_file_is_examined_as_the_real_form_does(rania: Worker, with_files: str, content: bytes, said: str) -> None:
    answer = sent(rania, with_files, photo=content)
    assert answer.status_code == 422
    assert said in words(answer)
    assert "photo.jpg" not in words(rania.get(with_files))


def test_files_that_are_taken_are_shown_can_be_removed_and_are_not_kept(rania: Worker, with_files: str) -> None:
    before = counted()
    sent(rania, with_files, photo=picture(), letters=(picture("PNG"), picture("JPEG", (140, 110))))
    page = rania.get(with_files).content.decode()
    assert page.count('name="remove_file"') == 3
    pressed = re.findall(r'name="remove_file"\s+value="([^"]+)"', page)[0]
    after = rania.send(with_files, {"purpose": "travel", "remove_file": pressed}).content.decode()
    assert after.count('name="remove_file"') == 2
    assert words(sent(rania, with_files)).count("There is a problem") == 1
    assert "photo.jpg" in words(sent(rania, with_files, photo=picture())) + rania.read(
        with_files.replace("form/purpose/", "end/")
    )
    assert counted() == before


LEFT_TO_THE_RECORD = """      - {id: is_clear, type: yes_no, label: delivery, from: moj.criminal_record.clear, edit: locked, if_down: accept_and_queue}
"""  # noqa: E501 - one line of YAML


def test_what_waits_for_a_silent_register_is_told_and_goes_no_further(rania: Worker, draft: str) -> None:
    line = "      - {id: purpose, type: choice, list: purposes}\n"
    write(rania, draft, "form.yaml", line, line + LEFT_TO_THE_RECORD)
    begin(rania, draft, scenario_of(draft, rania, "clear record"))
    assert "Path through the flow" in rania.read(f"{draft}preview/end/")
    write(rania, draft, "tests/clear.yaml", "{clear: true, judgments: []}", "null")
    begin(rania, draft, scenario_of(draft, rania, "clear record"))
    shown = rania.read(f"{draft}preview/form/purpose/")
    assert "the application can be submitted and will wait for it" in shown
    end = rania.read(f"{draft}preview/end/")
    assert "The application is accepted and waits for registers that are not responding" in end
    assert "Path through the flow" not in end
