from dataclasses import replace

import pytest

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import Owner, is_own, may_act, may_record, may_reopen, may_work, resolve_role
from hukumati.core.bilingual import Bilingual

NAME = Bilingual(ar="اسم", en="Name")
OWNER = Owner(sub="sub-1", id_number="400000006", provider="moj")
OFFICER = Actor("officer", "MOJ-0001", NAME, provider="moj", roles=frozenset({"officer"}), id_number="700009991")
CLERK = Actor("clerk", "POST-0001", NAME, office="RAM-01", roles=frozenset({"clerk"}), id_number="700009991")
INSPECTOR = Actor("officer", "MOI-0001", NAME, provider="moi", roles=frozenset({"inspector"}), id_number="700009991")
CITIZEN, STRANGER = Actor("citizen", "sub-1", NAME), Actor("citizen", "sub-2", NAME)
PLATFORM = Actor("system", "cases", NAME)


def own(actor: Actor) -> Actor:
    """The same official as the owner of the case."""
    return Actor(
        actor.kind, actor.id, NAME, provider=actor.provider, roles=actor.roles, office=actor.office,
        id_number=OWNER.id_number,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("actor", "action", "role", "allowed"),
    [
        (CITIZEN, "submit", None, True),
        (STRANGER, "submit", None, False),
        (CITIZEN, "paid", None, False),
        (CITIZEN, "approve", "moj.officer", False),
        (CITIZEN, "appointment_booked", None, True),
        (STRANGER, "appointment_booked", None, False),
        (CITIZEN, "request_opened", None, False),
        (PLATFORM, "answered", None, True),
        (PLATFORM, "approve", "moj.officer", False),
        (PLATFORM, "request_missed", None, True),
        (PLATFORM, "request_opened", None, False),
        (OFFICER, "approve", "moj.officer", True),
        (OFFICER, "approve", "officer", True),
        (OFFICER, "approve", None, False),
        (OFFICER, "approve", "moj.judge", False),
        (OFFICER, "inspect_site", "officer", True),
        (OFFICER, "propose", "officer", True),
        (OFFICER, "request_opened", "officer", True),
        (OFFICER, "request_opened", None, False),
        (OFFICER, "paid", "moj.officer", False),
        (OFFICER, "answer", "moj.officer", False),
        (OFFICER, "handed_over", "moj.officer", False),
        (CLERK, "handed_over", None, True),
        (CLERK, "bagged", None, True),
        (CLERK, "approve", "moj.officer", False),
    ],
)
def test_who_may_do_what(actor: Actor, action: str, role: str | None, allowed: bool) -> None:
    assert may_act(actor, action, OWNER, role) is allowed


def test_an_officer_of_another_ministry_may_not_decide() -> None:
    other = Actor("officer", "MOI-0001", NAME, provider="moi", roles=frozenset({"officer"}), id_number="700009991")
    assert not may_act(other, "approve", OWNER, "moj.officer")
    assert may_work(other, OWNER, "moi.officer")
    assert not may_work(other, OWNER, "officer")


@pytest.mark.parametrize(("actor", "action"), [(OFFICER, "approve"), (CLERK, "handed_over")])
def test_nobody_works_on_their_own_case(actor: Actor, action: str) -> None:
    assert may_act(actor, action, OWNER, "moj.officer")
    assert not may_act(own(actor), action, OWNER, "moj.officer")


def test_an_official_is_known_as_the_owner_by_either_number() -> None:
    assert is_own(Actor("officer", "sub-1", NAME), OWNER)
    assert is_own(own(OFFICER), OWNER)
    assert not is_own(OFFICER, OWNER)
    assert not is_own(OFFICER, Owner(sub="sub-1", id_number="", provider="moj"))


@pytest.mark.parametrize("number", [None, ""])
def test_an_official_who_might_be_the_owner_works_on_no_case(number: str | None) -> None:
    unknown = replace(OFFICER, id_number=number)
    assert is_own(unknown, OWNER)
    assert not may_act(unknown, "approve", OWNER, "moj.officer")
    assert may_act(PLATFORM, "answered", OWNER, None)


@pytest.mark.parametrize(
    ("actor", "action", "allowed"),
    [
        (INSPECTOR, "request_answered", True),
        (INSPECTOR, "request_refused", True),
        (CLERK, "request_missed", True),
        (INSPECTOR, "request_opened", False),
        (INSPECTOR, "approve", False),
        (own(INSPECTOR), "request_answered", False),
        (CITIZEN, "request_answered", False),
        (PLATFORM, "request_answered", False),
    ],
)
def test_an_official_records_only_the_answer_to_what_was_put_to_them(actor: Actor, action: str, allowed: bool) -> None:
    assert may_record(actor, action, OWNER) is allowed


@pytest.mark.parametrize(
    ("actor", "by", "allowed"),
    [
        (CITIZEN, "citizen", True),
        (STRANGER, "citizen", False),
        (OFFICER, "citizen", False),
        (OFFICER, "officer", True),
        (INSPECTOR, "officer", False),
        (own(OFFICER), "officer", False),
        (CITIZEN, "officer", False),
    ],
)
def test_who_may_lead_an_ended_case_back(actor: Actor, by: str, allowed: bool) -> None:
    assert may_reopen(actor, OWNER, by=by, role="officer") is allowed


@pytest.mark.parametrize(
    ("role", "resolved"),
    [("officer", ("moj", "officer")), ("moi.inspector", ("moi", "inspector")), ("moj.officer", ("moj", "officer"))],
)
def test_a_role_without_a_ministry_is_of_the_ministry_of_the_case(role: str, resolved: tuple[str, str]) -> None:
    assert resolve_role(role, provider="moj") == resolved
