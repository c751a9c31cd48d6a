"""Pages of citizens and officials: ended cases, objections, two decisions, home delivery, valid documents."""

from dataclasses import replace
from pathlib import Path

import pytest

from hukumati.cases import api as cases
from hukumati.cases.background.run_timers import run_timers
from hukumati.cases.tests.card import COURIER, HOME, PRODUCER, CardHolder, confirm, publish_card, take
from hukumati.cases.tests.conftest import KHALED, LAYLA, NOW, Citizen, Pay, do_effects, later, let_cases_hear
from hukumati.web.sign_in.person import Person
from tests.pages.conftest import Visit, official, person

LAYLAS = person(f"sub-{LAYLA}", LAYLA)
OFFICER, SECOND = official("MOJ-0001", "officer"), official("MOJ-0003", "officer")
CLERK = official("MOJ-0002", "clerk")
POST = official("POST-0001", "clerk", provider="post", office="RAM-01")


@pytest.fixture
def layla(service: None, tmp_path: Path, pay: Pay) -> CardHolder:
    publish_card(tmp_path)
    holder = CardHolder(LAYLA)
    holder.fill(HOME)
    holder.submit()
    pay(holder.reference)
    do_effects()
    holder.look()
    return holder


def _portal(visit: Visit, holder: CardHolder, path: str = "", data: dict[str, str] | None = None) -> tuple[int, str]:
    page = visit("portal", f"/en/applications/{holder.reference}/{path}", LAYLAS, data)
    return page.status, page.text


def _workplace(
    visit: Visit, holder: CardHolder, who: Person, path: str = "", data: dict[str, str] | None = None
) -> tuple[int, str]:
    page = visit("workplace", f"/en/inbox/{holder.reference}/{path}", who, data)
    return page.status, page.text


def test_the_citizen_objects_on_the_page_of_a_refused_case(layla: CardHolder, visit: Visit) -> None:
    take(layla, "reject", reason="the photograph is old")
    do_effects()
    status, text = _portal(visit, layla)
    assert status == 200
    assert "Object to the decision" in text
    assert "the photograph is old" in text
    assert "45.00" in text  # fee and delivery, owed back
    assert "Refund" in text
    status, text = _portal(visit, layla, "reopen/", {"action": "object", "reason": " "})
    assert status == 422
    assert "Write why you ask" in text
    for no_way in ("%", "%s", "object%", "{0}", "a" * 5000):
        assert _portal(visit, layla, "reopen/", {"action": no_way, "reason": " "})[0] == 422
    status, _ = _portal(visit, layla, "reopen/", {"action": "object", "reason": "it is new"})
    assert status == 302
    assert layla.look().state == "review"


def test_the_page_tells_apart_what_was_withdrawn_and_what_ran_out(service: None, tmp_path: Path, visit: Visit) -> None:
    publish_card(tmp_path)
    late, own = CardHolder(LAYLA), CardHolder(LAYLA)
    late.fill()
    late.submit()
    run_timers(now=later(days=8))
    own.fill()
    own.submit()
    cases.withdraw(reference=own.reference, sub=own.sub, now=NOW)
    assert "did not come in time" in _portal(visit, late)[1]
    assert "You have paid nothing" in _portal(visit, late)[1]
    assert "You have withdrawn" in _portal(visit, own)[1]
    assert "Completed" not in _portal(visit, own)[1]
    assert "You have withdrawn" not in _portal(visit, late)[1]


def test_two_officers_decide_on_their_pages(layla: CardHolder, visit: Visit) -> None:
    status, text = _workplace(visit, layla, OFFICER)
    assert (status, "Ask the police again" in text) == (200, True)
    seen = str(layla.view.last_seq)
    assert _workplace(visit, layla, OFFICER, data={"action": "reject", "seen": seen})[0] == 422
    assert _workplace(visit, layla, OFFICER, data={"action": "approve", "seen": seen})[0] == 302
    assert "To be confirmed" in visit("workplace", "/en/inbox/", SECOND).text
    seen = str(layla.look().last_seq)
    status, text = _workplace(visit, layla, SECOND)
    assert "Confirm the decision" in text
    assert "Confirm the decision" not in _workplace(visit, layla, OFFICER)[1]
    assert _workplace(visit, layla, SECOND, "second/", {"seen": seen})[0] == 422
    assert _workplace(visit, layla, SECOND, "second/", {"seen": seen, "confirm": "1"})[0] == 302
    assert layla.look().state == "producing"
    status, text = _workplace(visit, layla, official("MOJ-0007", "producer"))
    assert (status, "Mark as produced" in text) == (200, True)


def test_nobody_works_on_their_own_case_however_they_signed_in(layla: CardHolder, visit: Visit) -> None:
    own = replace(OFFICER, id_number=LAYLA)
    with pytest.raises(cases.OwnCase):
        _workplace(visit, layla, own)


def test_an_ended_case_is_found_by_its_reference(layla: CardHolder, visit: Visit) -> None:
    page = visit("workplace", "/en/find/", OFFICER, {"reference": layla.reference.lower()})
    assert (page.status, page.location) == (302, f"/en/inbox/{layla.reference}/")
    assert visit("workplace", "/en/find/", OFFICER, {"reference": "?"}).status == 422


def test_a_card_goes_home_through_the_desks(layla: CardHolder, visit: Visit) -> None:
    take(layla, "approve")
    confirm(layla)
    take(layla, "produced", PRODUCER)
    do_effects()

    def desk(who: Person, data: dict[str, str] | None = None) -> tuple[int, str]:
        page = visit("workplace", f"/en/desk/{layla.reference}/" + ("step/" if data else ""), who, data)
        return page.status, page.text

    status, text = desk(CLERK)
    assert (status, "شارع الإرسال" in text, "Record as bagged" in text) == (200, True, True)
    assert desk(CLERK, {"step": "bag"})[0] == 302
    assert "Record as out for delivery" in desk(POST)[1]
    assert desk(POST, {"step": "dispatch"})[0] == 302
    assert "Nobody was at home" in desk(POST)[1]
    text = _portal(visit, layla)[1]
    assert "With the courier" in text
    assert "Show the courier" in text
    assert "ZX" in text
    assert desk(POST, {"step": "attempt"})[0] == 302
    assert "1 failed delivery attempt" in desk(POST)[1]
    assert [item.acts for item in cases.desk(clerk=COURIER).lines] == [("dispatch", "return")]
    with pytest.raises(cases.NotPossibleHere):
        desk(POST, {"step": "burn"})


def test_the_form_asks_where_to_bring_it_and_keeps_what_was_typed(service: None, tmp_path: Path, visit: Visit) -> None:
    publish_card(tmp_path)
    holder = CardHolder(LAYLA)
    holder.open()
    status, text = _portal(visit, holder, "form/card/")
    assert (status, "Brought to my address" in text, "collect_home_street" in text) == (200, True, True)
    wrong = {**HOME, "collect_home_postcode": "P840"}
    status, text = _portal(visit, holder, "form/card/", wrong)
    assert (status, "the whole postcode" in text, "شارع الإرسال" in text) == (422, True, True)
    holder.look()
    assert _portal(visit, holder, "form/card/", {**HOME, "seen": str(holder.view.last_seq)})[0] == 302
    assert "شارع الإرسال ٥" in _portal(visit, holder, "check/")[1]
    assert "شارع الإرسال ٥" in _portal(visit, holder, "form/card/")[1]


def test_a_valid_document_is_offered_before_a_new_application(service: None, pay: Pay, visit: Visit) -> None:
    holder = Citizen(LAYLA)
    holder.fill()
    holder.submit()
    pay(holder.reference)
    do_effects()
    page = visit("portal", "/en/services/non-conviction-certificate/apply/", LAYLAS)
    assert (page.status, "You already have a valid document" in page.text) == (200, True)
    assert holder.look().documents[0] in page.text
    page = visit("portal", "/en/services/non-conviction-certificate/apply/?again=1", LAYLAS)
    assert page.status == 302
    page = visit("portal", "/en/services/non-conviction-certificate/apply/", LAYLAS)
    assert page.status == 302  # the new one is under way
    other = visit("portal", "/en/services/non-conviction-certificate/apply/", person(f"sub-{KHALED}", KHALED))
    assert other.status == 302
    let_cases_hear()
