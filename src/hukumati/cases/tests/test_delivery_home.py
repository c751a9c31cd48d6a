"""A card brought home: printed, bagged, with the courier, nobody at home, handed over; and what each desk sees."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hukumati.cases import api as cases
from hukumati.cases.domain.item_number import check_digit, is_item_number, item_number
from hukumati.cases.models import Event
from hukumati.cases.tests.card import CLERK, COURIER, HOME, PRODUCER, CardHolder, confirm, publish_card, take
from hukumati.cases.tests.conftest import LAYLA, NOW, Pay, Work, do_effects
from hukumati.catalogue import api as catalogue
from hukumati.notifications import api as notifications
from hukumati.payments import api as payments
from hukumati.service_language.api import FormSession

Check = Callable[[], None]


@pytest.fixture
def layla(service: None, tmp_path: Path, pay: Pay, work: Work) -> CardHolder:
    publish_card(tmp_path)
    person = CardHolder(LAYLA)
    person.fill(HOME)
    person.submit()
    pay(person.reference)
    work()
    take(person, "approve")
    confirm(person)
    take(person, "produced", PRODUCER)
    do_effects()
    person.look()
    return person


def _handover(person: CardHolder) -> cases.HandoverView:
    found = person.look().handover
    assert found is not None
    return found


def _sent(person: CardHolder) -> list[str]:
    return [message.text for message in notifications.list_messages(about=f"case:{person.reference}")]


def test_the_answer_keeps_the_address_and_delivery_is_a_line_of_the_bill(layla: CardHolder) -> None:
    assert layla.view.answers["collect"] == {
        "method": "home",
        "place": None,
        "address": {
            "governorate": "PS-RBH", "locality": "رام الله", "street": "شارع الإرسال ٥", "postcode": "P8401234",
        },
    }  # fmt: skip
    assert layla.view.bill_id is not None
    bill = payments.get_bill(bill_id=layla.view.bill_id)
    assert [(line.kind, line.amount.minor, line.budget_code) for line in bill.lines] == [
        ("fee", 3000, "CRD-FEE"),
        ("delivery", 1500, "CRD-DLV"),
    ]


@pytest.mark.parametrize("postcode", ["", "P840", "1234"])
def test_a_courier_needs_the_whole_postcode(service: None, tmp_path: Path, postcode: str) -> None:
    publish_card(tmp_path)
    person = CardHolder(LAYLA)
    with pytest.raises(cases.AnswersInvalid):
        person.fill({**HOME, "collect_home_postcode": postcode})


def test_who_collects_at_the_counter_pays_no_delivery(service: None, tmp_path: Path) -> None:
    publish_card(tmp_path)
    person = CardHolder(LAYLA)
    person.fill()
    assert [line.kind for line in cases.quote(case=person.look()).lines] == ["fee"]


def test_the_way_home_from_desk_to_desk(layla: CardHolder, all_is_well: Check) -> None:
    paper = _handover(layla)
    assert (paper.method, paper.state, layla.view.milestone) == ("home", "printed", "decided")
    assert paper.number is not None
    assert is_item_number(paper.number)
    assert [item.acts for item in cases.desk(clerk=CLERK).lines] == [("bag",)]
    assert cases.desk(clerk=COURIER).lines == ()
    with pytest.raises(cases.NotYours):
        cases.bag(reference=layla.reference, clerk=COURIER, now=NOW)
    cases.bag(reference=layla.reference, clerk=CLERK, now=NOW)
    assert layla.look().milestone == "on_its_way"
    assert [item.acts for item in cases.desk(clerk=COURIER).lines] == [("dispatch",)]
    assert cases.desk(clerk=CLERK).lines == ()
    cases.dispatch(reference=layla.reference, clerk=COURIER, now=NOW)
    do_effects()
    cases.attempt(reference=layla.reference, clerk=COURIER, now=NOW)
    (item,) = cases.desk(clerk=COURIER).lines
    assert (item.state, item.attempts, item.acts) == ("attempted", 1, ("dispatch", "return"))
    cases.dispatch(reference=layla.reference, clerk=COURIER, now=NOW)
    code = _handover(layla).code
    assert code is not None
    cases.hand_over(reference=layla.reference, clerk=COURIER, code=code, document_shown="id_card", now=NOW)
    assert layla.look().state == "done"
    events = list(Event.objects.filter(case__reference=layla.reference).values_list("action", flat=True))
    assert events[-5:] == ["bagged", "dispatched", "attempted", "dispatched", "handed_over"]
    all_is_well()


def test_the_code_is_told_once_when_the_courier_sets_out(layla: CardHolder) -> None:
    assert not [text for text in _sent(layla) if "شارع" in text]
    cases.bag(reference=layla.reference, clerk=CLERK, now=NOW)
    do_effects()
    before = len(_sent(layla))
    for step in (cases.dispatch, cases.attempt, cases.dispatch):
        step(reference=layla.reference, clerk=COURIER, now=NOW)
        do_effects()
    assert len(_sent(layla)) == before + 1


def test_what_nobody_takes_goes_back_to_the_ministry(layla: CardHolder, all_is_well: Check) -> None:
    cases.bag(reference=layla.reference, clerk=CLERK, now=NOW)
    with pytest.raises(cases.NotPossibleHere):
        cases.send_back(reference=layla.reference, clerk=COURIER, now=NOW)
    cases.dispatch(reference=layla.reference, clerk=COURIER, now=NOW)
    cases.attempt(reference=layla.reference, clerk=COURIER, now=NOW)
    cases.send_back(reference=layla.reference, clerk=COURIER, now=NOW)
    assert layla.look().state == "review"
    all_is_well()


def test_item_numbers_are_checked_like_those_of_the_postal_union() -> None:
    assert check_digit("47312482") == 9  # the example of S10
    assert len({item_number(serial) for serial in range(500)}) == 500
    assert all(is_item_number(item_number(serial)) for serial in range(500))
    assert not is_item_number("ZX473124827PS")


def test_the_catalogue_tells_the_delivery(service: None, tmp_path: Path) -> None:
    publish_card(tmp_path)
    definition = catalogue.get_service(code_or_slug="MOJ-CRD").definition
    address = {"governorate": "PS-RBH", "locality": "بيرزيت", "street": "شارع الجامعة 4", "postcode": "P8401234"}
    answers = {"collect": {"method": "home", "place": None, "address": address}}
    session = FormSession(definition=definition, answers=answers, registers={}, today=NOW.date())
    assert session.delivery().minor == 1500
