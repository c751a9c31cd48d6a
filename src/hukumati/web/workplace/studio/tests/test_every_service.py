"""Every service of the repository can be opened in the studio, drawn, compared and tried out."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from hukumati.cases.tests.files import picture
from hukumati.studio import api as studio
from hukumati.web.workplace.studio.tests.conftest import Worker, words
from hukumati.web.workplace.studio.tests.test_pages import draft_id

FOLDERS = sorted(path.parent for path in settings.HUKUMATI.services_dir.glob("*/*/service.yaml"))


def _offered_by(folder: Path) -> list[str]:
    """Return the folders of the services that an enquiry's answer leads to."""
    answer = folder / "answer.yaml"
    codes = re.findall(r"service: ([A-Z]+-[A-Z]+)", answer.read_text()) if answer.is_file() else []
    return [
        str(each) for each in FOLDERS if any(f"code: {code}\n" in (each / "service.yaml").read_text() for code in codes)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_service_is_opened_drawn_and_tried_out(worker: Callable[..., Worker], folder: Path) -> None:
    call_command("service_publish", str(folder), *_offered_by(folder), verbosity=0)
    analyst = worker("ANA-0700", folder.parent.name, "analyst")
    service = next(each for each in studio.list_own_services(analyst=analyst.analyst) if each.slug == folder.name)
    opened = analyst.post(f"/studio/services/{service.code}/draft/", follow=False)
    draft = str(opened["Location"]).removeprefix("/en")
    assert "No errors found" in analyst.read(draft)
    is_enquiry = not (folder / "flow.yaml").is_file()
    assert analyst.get(f"{draft}flow.svg").status_code == (422 if is_enquiry else 200)
    assert ("An enquiry has no flow" in analyst.read(f"{draft}flow/")) is is_enquiry
    assert "No files have changed" in analyst.read(f"{draft}changes/")
    for scenario in studio.list_scenarios(analyst=analyst.analyst, draft_id=draft_id(draft)):
        page = analyst.send(f"{draft}preview/", {"scenario": scenario.file, "filled": "on"})
        assert page.status_code == 200
        ended = analyst.read(f"{draft}preview/end/")
        assert ("No register is asked" if is_enquiry else "Eligible") in ended
        assert "This could not be calculated" not in ended, scenario.name
    if not is_enquiry:
        _every_page(analyst, draft)


def _every_page(analyst: Worker, draft: str) -> None:
    definition = studio.check_draft(analyst=analyst.analyst, draft_id=draft_id(draft)).definition
    assert definition is not None
    for page in definition.form.pages:
        answer = analyst.get(f"{draft}preview/form/{page.id}/")
        assert answer.status_code == 200
        assert str(page.title.en) in words(answer)


@pytest.mark.django_db
def test_a_file_is_examined_and_forgotten(worker: Callable[..., Worker]) -> None:
    folder = settings.HUKUMATI.services_dir / "mot" / "driver-licence-renewal"
    call_command("service_publish", str(folder), verbosity=0)
    analyst = worker("ANA-0701", "mot", "analyst")
    opened = analyst.post("/studio/services/MOT-DLR/draft/", follow=False)
    draft = str(opened["Location"]).removeprefix("/en")
    scenario = studio.list_scenarios(analyst=analyst.analyst, draft_id=draft_id(draft))[0]
    analyst.send(f"{draft}preview/", {"scenario": scenario.file})
    definition = studio.check_draft(analyst=analyst.analyst, draft_id=draft_id(draft)).definition
    assert definition is not None
    page = next(page for page in definition.form.pages if any(each.id == "photo" for each in page.ask))
    address = f"{draft}preview/form/{page.id}/"
    without = analyst.send(address, {})
    photo = SimpleUploadedFile("me.jpg", picture(), "image/jpeg")
    agreed = {question.id: "on" for question in page.ask if question.type == "declaration"}
    taken = analyst.send(address, {**agreed, "photo": photo})
    assert (without.status_code, "photo" in without.content.decode()) == (422, True)
    assert "me.jpg" in analyst.read(f"{draft}preview/end/"), words(taken)[:500]
