"""A register is away and its questions say what then: the person answers in its place, or brings a paper."""

from dataclasses import replace
from typing import Any

import pytest

from hukumati.cases import api as cases
from hukumati.cases.background.verify import verify
from hukumati.cases.models import Case
from hukumati.cases.tests.conftest import DOWNLOAD, NOW, OFFICER, Citizen
from hukumati.cases.tests.edge import RECORD, Edge
from hukumati.cases.tests.files import pdf
from hukumati.catalogue.tests.samples import publish, real_folder

PAGE = """
  - id: record
    title: delivery
    ask:
      - {{id: is_clear, type: yes_no, from: moj.criminal_record.clear, edit: locked, if_down: {policy}, label: purpose}}
"""
COLLECT = DOWNLOAD


@pytest.fixture
def away(edge: Edge) -> None:
    edge.down.add(RECORD)


def _publish(policy: str) -> None:
    folder = real_folder()
    form = folder.files["form.yaml"].decode().rstrip() + "\n" + PAGE.format(policy=policy).lstrip("\n")
    publish(replace(folder, files={**folder.files, "form.yaml": form.encode()}))


def _fill(layla: Citizen, **last: Any) -> None:
    layla.fill()
    layla.save("record", last)


def test_what_is_answered_in_a_silent_registers_place_is_marked_as_declared(layla: Citizen, away: None) -> None:
    _publish("ask_and_check_later")
    assert layla.open().prefill == "done"
    _fill(layla, is_clear="yes")
    case = layla.submit()
    assert case.answers["is_clear"] is True
    assert case.declared == {"is_clear": "moj.criminal_record"}
    assert case.answers["id_number"] == layla.id_number  # the other register answered
    seen = cases.open_for_officer(reference=layla.reference, officer=OFFICER)
    assert seen.case.declared == {"is_clear": "moj.criminal_record"}
    assert list(verify()) == []


def test_a_paper_may_stand_in_its_place_and_rules_see_no_answer(layla: Citizen, away: None) -> None:
    _publish("ask_for_paper")
    layla.fill()
    with pytest.raises(cases.AnswersInvalid):
        layla.save("record", {"is_clear": "yes"})
    kept = cases.keep_upload(
        reference=layla.reference, sub=layla.sub, question="is_clear", name="x.pdf", content=pdf(), now=NOW
    )
    layla.save("record", {})
    case = layla.submit()
    assert case.answers["is_clear"] == [kept.answer()]
    assert case.declared == {"is_clear": "moj.criminal_record"}
    assert case.form_session.facts["is_clear"] is None
    assert list(verify()) == []


def test_otherwise_nobody_goes_on_without_the_register(layla: Citizen, away: None) -> None:
    _publish("block_with_notice")
    assert layla.open().prefill == "unavailable"


def test_a_register_that_answers_is_believed_whatever_is_sent(layla: Citizen) -> None:
    _publish("ask_and_check_later")
    _fill(layla, is_clear="no")
    case = layla.submit()
    assert case.answers["is_clear"] is True
    assert case.declared == {}


def test_a_register_that_comes_back_before_the_form_is_sent_takes_its_place_again(
    layla: Citizen, away: None, edge: Edge
) -> None:
    _publish("ask_and_check_later")
    _fill(layla, is_clear="no")
    edge.down.clear()
    Case.objects.filter(reference=layla.reference).update(prefill="none")
    layla.view = cases.prefill(reference=layla.reference, sub=layla.sub, now=NOW)
    assert layla.submit().answers["is_clear"] is True


def test_no_file_is_taken_where_the_register_answers(layla: Citizen) -> None:
    _publish("ask_for_paper")
    layla.fill()
    with pytest.raises(cases.UploadRefused):
        cases.keep_upload(
            reference=layla.reference, sub=layla.sub, question="is_clear", name="x.pdf", content=pdf(), now=NOW
        )
