"""A decision that another one replaced is told as such wherever its paper is checked; a receipt is told once."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from hukumati.cases.engine.outcomes import KEPT
from hukumati.cases.models import Case, Effect
from hukumati.cases.tests.card import SECOND, take
from hukumati.cases.tests.conftest import Citizen, Pay, Work, later, soon
from hukumati.cases.tests.edge import RECORD, Edge
from hukumati.cases.tests.objecting import object_to, refuse
from hukumati.cases.tests.test_telling_registers import exhaust
from hukumati.core.design.formats import in_plain_spaces, long_date
from hukumati.documents import api as documents
from hukumati.notifications import api as notifications


@pytest.fixture
def refused(khaled: Citizen, pay: Pay, work: Work) -> Citizen:
    return refuse(khaled, pay, work)


def _papers(person: Citizen) -> dict[str, documents.Document]:
    return {each.kind: each for each in documents.list_documents(case_reference=person.reference)}


def test_the_letter_of_a_refusal_is_valid_until_the_objection_is_upheld(
    refused: Citizen, work: Work, all_is_well: Callable[[], None]
) -> None:
    letter = _papers(refused)["refusal_letter"]
    object_to(refused)
    work(soon(seconds=12))
    assert documents.check_serial(serial=letter.serial, code=letter.code).state == "valid"
    take(refused, "approve", officer=SECOND, reason="it is old indeed")
    work(soon(seconds=18))
    assert refused.look().state == "done"
    assert documents.check_serial(serial=letter.serial, code=letter.code).state == "revoked"
    reason = _papers(refused)["refusal_letter"].revocation_reason
    assert reason is not None
    assert reason.en == "A later decision on the same application took its place."
    assert _papers(refused)["statement"].state == "valid"
    all_is_well()


def test_the_message_of_a_refusal_tells_of_the_fee_and_of_the_last_day_to_object(refused: Citizen) -> None:
    told = [each.text for each in notifications.list_messages(about=f"case:{refused.reference}")]
    case = Case.objects.get(reference=refused.reference)
    assert case.closed_at is not None
    until = in_plain_spaces(long_date(case.closed_at + timedelta(days=30), language="ar"))
    assert sum(KEPT.ar in text and until in text for text in told) == 2  # SMS and e-mail


def test_a_letter_that_is_revoked_twice_is_revoked_as_the_first_time_and_nothing_else(
    refused: Citizen, work: Work
) -> None:
    object_to(refused)
    take(refused, "approve", officer=SECOND, reason="it is old indeed")
    work(soon(seconds=12))
    before = _papers(refused)
    assert {kind: paper.state for kind, paper in before.items()} == {"refusal_letter": "revoked", "statement": "valid"}
    Effect.objects.filter(kind="revoke").update(done_at=None)
    work(soon(seconds=18))
    assert _papers(refused) == before


def test_the_receipt_of_an_application_is_told_once_however_often_it_is_checked(
    khaled: Citizen, pay: Pay, work: Work, edge: Edge
) -> None:
    edge.down = {RECORD}
    khaled.fill()
    khaled.submit()
    pay(khaled.reference)
    exhaust(work)
    assert khaled.look().state == "review"
    edge.down.clear()
    take(khaled, "approve", reason="ask once more")
    work(later(days=13))
    about = f"case:{khaled.reference}"
    assert Effect.objects.filter(name="notify received", outcome="done").count() == 2
    assert sum(each.subject.startswith("استلمنا طلبك") for each in notifications.list_messages(about=about)) == 1
