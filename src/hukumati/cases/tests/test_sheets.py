"""What officials fill in: judged as answers of citizens are, kept with the decision, read by what follows."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from hukumati.cases import api as cases
from hukumati.cases.background.verify import replay
from hukumati.cases.models import Case, EventPayload, Upload
from hukumati.cases.tests.conftest import LAYLA, NOW, OFFICER, Pay, Work
from hukumati.cases.tests.files import pdf, picture
from hukumati.cases.tests.permit import (
    CONDITIONS,
    DECIDER,
    INSPECTED,
    INSPECTOR,
    PERMIT,
    SECOND,
    Builder,
    publish_permit,
)
from hukumati.documents import api as documents
from hukumati.notifications import api as notifications


@pytest.fixture
def layla(service: None, tmp_path: Path, pay: Pay) -> Builder:
    publish_permit(tmp_path)
    person = Builder(LAYLA)
    person.at_inspection(pay)
    return person


def test_what_was_filled_in_reaches_document_message_sentence_and_page(
    layla: Builder, pay: Pay, work: Work, all_is_well: Callable[[], None]
) -> None:
    layla.granted()
    sentence = layla.look().message
    assert sentence is not None
    assert "240" in sentence.ar
    assert "{" not in sentence.en
    pay(layla.reference)
    work()
    view = layla.look()
    assert view.state == "ready"
    assert [question.id for question in view.told] == ["inspected_area", "conditions", "guarantee"]
    (serial,) = view.documents
    shown = documents.get_document(serial=serial, owner=layla.sub)
    assert shown.kind == "permit"
    sent = [each.text for each in notifications.list_messages(about=f"case:{layla.reference}")]
    assert "500.00 ₪" in sent[-1]
    assert "{" not in sent[-1]
    all_is_well()


def test_what_is_wrong_is_said_field_by_field_and_nothing_is_decided(layla: Builder) -> None:
    seen = layla.look().last_seq
    with pytest.raises(cases.AnswersInvalid) as refused:
        layla.take("inspected", INSPECTOR, {**INSPECTED, "inspected_area": "9", "setback": ""})
    assert set(refused.value.errors) == {"inspected_area", "setback", "photos"}
    assert layla.look().last_seq == seen
    found = cases.check_sheet(
        reference=layla.reference, officer=INSPECTOR, action="inspected", filled=INSPECTED, now=NOW
    )
    assert found is not None
    assert set(found.errors) == {"photos"}


def test_the_answers_stand_in_the_event_of_the_decision_and_in_its_replay(layla: Builder) -> None:
    layla.inspect()
    case = Case.objects.get(reference=layla.reference)
    kept = EventPayload.objects.get(case=case, seq=case.last_seq).payload["answers"]
    assert (kept["inspected_area"], kept["near_road"], kept["remarks"]) == (240, True, None)
    assert len(kept["photos"]) == 1
    assert replay(case).answers == case.answers
    layla.take("look_again", DECIDER, reason="once more")
    layla.take("inspected", INSPECTOR, {**INSPECTED, "inspected_area": "260", "near_road": "no"})
    case.refresh_from_db()
    assert (case.answers["inspected_area"], case.answers["setback"]) == (260, None)
    assert replay(case).answers == case.answers


def test_a_proposal_shows_what_was_filled_in_and_counts_when_it_is_confirmed(layla: Builder) -> None:
    layla.inspect()
    layla.take("approve", DECIDER, PERMIT)
    seen = cases.open_for_officer(reference=layla.reference, officer=SECOND, now=NOW)
    assert seen.proposal is not None
    assert (seen.proposal.answers["conditions"], seen.proposal.answers["guarantee"]) == (CONDITIONS, 50000)
    assert "conditions" not in Case.objects.get(reference=layla.reference).answers
    cases.send_proposal_back(
        reference=layla.reference, officer=SECOND, reason="no", seen_seq=seen.case.last_seq, now=NOW
    )
    assert "conditions" not in Case.objects.get(reference=layla.reference).answers


def test_files_are_attached_by_whoever_may_fill_the_sheet_in_and_only_while_they_may(layla: Builder) -> None:
    first, second = layla.attach(picture()), layla.attach(picture())
    cases.remove_sheet_file(reference=layla.reference, officer=INSPECTOR, upload_id=first.id, now=NOW)
    listed = cases.list_sheet_files(reference=layla.reference, officer=INSPECTOR, question="photos")
    assert [each.id for each in listed] == [second.id]
    with pytest.raises(cases.UploadRefused):
        layla.attach(pdf())
    for officer in (DECIDER, OFFICER, replace(INSPECTOR, provider="moj")):
        with pytest.raises(cases.NotYours):
            layla.attach(picture(), officer=officer)
    for question in ("plans", "remarks", "nonsense"):
        with pytest.raises(cases.NotYours):
            layla.attach(picture(), question=question)
    layla.take("inspected", INSPECTOR, INSPECTED)
    with pytest.raises(cases.NotYours):
        cases.remove_sheet_file(reference=layla.reference, officer=INSPECTOR, upload_id=second.id, now=NOW)
    assert Upload.objects.filter(id=second.id).exists()


def test_the_owner_opens_an_officials_file_only_where_the_state_shows_it(layla: Builder) -> None:
    photo = layla.attach(picture())
    with pytest.raises(cases.NoSuchUpload):
        cases.read_upload(reference=layla.reference, sub=layla.sub, upload_id=photo.id)
    plans = Upload.objects.get(question="plans")
    assert cases.read_upload(reference=layla.reference, sub=layla.sub, upload_id=plans.id).content


def test_the_owner_cannot_send_an_officials_answer_with_the_form(service: None, tmp_path: Path) -> None:
    publish_permit(tmp_path)
    person = Builder(LAYLA)
    person.fill()
    typed = {"holding": "300010-12-305", "purpose": "home", "floors": "2", "site_office": "PLA-RAM"}
    person.save("building", {**typed, "inspected_area": "9999"})
    assert "inspected_area" not in person.look().answers
