"""An application is decided by what registers say on the day on which it is submitted, and its owner sees it first."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from hukumati.cases import api as cases
from hukumati.cases.models import Case
from hukumati.cases.tests.conftest import LAYLA, NOW, Citizen, later
from hukumati.cases.tests.edge import PERSON, Edge

Check = Callable[[], None]


@pytest.fixture
def draft(layla: Citizen) -> Citizen:
    """A form that was filled in nineteen days ago."""
    layla.fill()
    layla.now = later(days=19)
    return layla


@pytest.fixture
def changed(edge: Edge) -> Iterator[dict[str, object]]:
    """Layla's record, to be changed."""
    before = dict(edge.people[LAYLA])
    yield edge.people[LAYLA]
    edge.people[LAYLA] = before


def changes(citizen: Citizen) -> tuple[str, ...]:
    return cases.list_changed_questions(reference=citizen.reference, sub=citizen.sub)


def test_registers_that_say_the_same_are_asked_anew_and_nobody_notices(
    draft: Citizen, edge: Edge, all_is_well: Check
) -> None:
    asked, seen = edge.asked[PERSON], draft.view.last_seq
    draft.submit()
    assert (draft.view.state, edge.asked[PERSON]) == ("to_pay", asked + 1)
    assert draft.submit(seen_seq=seen).state == "to_pay"  # the second click
    all_is_well()


def test_on_the_day_of_filling_in_nothing_is_asked_again(layla: Citizen, edge: Edge) -> None:
    layla.fill()
    asked = edge.asked[PERSON]
    layla.submit()
    assert edge.asked[PERSON] == asked


def test_a_changed_name_is_shown_before_it_is_submitted(draft: Citizen, changed: dict[str, object]) -> None:
    name = {part: dict(words) for part, words in changed["name"].items()}  # type: ignore[attr-defined]
    name["en"]["family"], name["ar"]["family"] = "Haddad", "حداد"
    changed["name"] = name
    with pytest.raises(cases.RegistersChanged):
        draft.submit()
    assert draft.look().is_draft
    assert changes(draft) == ("name",)
    assert draft.view.answers["name"]["en"]["family"] == "Haddad"
    assert draft.submit().state == "to_pay"


def test_whoever_has_died_meanwhile_does_not_apply(draft: Citizen, changed: dict[str, object]) -> None:
    changed["alive"], changed["died_on"] = False, "2026-11-30"
    with pytest.raises(cases.RegistersChanged):
        draft.submit()
    with pytest.raises(cases.NotEligible):
        draft.submit(seen_seq=Case.objects.get().last_seq)
    assert draft.look().is_draft


def test_nothing_is_decided_by_old_answers_while_the_register_is_away(draft: Citizen, edge: Edge) -> None:
    edge.down.add(PERSON)
    with pytest.raises(cases.RegisterNotAnswered):
        draft.submit()
    edge.down.clear()
    assert draft.submit().state == "to_pay"


def test_what_changed_is_told_until_the_person_goes_on(draft: Citizen, changed: dict[str, object]) -> None:
    changed["sex"] = "male"
    assert changes(draft) == ()
    draft.open()
    assert cases.list_changed_questions(reference=draft.reference, sub=draft.sub) == changes(draft)
    draft.save("purpose", {"purpose": "study"})
    assert changes(draft) == ()
    with pytest.raises(cases.NoSuchCase):
        cases.list_changed_questions(reference=draft.reference, sub="somebody else")
    assert draft.now > NOW


def test_what_the_new_day_changes_is_shown_before_it_is_submitted(layla: Citizen) -> None:
    """On the day on which the registers answered she was a child: the calendar alone makes her another applicant."""
    layla.fill()
    Case.objects.update(prefilled_at=NOW - timedelta(days=20 * 365))
    with pytest.raises(cases.RegistersChanged):
        layla.submit()
    assert layla.look().is_draft
    assert layla.submit().state == "to_pay"
