"""People skip pages, go back and change their minds; meanwhile services are published anew and registers change."""

from dataclasses import replace

import pytest

from hukumati.cases import api as cases
from hukumati.cases.background.verify import verify
from hukumati.cases.models import Case
from hukumati.cases.tests.conftest import DOWNLOAD, Citizen
from hukumati.catalogue.tests.samples import publish, real_folder


def _publish_changed(old: str, new: str) -> None:
    folder = real_folder()
    form = folder.files["form.yaml"].decode()
    assert old in form
    publish(replace(folder, files={**folder.files, "form.yaml": form.replace(old, new).encode()}))


@pytest.mark.parametrize("skipped", ["about-you", "purpose", "delivery"])
def test_a_skipped_page_is_named_when_the_form_is_sent(layla: Citizen, skipped: str) -> None:
    raws = {"about-you": {"phone": "0599000101"}, "purpose": {"purpose": "travel"}, "delivery": DOWNLOAD}
    layla.open()
    for page, raw in raws.items():
        if page != skipped:
            layla.save(page, dict(raw))
    with pytest.raises(cases.AnswersMissing) as missing:
        layla.submit()
    assert missing.value.page == skipped
    layla.save(skipped, dict(raws[skipped]))
    assert layla.submit().submitted_at


def test_pages_may_be_answered_backwards(layla: Citizen) -> None:
    layla.open()
    layla.save("delivery", dict(DOWNLOAD))
    layla.save("purpose", {"purpose": "study"})
    layla.save("about-you", {"phone": "0599000101"})
    assert layla.submit().submitted_at


def test_an_answer_that_brings_a_question_up_asks_for_it_and_one_that_hides_it_forgets_it(layla: Citizen) -> None:
    layla.fill()
    with pytest.raises(cases.AnswersInvalid) as refused:
        layla.save("purpose", {"purpose": "other"})
    assert set(refused.value.errors) == {"purpose_detail"}
    layla.save("purpose", {"purpose": "other", "purpose_detail": "للسفارة"})
    layla.save("purpose", {"purpose": "travel", "purpose_detail": "للسفارة"})
    assert layla.submit().answers["purpose_detail"] is None
    assert list(verify()) == []


def test_a_later_page_that_an_earlier_answer_invalidates_is_asked_again(layla: Citizen) -> None:
    late = "{id: collect, type: collection, hint: collect_hint}"
    later = "{id: why, type: text, label: purpose, show_if: \"purpose == 'travel'\"}"
    _publish_changed(late, f"{late}\n      - {later}")
    layla.open()
    layla.save("about-you", {"phone": "0599000101"})
    layla.save("purpose", {"purpose": "study"})
    layla.save("delivery", dict(DOWNLOAD))
    layla.save("purpose", {"purpose": "travel"})  # brings `why` up on a page that was answered before
    with pytest.raises(cases.AnswersMissing) as missing:
        layla.submit()
    assert missing.value.page == "delivery"
    layla.save("delivery", {**DOWNLOAD, "why": "visit"})
    assert layla.submit().answers["why"] == "visit"


def test_a_draft_keeps_the_version_it_began_with(layla: Citizen) -> None:
    layla.fill()
    began_with = layla.view.version_id
    question = "- {id: nickname, type: text, label: purpose}"
    late = "- {id: collect, type: collection, hint: collect_hint}"
    _publish_changed(late, f"{late}\n      {question}")
    assert layla.open().version_id == began_with
    case = layla.submit()
    assert case.version_id == began_with
    assert "nickname" not in case.answers
    other = Citizen("900000001")
    assert other.open().version_id != began_with
    with pytest.raises(cases.AnswersInvalid):
        other.save("delivery", dict(DOWNLOAD))  # the new version asks for the nickname
    assert Case.objects.count() == 2


def test_a_page_with_nothing_to_ask_is_no_hindrance(layla: Citizen) -> None:
    late = "- {id: collect, type: collection, hint: collect_hint}"
    page = (
        "\n  - id: extra\n    title: delivery\n    ask:\n"
        "      - {id: why, type: text, label: purpose, show_if: \"purpose == 'study'\"}"
    )
    _publish_changed(late, late + page)
    layla.fill(purpose="travel")
    assert layla.submit().submitted_at
