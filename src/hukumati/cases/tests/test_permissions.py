import pytest

from hukumati.cases.actors import Actor
from hukumati.cases.domain.permissions import Owner, may_act
from hukumati.core.bilingual import Bilingual

NAME = Bilingual(ar="اسم", en="Name")
OWNER = Owner(sub="sub-1", id_number="400000006", provider="moj")
OFFICER = Actor("officer", "MOJ-0001", NAME, provider="moj", roles=frozenset({"officer"}))
CLERK = Actor("clerk", "POST-0001", NAME, office="RAM-01", roles=frozenset({"clerk"}))


@pytest.mark.parametrize(
    ("actor", "action", "role", "allowed"),
    [
        (Actor("citizen", "sub-1", NAME), "submit", None, True),
        (Actor("citizen", "sub-2", NAME), "submit", None, False),
        (Actor("citizen", "sub-1", NAME), "paid", None, False),
        (Actor("citizen", "sub-1", NAME), "approve", "moj.officer", False),
        (Actor("system", "cases", NAME), "answered", None, True),
        (Actor("system", "cases", NAME), "approve", "moj.officer", False),
        (OFFICER, "approve", "moj.officer", True),
        (OFFICER, "approve", "officer", True),
        (OFFICER, "approve", None, False),
        (OFFICER, "approve", "moj.judge", False),
        (OFFICER, "paid", "moj.officer", False),
        (OFFICER, "answer", "moj.officer", False),
        (CLERK, "handed_over", None, True),
        (CLERK, "approve", "moj.officer", False),
    ],
)
def test_who_may_do_what(actor: Actor, action: str, role: str | None, allowed: bool) -> None:
    assert may_act(actor, action, OWNER, role) is allowed


def test_an_officer_of_another_ministry_may_not_decide() -> None:
    other = Actor("officer", "MOI-0001", NAME, provider="moi", roles=frozenset({"officer"}))
    assert not may_act(other, "approve", OWNER, "moj.officer")


def test_nobody_decides_their_own_case() -> None:
    own = Actor("officer", "MOJ-0001", NAME, provider="moj", roles=frozenset({"officer"}), id_number="400000006")
    assert not may_act(own, "approve", OWNER, "moj.officer")
