"""A consent through the whole site: a second click, a stranger, and an answer that comes too late."""

from pathlib import Path

import pytest
from django.core.management import call_command

from hukumati.cases import api as cases
from hukumati.cases.tests.conftest import KHALED, soon
from hukumati.cases.tests.edge import Edge
from hukumati.cases.tests.marriage import Spouse, publish_marriage
from hukumati.web.sending.tests.conftest import Person, words


@pytest.fixture
def layla(transactional_db: None, data_folder: Path, edge: Edge, tmp_path: Path) -> Spouse:
    publish_marriage(tmp_path, edge)
    call_command("trust_setup", verbosity=0)
    spouse = Spouse(now=soon())
    spouse.fill()
    spouse.submit()
    return spouse


def path(layla: Spouse) -> str:
    return f"/en/consents/{layla.reference}/{layla.asked().id}/"


def khaled() -> Person:
    return Person("portal", f"sub-{KHALED}")


def test_the_second_click_on_agree_leads_where_the_first_did(layla: Spouse) -> None:
    person, page = khaled(), path(layla)
    address, fields = person.form(page, page)
    for _click in range(2):
        answer = person.post(address, fields | {"agrees": "on"}, page=page)
        assert (answer.status_code, answer.headers["Location"]) == (302, page)
    assert "You have agreed" in words(person.get(page))


def test_who_answers_too_late_reads_how_it_stands_and_keeps_the_text(layla: Spouse) -> None:
    person, page = khaled(), path(layla)
    address, fields = person.form(page, f"{page}decline/")
    cases.withdraw(reference=layla.reference, sub=layla.sub, now=soon())
    answer = person.post(address, fields | {"said": "لم نتفق على الموعد"}, page=page)
    assert answer.status_code == 409
    assert "What has changed meanwhile It is now: No longer asked" in words(answer)
    assert "لم نتفق على الموعد" in words(answer)


def test_a_stranger_finds_no_page(layla: Spouse) -> None:
    stranger = Person("portal", "sub-401234562")
    assert stranger.get(path(layla)).status_code == 404
    assert stranger.post(path(layla), {"agrees": "on"}).status_code == 404
    assert layla.look().state == "asking"
